package dev.oreo.objective;

import static java.util.Objects.requireNonNull;

import dev.oreo.internal.Checks;
import java.util.Map;
import java.util.TreeSet;

/**
 * A regulariser's weight {@code kappa = exp(c)} that follows the measured divergence: Adam descends
 * {@code -c * (KL - target)}, so the weight rises while the divergence is above the target.
 *
 * <p>Immutable.
 *
 * @param target divergence per action token, in nats
 * @param logCoefficient c
 * @param firstMoment Adam's running mean of the gradient
 * @param secondMoment Adam's running mean of its square
 * @param updates how many there were
 */
record KlController(
    double target, double logCoefficient, double firstMoment, double secondMoment, int updates) {
  private static final double LEARNING_RATE = 1e-3;
  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private static final String COEFFICIENT = "klLogCoefficient";
  private static final String MEAN = "klGradientMean";
  private static final String SQUARE = "klGradientSquare";
  private static final String UPDATES = "klUpdates";

  /** Starts at coefficient 1. */
  static KlController of(double target) {
    return new KlController(target, 0, 0, 0, 0);
  }

  double coefficient() {
    return Math.exp(logCoefficient);
  }

  /** The controller after an update; the same if the divergence measured is not finite. */
  KlController next(double kl) {
    if (!Double.isFinite(kl)) {
      return this;
    }
    double gradient = target - kl;
    double first = FIRST_DECAY * firstMoment + (1 - FIRST_DECAY) * gradient;
    double second = SECOND_DECAY * secondMoment + (1 - SECOND_DECAY) * gradient * gradient;
    int count = updates + 1;
    double mean = first / (1 - Math.pow(FIRST_DECAY, count));
    double scale = Math.sqrt(second / (1 - Math.pow(SECOND_DECAY, count))) + EPSILON;
    double moved = logCoefficient - LEARNING_RATE * mean / scale;
    return new KlController(target, moved, first, second, count);
  }

  /** All but the target, which is a setting. */
  Map<String, Double> state() {
    return Map.of(
        COEFFICIENT,
        logCoefficient,
        MEAN,
        firstMoment,
        SQUARE,
        secondMoment,
        UPDATES,
        (double) updates);
  }

  /** The controller of this target whose {@link #state} is the one given. */
  KlController withState(Map<String, Double> state) {
    Checks.argument(
        state.keySet().equals(state().keySet()),
        "state must be of %s where a divergence is followed, got %s",
        new TreeSet<>(state().keySet()),
        new TreeSet<>(state.keySet()));
    return new KlController(
        target,
        requireNonNull(state.get(COEFFICIENT)),
        requireNonNull(state.get(MEAN)),
        requireNonNull(state.get(SQUARE)),
        requireNonNull(state.get(UPDATES)).intValue());
  }
}
