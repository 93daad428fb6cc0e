package dev.oreo.verify;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.oreo.verify.MathBoxes.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the answer in a written solution. {@link MathVerifier} says by which rule. */
final class MathExtraction {
  private static final int MAX_SENTENCE = 400;
  private static final int MAX_TRIES = 6;
  private static final int MAX_WHOLE = 400;

  /* Formulas: the separators alone between so many are longer than an answer that can be read. */
  private static final int MAX_JOINED = 1_001;
  private static final String REASONING_END = "</think>";
  private static final CharMatcher JOINING = CharMatcher.anyOf(" ,;&+$\n\r\t()[]\\!{}");
  private static final List<String> BETWEEN =
      List.of("\\text", "\\quad", "\\qquad", "\\mbox", "\\textbf", "and", "or");

  private final String text;
  private final MathReadings readings;

  private MathExtraction(String text, MathReadings readings) {
    this.text = text;
    this.readings = readings;
  }

  /**
   * Returns what may be the answer of a solution.
   *
   * @param solution any text
   * @param readings what has been read so far
   * @return the likeliest first, as they are written there; none if there is no answer
   */
  static List<String> answers(String solution, MathReadings readings) {
    int thought = solution.lastIndexOf(REASONING_END);
    String text = thought < 0 ? solution : solution.substring(thought + REASONING_END.length());
    MathExtraction extraction = new MathExtraction(text, readings);
    return extraction.marked().map(List::of).orElseGet(extraction::unmarked);
  }

  /**
   * Returns what may be the answer of a response, which may have been cut off.
   *
   * @param response any text
   * @param readings what has been read so far
   * @return as {@link #answers}; what is in a box that does not close is none
   */
  static List<String> complete(String response, MathReadings readings) {
    boolean boxed = !MathBoxes.all(response).isEmpty();
    return answers(boxed ? response : MathBoxes.complete(response), readings);
  }

  /**
   * Returns the answers in a text that may be nothing but an answer.
   *
   * @param text any
   * @param readings what has been read so far
   * @return the whole text first, unless it is a sentence with an answer in it
   */
  static List<String> plain(String text, MathReadings readings) {
    if (!readings.of(text.strip()).sentence()) {
      return text.isBlank() ? List.of() : List.of(text.strip());
    }
    List<String> answers = new ArrayList<>(answers(text, readings));
    if (!answers.contains(text.strip())) {
      answers.add(text.strip());
    }
    return answers;
  }

  /** The answer that a box, a marker or the words "final answer" point out. */
  private Optional<String> marked() {
    List<Span> boxes = MathBoxes.all(text);
    int box = boxes.isEmpty() ? -1 : boxes.get(boxes.size() - 1).end();
    String lower = Ascii.toLowerCase(text);
    int marker = lower.lastIndexOf("####");
    int phrase = lower.lastIndexOf("final answer");
    Optional<String> found = Optional.empty();
    if (marker > Math.max(box, phrase)) {
      found = line(marker + "####".length());
    }
    if (found.isEmpty() && phrase > box) {
      found = sentence(phrase + "final answer".length(), box < 0);
    }
    if (found.isEmpty() && box >= 0) {
      found = Optional.of(joined(boxes));
    }
    int answer = lower.lastIndexOf("answer");
    return found.isPresent() || answer < 0 ? found : sentence(answer + "answer".length(), true);
  }

  private List<String> unmarked() {
    List<String> found = new ArrayList<>();
    last().ifPresent(found::add);
    String whole = text.strip();
    if (!whole.isEmpty() && whole.length() <= MAX_WHOLE) {
      MathReading reading = readings.of(whole);
      if (!reading.meanings().isEmpty()) {
        found.add(reading.sentence() ? found.size() : 0, whole);
      }
    }
    return found;
  }

  private Optional<String> line(int start) {
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end).strip();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private boolean isMathematical(String candidate) {
    return readings.of(candidate).isMathematical();
  }

  /** The last boxes that nothing but separators lies between, and a sign of percent behind. */
  private String joined(List<Span> spans) {
    int first = spans.size() - 1;
    while (first > 0
        && isJoining(text.substring(spans.get(first - 1).end(), spans.get(first).start()))) {
      first--;
    }
    List<String> contents = new ArrayList<>();
    for (Span span : spans.subList(first, spans.size())) {
      contents.add(span.content(text).strip());
    }
    return String.join(", ", contents) + percentBehind(spans.get(spans.size() - 1).end());
  }

  private static boolean isJoining(String between) {
    if (between.length() > 60 || JOINING.matchesAllOf(between)) {
      return between.length() <= 60;
    }
    String rest = between;
    for (String word : BETWEEN) {
      rest = rest.replace(word, " ");
    }
    return JOINING.matchesAllOf(rest);
  }

  private String percentBehind(int end) {
    String rest = text.substring(end, Math.min(text.length(), end + 20));
    String trimmed = CharMatcher.anyOf(" $\\)]").trimLeadingFrom(rest);
    boolean percent =
        trimmed.startsWith("%")
            || MathUnits.isPercent(CharMatcher.inRange('a', 'z').negate().trimFrom(first(trimmed)));
    return percent ? "\\%" : "";
  }

  private static String first(String text) {
    int end = CharMatcher.whitespace().indexIn(text);
    return end < 0 ? text : text.substring(0, end);
  }

  /** What is said to be the answer, up to the end of the sentence; words only if allowed. */
  private Optional<String> sentence(int start, boolean words) {
    String sentence = MathSentences.from(text, start, MAX_SENTENCE);
    if (!MathSentences.says(sentence)) {
      return Optional.empty();
    }
    Optional<String> verdict = words ? MathSentences.verdict(sentence) : Optional.empty();
    if (verdict.isPresent()) {
      return verdict;
    }
    for (String candidate : MathSentences.candidates(sentence)) {
      if (isMathematical(candidate) || (words && MathSentences.isChoice(candidate))) {
        return Optional.of(candidate);
      }
    }
    return new MathExtraction(sentence, readings)
        .last()
        .or(() -> words ? MathSentences.name(sentence) : Optional.empty());
  }

  /** Whether the number behind a formula only says about how much it is. */
  private boolean isRounded(int formulaEnd, int number) {
    if (number < formulaEnd || number - formulaEnd > 60) {
      return false;
    }
    String between = text.substring(formulaEnd, number);
    return !between.contains(". ")
        && (between.contains("about")
            || between.contains("approx")
            || between.contains("roughly")
            || between.contains("≈"));
  }

  /** The last formula or the last number outside of formulas, whichever is later. */
  private Optional<String> last() {
    List<Span> formulas = MathFormulas.all(text);
    int number = MathSentences.lastNumber(text, formulas);
    int tries = 0;
    for (int i = formulas.size() - 1; i >= 0 && tries < MAX_TRIES; i--, tries++) {
      boolean rounded = i == formulas.size() - 1 && isRounded(formulas.get(i).end(), number);
      if (formulas.get(i).start() < number && !rounded) {
        break;
      }
      if (isMathematical(formulas.get(i).content(text))) {
        String joined = joined(formulas.subList(Math.max(0, i - MAX_JOINED), i + 1));
        return Optional.of(isMathematical(joined) ? joined : formulas.get(i).content(text));
      }
    }
    int any = number < 0 ? MathSentences.lastNumber(text, List.of()) : number;
    return any < 0 ? Optional.empty() : Optional.of(MathSentences.number(text, any));
  }
}
