package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;

/**
 * One trajectory's terms of {@link SoftBellmanObjective}'s losses, without the regulariser, and
 * their derivatives.
 */
final class SoftBellmanTerms {
  private static final double POSITIVE_REWARD = 1;

  private final SoftBellmanSettings settings;
  private final BatchCounts counts;
  private final TrajectoryScores scores;
  private final Trajectory trajectory;
  private final boolean[] policyStates;
  private final boolean[] valueStates;
  private final BellmanResiduals live;
  private final BellmanResiduals squared;
  private final BellmanResiduals target;
  private final double importance;

  SoftBellmanTerms(SoftBellmanSettings settings, TrajectoryScores scores, BatchCounts counts) {
    this.settings = settings;
    this.counts = counts;
    this.scores = scores;
    this.trajectory = scores.trajectory();
    this.policyStates = trajectory.stateMask(settings.granularity());
    this.valueStates = trajectory.stateMask(settings.valueGranularity());
    this.live = BellmanResiduals.of(scores, settings.beta());
    this.squared = settings.form().squared(live, policyStates);
    this.target =
        settings.averagedPolicy() || settings.clips()
            ? BellmanResiduals.of(
                scores, settings.targetLogProb(), settings.beta(), settings.clipLogRatio())
            : live;
    this.importance = ImportanceWeighting.weight(target.logRatioToGo(firstPosition()));
  }

  double valueLoss() {
    return valueShare() * target.meanSquare(valueStates);
  }

  double[] gradientByValue() {
    return target.gradientByValue(valueStates, valueShare());
  }

  /** The policy's Bellman term. */
  double policyLoss() {
    return policyShare() * squared.meanSquare(policyStates);
  }

  /** The derivative of {@link #policyLoss} and {@link #hingeLoss}. */
  double[] gradientByLogProb() {
    double[] gradient =
        settings.form().gradient(squared, policyStates, settings.beta(), policyShare());
    if (hasHinge() && hinge() > 0) {
      double slope = -settings.hingeCoefficient() / counts.trajectories();
      boolean[] actions = trajectory.actionMask();
      for (int q = 0; q < gradient.length; q++) {
        gradient[q] += actions[q] ? slope : 0;
      }
    }
    return gradient;
  }

  /** 0 where there is no hinge. */
  double hingeLoss() {
    return hasHinge() ? settings.hingeCoefficient() * hinge() / counts.trajectories() : 0;
  }

  /** Whether the hinge looks at this trajectory. */
  private boolean hasHinge() {
    return settings.hingeCoefficient() > 0 && trajectory.reward() == POSITIVE_REWARD;
  }

  /** How far the trajectory's log-likelihood has fallen below the reference's. */
  private double hinge() {
    return Math.max(0, -live.logRatioToGo(firstPosition()));
  }

  /** Adds the samples of the value loss's states. */
  void addStates(SoftBellmanDiagnostics samples) {
    samples.addStates(scores, target::at, valueStates, target.logRatioToGo(firstPosition()));
  }

  /** Adds the samples of the variants that are in use. */
  void addVariants(Diagnostics diagnostics) {
    for (int p = 0; settings.clips() && p < valueStates.length; p++) {
      if (valueStates[p]) {
        boolean clipped = Math.abs(target.logRatioToGo(p)) > settings.clipLogRatio();
        diagnostics.add("clipped", clipped ? 1 : 0);
      }
    }
    if (settings.importanceWeighting() != ImportanceWeighting.NONE) {
      diagnostics.add("importanceWeight", importance);
    }
    if (hasHinge()) {
      diagnostics.add("hinge", hinge());
    }
  }

  private double valueShare() {
    return share(settings.importanceWeighting());
  }

  private double policyShare() {
    return share(settings.policyWeighting());
  }

  /* Where states are counted over the update, both losses have one per action token. */
  private double share(ImportanceWeighting weighting) {
    return weighting.share(importance, trajectory.actionCount(), counts);
  }

  private int firstPosition() {
    return trajectory.steps().get(0).firstPosition();
  }
}
