package dev.oreo.objective;

import dev.oreo.trajectory.Granularity;
import java.util.ArrayList;
import java.util.List;

/** The settings of {@link SoftBellmanObjective} that are off by default, each turned on. */
final class SoftBellmanVariants {
  private static final double CLIP = 1.5;
  private static final double HINGE = 0.7;

  private SoftBellmanVariants() {}

  /** Every form that a granularity has, with every weighting that it has. */
  static List<SoftBellmanObjective.Builder> formsAndWeightings(Granularity granularity) {
    List<SoftBellmanObjective.Builder> builders = new ArrayList<>();
    for (BellmanForm form : BellmanForm.values()) {
      for (ImportanceWeighting weighting : ImportanceWeighting.values()) {
        if (accepted(granularity, form, weighting)) {
          builders.add(
              SoftBellmanObjective.builder(granularity).form(form).importanceWeighting(weighting));
        }
      }
    }
    return builders;
  }

  /** The same, and everything else at once. */
  static List<SoftBellmanObjective> all(Granularity granularity) {
    List<SoftBellmanObjective> objectives = new ArrayList<>();
    for (SoftBellmanObjective.Builder builder : formsAndWeightings(granularity)) {
      objectives.add(builder.build());
      builder.clipLogRatio(CLIP).averagedPolicy(true).klTarget(0.1);
      builder.hingeCoefficient(granularity == Granularity.RESPONSE ? HINGE : 0);
      objectives.add(builder.build());
    }
    return objectives;
  }

  static boolean accepted(
      Granularity granularity, BellmanForm form, ImportanceWeighting weighting) {
    return switch (granularity) {
      case TOKEN -> true;
      case STEP -> weighting != ImportanceWeighting.PER_TRAJECTORY_TOKEN_MEAN;
      case RESPONSE -> form == BellmanForm.MULTI_STEP;
    };
  }
}
