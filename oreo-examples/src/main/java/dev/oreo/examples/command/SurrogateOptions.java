package dev.oreo.examples.command;

import dev.oreo.objective.AdvantageScaling;
import dev.oreo.objective.GeneralizedAdvantage;
import dev.oreo.objective.GrpoObjective;
import dev.oreo.objective.GrpoObjective.Reduction;
import dev.oreo.objective.PpoObjective;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the clipped-surrogate objectives, GRPO and PPO. */
final class SurrogateOptions {
  private static final double CLIP_RANGE = 0.2;
  private static final double GAE_LAMBDA = 0.95;
  private static final double KL_PENALTY = 0.01;

  @Option(
      names = "--reduction",
      paramLabel = "R",
      description =
          "grpo: mean over an answer's tokens, then over answers; dapo: over all "
              + "tokens; dr_grpo: sum over --max-length times answers (default: dapo).")
  private @Nullable Reduction reduction;

  @Option(
      names = "--clip-range",
      paramLabel = "E",
      description = "How far the probability ratio may leave 1 (default: 0.2).")
  private @Nullable Double clipRange;

  @Option(
      names = "--clip-range-high",
      paramLabel = "E",
      description = "The same upwards (default: as --clip-range).")
  private @Nullable Double clipRangeHigh;

  @Option(
      names = "--value-clip",
      paramLabel = "C",
      description = "How far V may leave its old value (default: 0.2).")
  private @Nullable Double valueClip;

  @Option(
      names = "--gae-lambda",
      paramLabel = "L",
      description = "Of generalised advantages (default: 0.95).")
  private @Nullable Double gaeLambda;

  @Option(
      names = "--kl-penalty",
      paramLabel = "K",
      description = "Weight of the log-ratio to the reference in the rewards (default: 0.01).")
  private @Nullable Double klPenalty;

  GrpoObjective grpo(StrengthOptions strength, int maxLength) {
    GrpoObjective.Builder builder =
        GrpoObjective.builder(reductionOrDefault()).lowerEpsilon(lower()).upperEpsilon(upper());
    if (strength.alpha() != null) {
      builder.klCoefficient(strength.alpha());
    }
    if (reductionOrDefault() == Reduction.DR_GRPO) {
      builder.maxLength(maxLength);
    }
    return builder.build();
  }

  /** Returns how a group's rewards become advantages: Dr. GRPO leaves out the deviation. */
  AdvantageScaling scaling() {
    return reductionOrDefault() == Reduction.DR_GRPO
        ? AdvantageScaling.NONE
        : AdvantageScaling.STANDARD_DEVIATION_BESSEL;
  }

  PpoObjective ppo() {
    return PpoObjective.builder(PpoObjective.Reduction.TRAJECTORY_MEAN)
        .lowerEpsilon(lower())
        .upperEpsilon(upper())
        .valueClip(valueClip == null ? CLIP_RANGE : valueClip)
        .build();
  }

  GeneralizedAdvantage advantage() {
    return new GeneralizedAdvantage(
        klPenalty == null ? KL_PENALTY : klPenalty, 1, gaeLambda == null ? GAE_LAMBDA : gaeLambda);
  }

  private Reduction reductionOrDefault() {
    return reduction == null ? Reduction.DAPO : reduction;
  }

  private double lower() {
    return clipRange == null ? CLIP_RANGE : clipRange;
  }

  private double upper() {
    return clipRangeHigh == null ? lower() : clipRangeHigh;
  }
}
