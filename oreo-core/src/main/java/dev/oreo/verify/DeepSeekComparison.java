package dev.oreo.verify;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether answers in DeepSeek-Math's normal form are the same under its rule. One instance serves
 * one verdict.
 */
final class DeepSeekComparison {
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_DEPTH = 60;
  private static final String MATRIX_START = "\\begin{pmatrix}";
  private static final String MATRIX_END = "\\end{pmatrix}";

  private final SympyEquality symbolic = new SympyEquality();

  private DeepSeekComparison() {}

  /** Returns {@code CORRECT}, {@code WRONG} or {@code TIMED_OUT}. */
  static Outcome outcome(String prediction, String reference) {
    DeepSeekComparison comparison = new DeepSeekComparison();
    return comparison.outcome(comparison.sameAnswer(prediction, reference));
  }

  /**
   * Compares all answers of a response with all answers of a solution: of the response's different
   * ones, the last as many as the solution has; each must have a partner on the other side.
   *
   * @return {@code CORRECT}, {@code WRONG} or {@code TIMED_OUT}
   */
  static Outcome outcome(List<String> predictions, List<String> references) {
    Set<String> right = new LinkedHashSet<>(references);
    List<String> distinct = List.copyOf(new LinkedHashSet<>(predictions));
    List<String> last =
        distinct.subList(Math.max(0, distinct.size() - right.size()), distinct.size());
    DeepSeekComparison comparison = new DeepSeekComparison();
    return comparison.outcome(comparison.sameAnswers(new LinkedHashSet<>(last), right));
  }

  private Outcome outcome(boolean correct) {
    if (correct) {
      return Outcome.CORRECT;
    }
    return symbolic.timedOut() ? Outcome.TIMED_OUT : Outcome.WRONG;
  }

  private boolean sameAnswers(Set<String> predictions, Set<String> references) {
    if (predictions.equals(references)) {
      return true;
    }
    Set<String> unmatched = new HashSet<>(references);
    boolean allMatch = true;
    for (String prediction : predictions) {
      boolean matches = false;
      for (String reference : references) {
        if (!symbolic.spend(cost(prediction, reference))) {
          return false;
        }
        if (sameAnswer(prediction, reference)) {
          unmatched.remove(reference);
          matches = true;
        }
      }
      allMatch &= matches;
    }
    return allMatch && unmatched.isEmpty();
  }

  private static long cost(String prediction, String reference) {
    return 2 + prediction.length() / 16L + reference.length() / 16L;
  }

  private boolean sameAnswer(String prediction, String reference) {
    if (prediction.contains("\\cup") && reference.contains("\\cup")) {
      return sameAnswers(
          new LinkedHashSet<>(split(prediction, "\\cup")),
          new LinkedHashSet<>(split(reference, "\\cup")));
    }
    Optional<Double> a = PythonText.parseFloat(PythonText.withoutCommas(prediction));
    Optional<Double> b = PythonText.parseFloat(PythonText.withoutCommas(reference));
    if (a.isPresent() && b.isPresent() && Math.abs(a.get() - b.get()) < TOLERANCE) {
      return true;
    }
    return equal(prediction, reference, 0);
  }

  private boolean equal(String rawPrediction, String rawReference, int depth) {
    if (rawPrediction.equals(rawReference)) {
      return true;
    }
    Optional<Double> number = number(rawPrediction);
    Optional<Double> other = number.isEmpty() ? number : number(rawReference);
    if (number.isPresent() && other.isPresent()) {
      return sameNumber(number.get(), other.get());
    }
    if (rawPrediction.isEmpty() || !symbolic.spend(cost(rawPrediction, rawReference))) {
      return false;
    }
    String prediction = PythonText.strip(rawPrediction);
    String reference = PythonText.strip(rawReference);
    if (depth >= MAX_DEPTH) {
      symbolic.giveUp();
      return false;
    }
    return equalParts(prediction, reference, depth + 1)
        || equalMatrices(prediction, reference, depth + 1)
        || equalEquations(prediction, reference, depth + 1)
        || symbolic.equal(prediction, reference);
  }

  /** A number, or a percentage. */
  private static Optional<Double> number(String text) {
    String digits = PythonText.withoutCommas(text);
    Optional<Double> number = PythonText.parseFloat(digits);
    if (number.isPresent() || !digits.endsWith("%")) {
      return number;
    }
    int end = digits.length() - 1;
    end -= digits.startsWith("\\", end - 1) ? 1 : 0;
    return PythonText.parseFloat(digits.substring(0, end)).map(value -> value / 100);
  }

  private static boolean sameNumber(double prediction, double reference) {
    return PythonText.isClose(reference / 100, prediction, TOLERANCE)
        || PythonText.isClose(reference, prediction, TOLERANCE)
        || PythonText.isClose(reference * 100, prediction, TOLERANCE);
  }

  private boolean equalParts(String prediction, String reference, int depth) {
    return isBracketed(prediction)
        && isBracketed(reference)
        && equalAll(split(withoutEnds(prediction), ","), split(withoutEnds(reference), ","), depth);
  }

  /** Begins with a bracket, and has a closing one after at least one character. */
  private static boolean isBracketed(String text) {
    if (!text.startsWith("(") && !text.startsWith("[")) {
      return false;
    }
    int lineEnd = text.indexOf('\n');
    int close = Math.max(text.lastIndexOf(')'), text.lastIndexOf(']'));
    return close >= 2 && (lineEnd < 0 || firstClose(text) < lineEnd);
  }

  private static int firstClose(String text) {
    int round = text.indexOf(')', 2);
    int square = text.indexOf(']', 2);
    return round < 0 || square < 0 ? Math.max(round, square) : Math.min(round, square);
  }

  private static String withoutEnds(String text) {
    return text.substring(1, text.offsetByCodePoints(text.length(), -1));
  }

  private boolean equalAll(List<String> predictions, List<String> references, int depth) {
    if (predictions.size() != references.size()) {
      return false;
    }
    for (int i = 0; i < predictions.size(); i++) {
      if (!equal(predictions.get(i), references.get(i), depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean equalMatrices(String prediction, String reference, int depth) {
    if (!isMatrix(prediction) || !isMatrix(reference)) {
      return false;
    }
    List<String> rows = rows(prediction);
    List<String> rightRows = rows(reference);
    if (rows.size() != rightRows.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!equalAll(split(rows.get(i), "&"), split(rightRows.get(i), "&"), depth)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMatrix(String text) {
    return (text.startsWith(MATRIX_START) || text.startsWith("\\begin{bmatrix}"))
        && (text.endsWith(MATRIX_END) || text.endsWith("\\end{bmatrix}"));
  }

  private static List<String> rows(String matrix) {
    String body = matrix.substring(MATRIX_START.length(), matrix.length() - MATRIX_END.length());
    List<String> rows = new ArrayList<>();
    for (String row : split(body, "\\\\")) {
      String stripped = PythonText.strip(row);
      if (!stripped.isEmpty()) {
        rows.add(stripped);
      }
    }
    return rows;
  }

  private boolean equalEquations(String prediction, String reference, int depth) {
    List<String> sides = sides(prediction);
    List<String> rightSides = sides(reference);
    if (sides.size() == 2 && rightSides.size() == 2) {
      String difference = difference(sides);
      String rightDifference = difference(rightSides);
      return symbolic.equal(difference, rightDifference)
          || symbolic.equal("-(" + difference + ")", rightDifference);
    }
    if (isAssignment(sides) && rightSides.size() == 1) {
      return equal(sides.get(1), reference, depth);
    }
    return isAssignment(rightSides)
        && sides.size() == 1
        && equal(prediction, rightSides.get(1), depth);
  }

  private static String difference(List<String> sides) {
    return PythonText.strip(sides.get(0)) + " - (" + PythonText.strip(sides.get(1)) + ")";
  }

  private static boolean isAssignment(List<String> sides) {
    if (sides.size() != 2) {
      return false;
    }
    String left = PythonText.strip(sides.get(0));
    return left.codePointCount(0, left.length()) <= 2;
  }

  /** The sides of an equation; three or more are none. */
  private static List<String> sides(String text) {
    return Splitter.on('=').limit(3).splitToList(text);
  }

  private static List<String> split(String text, String separator) {
    return Splitter.on(separator).splitToList(text);
  }
}
