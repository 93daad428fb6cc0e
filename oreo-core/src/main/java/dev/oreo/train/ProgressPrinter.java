package dev.oreo.train;

import dev.oreo.internal.Checks;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints a line on a run's progress every few seconds, and at the first and last update that it is
 * told of.
 *
 * <pre>
 * oreo: 375 updates in 1 epoch, the policy moves from update 58 on
 * update 120/375  epoch 1  policy loss 0.1834  value loss 0.1871  9,312 tokens/s  1m 27s left
 * </pre>
 *
 * <p>Seconds are those of the updates themselves, without what other listeners take. Not
 * thread-safe; use one per run.
 */
public final class ProgressPrinter implements TrainingListener {
  private final Appendable out;
  private final double everySeconds;
  private double elapsed;
  private double secondsSincePrint;
  private long tokensSincePrint;
  private boolean hasValueLoss;
  private long updatesBefore;

  /**
   * Creates a printer.
   *
   * @param out where to print, such as {@code System.out}; flushed after each line where it can be,
   *     not closed
   * @param every the least time between lines; zero for a line per update
   */
  public ProgressPrinter(Appendable out, Duration every) {
    Checks.argument(!every.isNegative(), "every must not be negative, got %s", every);
    this.out = out;
    this.everySeconds = every.toNanos() / 1e9;
  }

  @Override
  public void started(TrainingPlan plan) {
    String frozen =
        plan.policyFrozenUpdates() == 0
            ? ""
            : ", the policy moves from update " + (plan.policyFrozenUpdates() + 1) + " on";
    updatesBefore = plan.updatesDone();
    print(
        "%s: %,d updates in %d epoch%s%s%s",
        plan.objective(),
        plan.totalUpdates(),
        plan.epochs(),
        plan.epochs() == 1 ? "" : "s",
        frozen,
        updatesBefore == 0 ? "" : ", going on after update " + updatesBefore);
  }

  @Override
  public void updated(UpdateReport report) {
    elapsed += report.seconds();
    secondsSincePrint += report.seconds();
    tokensSincePrint += report.tokens();
    hasValueLoss |= report.valueLearningRate() > 0;
    boolean last = report.update() == report.totalUpdates();
    long made = report.update() - updatesBefore;
    if (secondsSincePrint >= everySeconds || made == 1 || last) {
      double left = elapsed / made * (report.totalUpdates() - report.update());
      print(
          "update %d/%d  epoch %d  policy loss %.4f%s  %,.0f tokens/s  %s %s",
          report.update(),
          report.totalUpdates(),
          report.epoch(),
          report.policyLoss(),
          hasValueLoss ? String.format(Locale.ROOT, "  value loss %.4f", report.valueLoss()) : "",
          tokensSincePrint / Math.max(secondsSincePrint, 1e-9),
          duration(last ? elapsed : left),
          last ? (updatesBefore == 0 ? "in all" : "since update " + updatesBefore) : "left");
      secondsSincePrint = 0;
      tokensSincePrint = 0;
    }
  }

  @Override
  public void finished(TrainingSummary summary) {}

  /**
   * Returns a time for people.
   *
   * @param seconds at least 0
   * @return such as {@code 3h 05m}, {@code 2m 07s} or {@code 9s}
   */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%dh %02dm", whole / 3600, whole % 3600 / 60);
    }
    return whole >= 60
        ? String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60)
        : whole + "s";
  }

  private void print(String format, Object... args) {
    try {
      out.append(String.format(Locale.ROOT, format, args)).append(System.lineSeparator());
      if (out instanceof Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
