package dev.oreo.verify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GSM8K's own rule: the number after the first {@code ####} of the response and of the solution are
 * the same text, commas taken away.
 *
 * <p>{@code 18.0} is not {@code 18}. A text without {@code #### } and a number right after it has
 * no answer. The OREO paper graded by another rule: {@link DeepSeekGsm8kVerifier}. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2110.14168">Cobbe et al. 2021</a>
 */
public final class Gsm8kVerifier implements AnswerVerifier {
  private static final Pattern ANSWER = Pattern.compile("#### (-?[0-9.,]++)");

  /** Creates the verifier; it has no settings. */
  public Gsm8kVerifier() {}

  @Override
  public Verdict verify(String question, String response, String solution) {
    Optional<String> prediction = extract(response);
    if (prediction.isEmpty()) {
      return new Verdict(
          Outcome.UNPARSED, Optional.empty(), "the response has no number after '#### '");
    }
    return extract(solution)
        .map(reference -> compare(prediction.get(), reference))
        .orElseGet(
            () ->
                new Verdict(
                    Outcome.UNPARSED,
                    prediction,
                    "the reference solution has no number after '#### '"));
  }

  @Override
  public Verdict compare(String prediction, String reference) {
    String left = normalize(prediction);
    String right = normalize(reference);
    return left.equals(right)
        ? new Verdict(Outcome.CORRECT, Optional.of(left), "the same number")
        : new Verdict(Outcome.WRONG, Optional.of(left), "expected " + right);
  }

  private static Optional<String> extract(String text) {
    Matcher matcher = ANSWER.matcher(text);
    return matcher.find() ? Optional.of(normalize(matcher.group(1))) : Optional.empty();
  }

  private static String normalize(String number) {
    return number.strip().replace(",", "");
  }
}
