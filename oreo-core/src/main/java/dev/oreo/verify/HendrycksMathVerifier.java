package dev.oreo.verify;

import java.util.Optional;

/**
 * The MATH paper's rule: the last box of the response and the last box of the solution are the same
 * text after normalisation.
 *
 * <p>Normalisation takes spacing, sizes, degrees, dollar and percent signs, units after the answer
 * and a short left side of an equation away, writes braces around the arguments of roots and
 * fractions, and {@code a/b} as a fraction. It knows nothing of mathematics: {@code 0.25} is not
 * {@code \frac{1}{4}}, and {@code (1, 2)} is not {@code (2, 1)}. Where the original's normalisation
 * fails with an error the texts are compared as they are.
 *
 * <p>Differences from the original: a response or a solution without a box is {@link
 * Outcome#UNPARSED}, where the original takes two missing answers for equal; {@code \fbox} counts
 * as a box. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2103.03874">Hendrycks et al. 2021</a>
 */
public final class HendrycksMathVerifier implements AnswerVerifier {
  /** Creates the verifier; it has no settings. */
  public HendrycksMathVerifier() {}

  @Override
  public Verdict verify(String question, String response, String solution) {
    Optional<String> prediction = BoxedAnswer.last(response);
    if (prediction.isEmpty()) {
      return new Verdict(Outcome.UNPARSED, Optional.empty(), "the response has no box");
    }
    return BoxedAnswer.last(solution)
        .map(reference -> compare(prediction.get(), reference))
        .orElseGet(
            () -> new Verdict(Outcome.UNPARSED, prediction, "the reference solution has no box"));
  }

  @Override
  public Verdict compare(String prediction, String reference) {
    Optional<String> normalPrediction = HendrycksNormalizer.normalize(prediction);
    Optional<String> normalReference = HendrycksNormalizer.normalize(reference);
    boolean normal = normalPrediction.isPresent() && normalReference.isPresent();
    String left = normal ? normalPrediction.get() : prediction;
    String right = normal ? normalReference.get() : reference;
    return left.equals(right)
        ? new Verdict(Outcome.CORRECT, Optional.of(left), "the same text")
        : new Verdict(Outcome.WRONG, Optional.of(left), "expected " + right);
  }
}
