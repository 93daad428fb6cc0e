package dev.oreo.examples.arithmetic;

import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import dev.oreo.verify.Verifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a solution ends in {@code #### d} with the right digit; how it got there is not looked
 * at. Thread-safe.
 */
public final class LastDigitVerifier implements Verifier {
  /** What introduces the answer; one token. */
  public static final String ANSWER_MARK = "#### ";

  private static final Pattern ANSWER = Pattern.compile(ANSWER_MARK + "([0-9])\\z");

  /** Creates the verifier; it has no settings. */
  public LastDigitVerifier() {}

  @Override
  public Verdict verify(String response, String reference) {
    Matcher matcher = ANSWER.matcher(response);
    if (!matcher.find()) {
      return new Verdict(
          Outcome.UNPARSED, Optional.empty(), "no answer: the text does not end in '#### d'");
    }
    String digit = matcher.group(1);
    boolean right = digit.equals(reference);
    return new Verdict(
        right ? Outcome.CORRECT : Outcome.WRONG,
        Optional.of(digit),
        right ? "right" : "expected " + reference);
  }
}
