package dev.oreo.examples.benchmark;

import dev.oreo.verify.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How long one rule took for each judgement, in milliseconds of one thread's processor time.
 * Confined to one thread.
 */
public final class RuleTimes {
  /** How many of the slowest judgements, and of the failed ones, are kept to be shown. */
  private static final int SHOWN = 5;

  private static final int SHOWN_CHARS = 60;

  private final String rule;
  private final PriorityQueue<Case> slowest =
      new PriorityQueue<>(Comparator.comparingDouble(Case::milliseconds));
  private final List<Case> failures = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private double[] times = new double[1 << 10];
  private int count;
  private int exceptions;

  RuleTimes(String rule) {
    this.rule = rule;
  }

  /**
   * One judgement to be shown.
   *
   * @param milliseconds that it took
   * @param construction how the answers were made, and how they were handed over
   * @param prediction shortened
   * @param reference shortened
   * @param result the outcome, or the exception
   */
  record Case(
      double milliseconds,
      String construction,
      String prediction,
      String reference,
      String result) {}

  /** Counts a verdict. */
  void add(double milliseconds, AnswerForm form, AnswerPair pair, Outcome outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
    add(milliseconds);
    if (slowest.size() < SHOWN || milliseconds > slowest.element().milliseconds()) {
      slowest.add(shown(milliseconds, form, pair, outcome.toString()));
      if (slowest.size() > SHOWN) {
        slowest.remove();
      }
    }
  }

  /** Counts a judgement that threw something. */
  void addFailure(double milliseconds, AnswerForm form, AnswerPair pair, Throwable thrown) {
    exceptions++;
    add(milliseconds);
    if (failures.size() < SHOWN) {
      failures.add(shown(milliseconds, form, pair, thrown.toString()));
    }
  }

  private void add(double milliseconds) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
    }
    times[count++] = milliseconds;
  }

  private static Case shown(double milliseconds, AnswerForm form, AnswerPair pair, String result) {
    return new Case(
        milliseconds,
        form + "; " + pair.construction(),
        shortened(pair.prediction()),
        shortened(pair.reference()),
        result);
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS) + "... (" + text.length() + " characters)";
  }

  /**
   * Returns whether the rule did what it has to.
   *
   * @param limitMs the most milliseconds that a judgement may take
   * @return true if nothing was thrown and no judgement took longer
   */
  public boolean within(double limitMs) {
    return exceptions == 0 && max() <= limitMs;
  }

  /** Returns the rule's name. */
  String rule() {
    return rule;
  }

  /** Returns how many judgements there were. */
  int count() {
    return count;
  }

  /** Returns how many threw something. */
  int exceptions() {
    return exceptions;
  }

  /** Returns how many had an outcome. */
  int count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  /** Returns the mean time; 0 of none. */
  double mean() {
    return Arrays.stream(times, 0, count).average().orElse(0);
  }

  /** Returns the longest time; 0 of none. */
  double max() {
    return Arrays.stream(times, 0, count).max().orElse(0);
  }

  /** Returns for each fraction the time that this fraction of the judgements do not exceed. */
  List<Double> quantiles(double... fractions) {
    double[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return Arrays.stream(fractions)
        .mapToObj(f -> count == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(f * count) - 1)])
        .toList();
  }

  /** Returns the first failed judgements, then the slowest of all, slowest first. */
  List<Case> worst() {
    List<Case> worst = new ArrayList<>(failures);
    slowest.stream()
        .sorted(Comparator.comparingDouble(Case::milliseconds).reversed())
        .forEach(worst::add);
    return worst;
  }
}
