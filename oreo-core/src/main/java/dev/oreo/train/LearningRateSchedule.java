package dev.oreo.train;

import dev.oreo.internal.Checks;

/**
 * Linear warm-up, then a cosine down to zero at the end of the run.
 *
 * <p>Of {@code n} updates the first {@code W} are warm-up. The factor of update {@code u}, counted
 * from 1, is {@code u / W} for {@code u <= W} and {@code (1 + cos(pi (u - 1 - W) / (n - W))) / 2}
 * after. So no update is wasted on a rate of 0: the first has {@code 1 / W}, both update {@code W}
 * and the next have 1, and the last is one cosine step away from the 0 that update {@code n + 1}
 * would have. Hugging Face's {@code get_cosine_schedule_with_warmup} has the same cosine and {@code
 * (u - 1) / W} in warm-up.
 *
 * @param totalUpdates n of the whole run, over all epochs, at least 0
 * @param warmupUpdates W, at least 0; more than n leaves the factor below 1
 */
public record LearningRateSchedule(long totalUpdates, long warmupUpdates) {
  /* Keeps a product such as 0.07 * 100 = 7.000000000000001 from being rounded up to 8. */
  private static final double ROUNDING = 1e-9;

  /** Checks the counts. {@inheritDoc} */
  public LearningRateSchedule {
    Checks.argument(totalUpdates >= 0, "totalUpdates must be >= 0, got %d", totalUpdates);
    Checks.argument(warmupUpdates >= 0, "warmupUpdates must be >= 0, got %d", warmupUpdates);
  }

  /**
   * Returns the schedule of a run.
   *
   * @param totalUpdates of the whole run, over all epochs, at least 0
   * @param warmupFraction share of them that is warm-up, rounded up, in [0, 1]; the authors' code
   *     uses 0.03
   * @return the schedule
   */
  public static LearningRateSchedule warmupCosine(long totalUpdates, double warmupFraction) {
    return new LearningRateSchedule(totalUpdates, share(totalUpdates, warmupFraction));
  }

  /** A share of some updates, rounded up. */
  static long share(long updates, double fraction) {
    Checks.argument(fraction >= 0 && fraction <= 1, "fraction must be in [0, 1], got %s", fraction);
    return (long) Math.ceil(fraction * updates - ROUNDING);
  }

  /**
   * Returns what the peak learning rate is multiplied by.
   *
   * @param update counted from 1, at most {@link #totalUpdates()}
   * @return in (0, 1]
   */
  public double factor(long update) {
    Checks.argument(
        update >= 1 && update <= totalUpdates,
        "update must be in [1, %d], got %d",
        totalUpdates,
        update);
    if (update <= warmupUpdates) {
      return (double) update / warmupUpdates;
    }
    double progress = (double) (update - 1 - warmupUpdates) / (totalUpdates - warmupUpdates);
    return (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
