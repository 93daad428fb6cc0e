package dev.oreo.verify;

import java.util.List;
import java.util.Optional;

/**
 * The rule by which DeepSeek-Math, and the OREO paper after it, grades answers to MATH.
 *
 * <p>Every {@code \boxed{}} of a text is an answer (without any, what follows "the answer is", a
 * program's output or the last number). Answers are brought into a normal form; of the response's
 * different answers the last as many as the solution has are compared with it, and each needs a
 * partner on the other side.
 *
 * <p>Two answers are the same if they are the same text; if both are numbers within 0.001, where a
 * number is also the same as its hundredth and its hundredfold (so 10, 10% and 1000 are the same);
 * if they are tuples, intervals or matrices with the same entries, whatever the kind of their
 * brackets; if they are equations with the same difference of sides, or with the opposite one; or
 * if sympy 1.12, reading them as LaTeX, finds their difference to be 0 or their values within
 * 0.001. Sympy reads a text up to where it makes no sense: {@code \sqrt{2},3} is {@code \sqrt{2}}.
 *
 * <p>Differences from the original: no sympy is called. Its reading of LaTeX is rebuilt, and two
 * expressions are compared by their values at fixed complex points. Derivatives, integrals, sums,
 * products and limits are not worked out. A comparison is given up after a fixed amount of work,
 * not after one second; the verdict is then {@link Outcome#TIMED_OUT}, which the original calls
 * wrong, and so is that on a text of more than 10,000 answers. A text without an answer is {@link
 * Outcome#UNPARSED}, which the original calls wrong too.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">Shao et al. 2024, DeepSeekMath</a>
 */
public final class DeepSeekMathVerifier implements AnswerVerifier {

  /** Creates a verifier. */
  public DeepSeekMathVerifier() {}

  @Override
  public Verdict verify(String question, String response, String solution) {
    List<String> predictions = DeepSeekExtraction.mathAnswers(question, response);
    if (predictions.isEmpty()) {
      return new Verdict(
          Outcome.UNPARSED, Optional.empty(), "the response has no answer that can be extracted");
    }
    List<String> references = DeepSeekExtraction.mathAnswers(question, solution);
    String extracted = joined(predictions);
    if (references.isEmpty()) {
      return new Verdict(
          Outcome.UNPARSED,
          Optional.of(extracted),
          "the solution has no answer that can be extracted");
    }
    boolean tooMany =
        Math.max(predictions.size(), references.size()) > DeepSeekExtraction.MAX_ANSWERS;
    Outcome outcome =
        tooMany ? Outcome.TIMED_OUT : DeepSeekComparison.outcome(predictions, references);
    return verdict(outcome, extracted, joined(references));
  }

  /**
   * Judges a plain answer, from which nothing has to be extracted. Both answers are brought into
   * the normal form first.
   *
   * @param prediction such as {@code \frac{1}{2}}
   * @param reference the right answer
   * @return the verdict; its extracted answer is the prediction's normal form
   */
  @Override
  public Verdict compare(String prediction, String reference) {
    return verdict(
        DeepSeekNormalizer.normalize(prediction), DeepSeekNormalizer.normalize(reference));
  }

  /** The verdict on two answers in normal form. */
  static Verdict verdict(String prediction, String reference) {
    return verdict(DeepSeekComparison.outcome(prediction, reference), prediction, reference);
  }

  private static String joined(List<String> answers) {
    return String.join(", ", answers);
  }

  private static Verdict verdict(Outcome outcome, String prediction, String reference) {
    return new Verdict(outcome, Optional.of(prediction), reason(outcome, prediction, reference));
  }

  private static String reason(Outcome outcome, String prediction, String reference) {
    String both = "\"" + shortened(prediction) + "\" and the reference \"" + shortened(reference);
    return switch (outcome) {
      case CORRECT -> both + "\" are the same";
      case TIMED_OUT -> both + "\" take too much work to compare";
      default -> both + "\" differ";
    };
  }

  private static String shortened(String answer) {
    return answer.length() <= 200 ? answer : answer.substring(0, 200) + "...";
  }
}
