package dev.oreo.examples.speed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * What a case's contestants measured, in rounds in which each of them ran once.
 *
 * @param speedCase the case
 * @param rounds by contestant's name, one entry per round
 */
record SpeedResult(SpeedCase speedCase, Map<String, List<Measurement>> rounds) {

  /**
   * The middle of several numbers and their range.
   *
   * @param low the least
   * @param middle the median
   * @param high the greatest
   */
  record Spread(double low, double middle, double high) {
    static Spread of(List<Double> numbers) {
      List<Double> sorted = numbers.stream().sorted().toList();
      int half = sorted.size() / 2;
      double middle =
          sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
      return new Spread(sorted.get(0), middle, sorted.get(sorted.size() - 1));
    }
  }

  /** Returns the names of the peers that were measured, in order. */
  List<String> peers() {
    return speedCase.contestants().stream()
        .filter(contestant -> !contestant.isOreo() && rounds.containsKey(contestant.name()))
        .map(Contestant::name)
        .toList();
  }

  /**
   * Returns the name under which oreo was fastest: its precisions are faster on some processors.
   */
  String fastestOreo() {
    return speedCase.contestants().stream()
        .filter(Contestant::isOreo)
        .map(Contestant::name)
        .max(Comparator.comparingDouble(name -> speed(name).middle()))
        .orElseThrow();
  }

  /** Returns the tokens a second of a contestant. */
  Spread speed(String name) {
    return Spread.of(measured(name).stream().map(Measurement::tokensPerSecond).toList());
  }

  /** Returns the peak memory of a contestant, in bytes. */
  Spread memory(String name) {
    return Spread.of(measured(name).stream().map(m -> (double) m.peakBytes()).toList());
  }

  /** Returns how many times as fast as a peer the fastest oreo was, round by round. */
  Spread speedRatio(String peer) {
    return ratio(peer, (own, other) -> own.tokensPerSecond() / other.tokensPerSecond());
  }

  /** Returns what part of a peer's peak memory that of the fastest oreo was, round by round. */
  Spread memoryRatio(String peer) {
    return ratio(peer, (own, other) -> (double) own.peakBytes() / other.peakBytes());
  }

  private Spread ratio(String peer, ToDoubleBiFunction<Measurement, Measurement> quotient) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < measured(peer).size(); round++) {
      ratios.add(
          quotient.applyAsDouble(measured(fastestOreo()).get(round), measured(peer).get(round)));
    }
    return Spread.of(ratios);
  }

  /** Returns what a contestant noted in the last round. */
  String note(String name) {
    List<Measurement> all = measured(name);
    return all.get(all.size() - 1).note();
  }

  private List<Measurement> measured(String name) {
    List<Measurement> all = rounds.get(name);
    if (all == null) {
      throw new IllegalArgumentException(
          "name must be one of %s, got %s".formatted(rounds.keySet(), name));
    }
    return all;
  }
}
