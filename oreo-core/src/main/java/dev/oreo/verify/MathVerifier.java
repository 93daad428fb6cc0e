package dev.oreo.verify;

import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.internal.symbolic.WorkBudgetExceededException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks answers of mathematics by what they mean: our own rule, in the spirit of HuggingFace's
 * Math-Verify.
 *
 * <p><b>Finding the answer.</b> What stands before {@code </think>} is not looked at. The answer
 * is, in this order:
 *
 * <ol>
 *   <li>what the last of these says: {@code \boxed{}} or {@code \fbox{}}, "final answer is", {@code
 *       ####}. Several boxes with nothing but commas, "and" or "or" between them count together. A
 *       box that does not close is no answer: a response that was cut off may have been cut inside
 *       of it.
 *   <li>what "answer is" or "answer:" says, up to the end of the sentence;
 *   <li>the whole text, if it is nothing but an answer;
 *   <li>the last formula, or the last number outside of formulas, whichever is later. A number
 *       behind "about" does not replace the formula before it.
 * </ol>
 *
 * <p><b>Reading it.</b> LaTeX and plain text: numbers with separators of thousands, mixed numbers,
 * repeating decimals, expressions, functions, tuples, intervals and unions, sets, bare lists,
 * {@code \pm}, matrices and sums of them, equations and inequalities, times, bases, residues,
 * words. Markup, currency signs and units are no part of the value.
 *
 * <p><b>Comparing.</b> The same signs are the same answer. Otherwise:
 *
 * <ul>
 *   <li>Numbers and expressions are the same if they are equal, rational ones exactly, others by
 *       value. A number with a decimal point is also equal to one that rounds to the same 6
 *       decimals: 0.333333 is a third, 0.33 is not. Numbers that would round to 0 must agree in
 *       their first 6 digits.
 *   <li>A percentage is a hundredth of its number; the bare number is accepted for it as well.
 *   <li>A unit may be left out. Two known units must be the same one. Words that are no known unit
 *       do not matter behind a number.
 *   <li>A base may be left out; two bases must be the same, and so must the digits.
 *   <li>Lists and sets have no order, and how often something is in them does not matter. A bare
 *       list is also the tuple of the same order; a set in braces is no tuple. A list of one thing
 *       is that thing.
 *   <li>Brackets matter wherever they may be those of an interval; {@code [3,2,4]} and {@code
 *       (3,2,4)} are the same tuple. A column is the tuple of its entries.
 *   <li>{@code a < x < b} is the interval. {@code x = 5}, {@code x \in S} and {@code f(x) = 5} are
 *       what is on the right, unless both answers are equations.
 *   <li>Equations are the same if one is a multiple of the other, inequalities if it is a positive
 *       multiple.
 *   <li>Words are compared without regard to case and spaces. A choice such as {@code (B) red} is
 *       its letter.
 *   <li>{@code 1000,99} is also read as a number with a decimal comma, and {@code 1,234} also as a
 *       list.
 * </ul>
 *
 * <p>Differences from Math-Verify: the comparison is symmetric; a full stop at the end, {@code pi}
 * without a backslash and units without markup do not make an answer wrong; expressions are
 * compared by value at fixed points and not by rewriting them. Expressions that agree to nine
 * digits at all these points are taken for the same.
 *
 * <p>Answers of more than 2,000 characters and answers nested deeper than 60 levels cannot be read.
 * Work is counted, not timed. Immutable and thread-safe.
 */
public final class MathVerifier implements AnswerVerifier {
  private static final long WORK = 100_000;
  private static final String ALIKE = "the answers are written alike";

  /** Creates the verifier. */
  public MathVerifier() {}

  @Override
  public Verdict verify(String question, String response, String solution) {
    WorkBudget budget = new WorkBudget(WORK);
    MathReadings readings = new MathReadings(budget);
    try {
      return judge(
          MathExtraction.complete(response, readings),
          MathExtraction.answers(solution, readings),
          readings,
          budget);
    } catch (WorkBudgetExceededException e) {
      return timedOut(Optional.empty());
    }
  }

  @Override
  public Verdict compare(String prediction, String reference) {
    String plain = prediction.strip();
    if (!plain.isEmpty() && plain.equals(reference.strip())) {
      return new Verdict(Outcome.CORRECT, Optional.of(plain), ALIKE);
    }
    WorkBudget budget = new WorkBudget(WORK);
    MathReadings readings = new MathReadings(budget);
    try {
      return judge(
          MathExtraction.plain(prediction, readings),
          MathExtraction.plain(reference, readings),
          readings,
          budget);
    } catch (WorkBudgetExceededException e) {
      return timedOut(Optional.of(plain));
    }
  }

  private static Verdict timedOut(Optional<String> extracted) {
    return new Verdict(
        Outcome.TIMED_OUT, extracted, "comparing the answers takes more operations than allowed");
  }

  /** Correct if any reading of one is any reading of the other; else what the first ones are. */
  private static Verdict judge(
      List<String> predictions, List<String> references, MathReadings readings, WorkBudget budget) {
    if (predictions.isEmpty()) {
      return new Verdict(Outcome.UNPARSED, Optional.empty(), "no answer is found in the response");
    }
    Optional<String> extracted = Optional.of(predictions.get(0));
    if (references.isEmpty()) {
      return new Verdict(Outcome.UNPARSED, extracted, "no answer is found in the reference");
    }
    try {
      List<Verdict> verdicts = new ArrayList<>();
      for (String prediction : predictions) {
        for (String reference : references) {
          verdicts.add(compared(prediction, reference, readings, budget));
        }
      }
      return verdicts.stream().filter(Verdict::right).findFirst().orElse(verdicts.get(0));
    } catch (WorkBudgetExceededException e) {
      return timedOut(extracted);
    }
  }

  private static Verdict compared(
      String prediction, String reference, MathReadings readings, WorkBudget budget) {
    Optional<String> extracted = Optional.of(prediction);
    if (prediction.equals(reference)) {
      return new Verdict(Outcome.CORRECT, extracted, ALIKE);
    }
    MathReading a = readings.of(prediction);
    MathReading b = readings.of(reference);
    if (alike(a, b)) {
      return new Verdict(Outcome.CORRECT, extracted, ALIKE + " but for spaces and markup");
    }
    if (a.meanings().isEmpty() || b.meanings().isEmpty()) {
      String which = a.meanings().isEmpty() ? "the prediction" : "the reference";
      String problem = a.meanings().isEmpty() ? a.problem() : b.problem();
      return new Verdict(Outcome.UNPARSED, extracted, which + " cannot be read: " + problem);
    }
    MathAnswerComparison comparison = new MathAnswerComparison(budget);
    boolean same =
        a.meanings().stream()
            .anyMatch(x -> b.meanings().stream().anyMatch(y -> comparison.same(x, y)));
    return same
        ? new Verdict(Outcome.CORRECT, extracted, "the answers mean the same")
        : new Verdict(Outcome.WRONG, extracted, "the answers mean different things");
  }

  private static boolean alike(MathReading a, MathReading b) {
    boolean signs = !a.canonical().isBlank() && a.canonical().equals(b.canonical());
    boolean words = !(a.words() + b.words()).isEmpty() && lettersOf(a).equals(lettersOf(b));
    return signs || words;
  }

  private static String lettersOf(MathReading reading) {
    return reading.words().isEmpty()
        ? reading.canonical().replace(" ", "").toLowerCase(Locale.ROOT)
        : reading.words();
  }
}
