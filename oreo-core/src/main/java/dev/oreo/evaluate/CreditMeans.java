package dev.oreo.evaluate;

import dev.oreo.internal.Checks;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Means of {@link CreditAssignment} over some trajectories.
 *
 * @param trajectories how many, at least 1
 * @param firstValue mean V of the prompt
 * @param lastValue mean V of the last state, the one in which the last token was chosen
 * @param lastImplicitValue mean implicit value of the last state
 * @param logRatio mean log-ratio of the whole response, in nats
 * @param residual mean residual, over the states of a trajectory and then over trajectories
 * @param squaredResidual mean of its square, the same way: the value loss of token-level OREO
 */
public record CreditMeans(
    int trajectories,
    double firstValue,
    double lastValue,
    double lastImplicitValue,
    double logRatio,
    double residual,
    double squaredResidual) {

  /** Checks the count. {@inheritDoc} */
  public CreditMeans {
    Checks.argument(trajectories >= 1, "trajectories must be >= 1, got %d", trajectories);
  }

  /** The means; empty if there is no trajectory. */
  static Optional<CreditMeans> of(List<CreditAssignment> credits) {
    if (credits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CreditMeans(
            credits.size(),
            mean(credits, CreditAssignment::firstValue),
            mean(credits, CreditAssignment::lastValue),
            mean(credits, CreditAssignment::lastImplicitValue),
            mean(credits, CreditAssignment::logRatio),
            mean(credits, c -> mean(c.tokens(), ActionCredit::residual)),
            mean(credits, c -> mean(c.tokens(), t -> t.residual() * t.residual()))));
  }

  private static <T> double mean(List<T> items, ToDoubleFunction<T> number) {
    return items.stream().mapToDouble(number).average().orElseThrow();
  }
}
