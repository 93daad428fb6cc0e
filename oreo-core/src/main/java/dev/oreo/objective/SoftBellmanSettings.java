package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Granularity;

/**
 * What a {@link SoftBellmanObjective} was built with, but for its regulariser.
 *
 * @param clipLogRatio infinite for no clipping
 */
record SoftBellmanSettings(
    Granularity granularity,
    double beta,
    BellmanForm form,
    ImportanceWeighting importanceWeighting,
    double clipLogRatio,
    double hingeCoefficient,
    boolean averagedPolicy) {

  /** Rejects settings that contradict each other. */
  SoftBellmanSettings {
    Checks.argument(
        form.supports(granularity),
        "form must be MULTI_STEP at granularity RESPONSE, got %s",
        form);
    Checks.argument(
        importanceWeighting != ImportanceWeighting.PER_TRAJECTORY_TOKEN_MEAN
            || granularity != Granularity.STEP,
        "importanceWeighting must be NONE or PER_TRAJECTORY at granularity STEP, as the number"
            + " of an update's steps is not known, got %s",
        importanceWeighting);
    Checks.argument(
        hingeCoefficient == 0 || granularity == Granularity.RESPONSE,
        "hingeCoefficient must be 0 unless granularity is RESPONSE, got %s and %s",
        hingeCoefficient,
        granularity);
  }

  /** Whose states the value loss reads. */
  Granularity valueGranularity() {
    return granularity == Granularity.STEP ? Granularity.STEP : Granularity.TOKEN;
  }

  /** Whose log-ratios stand in the value loss, the importance weights and the watched KL. */
  Score targetLogProb() {
    return averagedPolicy ? Score.AVERAGED_LOG_PROB : Score.LOG_PROB;
  }

  /** The regulariser's weight in the paper. */
  double papersKlCoefficient() {
    return switch (granularity) {
      case TOKEN -> 0.01;
      case STEP -> 0.1;
      case RESPONSE -> 0.3;
    };
  }

  boolean clips() {
    return clipLogRatio < Double.POSITIVE_INFINITY;
  }

  /** How the policy loss weighs trajectories. */
  ImportanceWeighting policyWeighting() {
    boolean weighted = granularity != Granularity.RESPONSE && form != BellmanForm.ONE_STEP;
    return weighted ? importanceWeighting : ImportanceWeighting.NONE;
  }

  /** The number, if it is one that the setting may have. */
  static double positive(String name, double value) {
    Checks.argument(
        value > 0 && Double.isFinite(value), "%s must be finite and > 0, got %s", name, value);
    return value;
  }

  /** The number, if it is one that the setting may have. */
  static double notNegative(String name, double value) {
    Checks.argument(
        value >= 0 && Double.isFinite(value), "%s must be finite and >= 0, got %s", name, value);
    return value;
  }
}
