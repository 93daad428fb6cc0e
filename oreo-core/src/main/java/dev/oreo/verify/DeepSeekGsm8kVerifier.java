package dev.oreo.verify;

import java.util.Optional;

/**
 * The rule by which DeepSeek-Math, and the OREO paper after it, grades answers to GSM8K.
 *
 * <p>The last box of a text is its answer; without any box what follows "the answer is", a
 * program's output or the last number. Two answers are the same as {@link DeepSeekMathVerifier}
 * says, so numbers within 0.001 are, and a number and its hundredfold.
 *
 * <p>The solutions of the dataset are read in the same way: their {@code ####} means nothing to
 * this rule, and where a solution says "the answer is" before, that is what is read. In the
 * training set this goes wrong four times. {@link Gsm8kVerifier} is the dataset's own rule.
 *
 * <p>Differences from the original are those of {@link DeepSeekMathVerifier}. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">Shao et al. 2024, DeepSeekMath</a>
 */
public final class DeepSeekGsm8kVerifier implements AnswerVerifier {
  private final DeepSeekMathVerifier answers = new DeepSeekMathVerifier();

  /** Creates a verifier. */
  public DeepSeekGsm8kVerifier() {}

  @Override
  public Verdict verify(String question, String response, String solution) {
    Optional<String> prediction = DeepSeekExtraction.lastAnswer(response);
    if (prediction.isEmpty()) {
      return new Verdict(
          Outcome.UNPARSED, Optional.empty(), "the response has no answer that can be extracted");
    }
    return DeepSeekExtraction.lastAnswer(solution)
        .map(reference -> DeepSeekMathVerifier.verdict(prediction.get(), reference))
        .orElseGet(
            () ->
                new Verdict(
                    Outcome.UNPARSED,
                    prediction,
                    "the solution has no answer that can be extracted"));
  }

  @Override
  public Verdict compare(String prediction, String reference) {
    return answers.compare(prediction, reference);
  }
}
