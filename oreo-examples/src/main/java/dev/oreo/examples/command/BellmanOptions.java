package dev.oreo.examples.command;

import dev.oreo.objective.AStarPoObjective;
import dev.oreo.objective.BellmanForm;
import dev.oreo.objective.DqoObjective;
import dev.oreo.objective.DroPObjective;
import dev.oreo.objective.DroVObjective;
import dev.oreo.objective.ImportanceWeighting;
import dev.oreo.objective.OptimalValueEstimate;
import dev.oreo.objective.PathConsistencyObjective;
import dev.oreo.objective.ShiqObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TbrmObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.StepSegmenter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the objectives of the soft Bellman family. */
final class BellmanOptions {
  @Option(
      names = "--granularity",
      paramLabel = "G",
      description = "What one action is: token, step, response (default: token).")
  private @Nullable Granularity granularity;

  @Option(
      names = "--steps",
      paramLabel = "HOW",
      description =
          "Where steps end, with --granularity step: whole, newline, sentence "
              + "(default: newline).")
  private @Nullable StepSegmenter steps;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description =
          "The policy loss's residual: multi_step, one_step, full_suffix "
              + "(default: multi_step).")
  private @Nullable BellmanForm form;

  @Option(
      names = "--importance",
      paramLabel = "HOW",
      description =
          "Importance weights: none, per_trajectory, per_trajectory_token_mean "
              + "(default: none).")
  private @Nullable ImportanceWeighting importance;

  @Option(
      names = "--clip-log-ratio",
      paramLabel = "C",
      description = "Largest size of a log-ratio to go in the value loss (default: none).")
  private @Nullable Double clipLogRatio;

  @Option(
      names = "--hinge",
      paramLabel = "H",
      description =
          "Weight of the hinge that keeps rewarded answers as likely as under the "
              + "reference, at response level (default: 0).")
  private @Nullable Double hinge;

  @Option(
      names = "--averaged-policy",
      description = "Take the value loss's log-ratios from a running average of the policy.")
  private boolean averagedPolicy;

  @Option(
      names = "--kl-target",
      paramLabel = "K",
      description =
          "Divergence per token that an adaptive regulariser steers to, instead " + "of --alpha.")
  private @Nullable Double klTarget;

  @Option(
      names = "--lambda",
      paramLabel = "L",
      description = "Of lambda-returns, 0 to 1 (default: 1).")
  private @Nullable Double lambda;

  @Option(names = "--no-importance", description = "Leave out the importance weights.")
  private boolean noImportance;

  @Option(
      names = "--full-gradient",
      description = "Let the policy's gradient through all later tokens.")
  private boolean fullGradient;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Tokens of a consistency window; 0 for the whole suffix (default: 10).")
  private @Nullable Integer window;

  @Option(
      names = "--trust",
      paramLabel = "T",
      description = "Weight of the log-ratio to a running average of the policy (default: 0).")
  private @Nullable Double trust;

  @Option(names = "--tau", paramLabel = "T", description = "Strength of the KL term (default: 1).")
  private @Nullable Double tau;

  @Option(names = "--sum", description = "Sum a response's squares instead of averaging them.")
  private boolean sum;

  @Option(
      names = "--beta1",
      paramLabel = "B",
      description = "Temperature of the optimal value's estimate (default: 0.5).")
  private @Nullable Double beta1;

  @Option(
      names = "--beta2",
      paramLabel = "B",
      description = "Strength of the KL term (default: 0.001).")
  private @Nullable Double beta2;

  /** Returns how responses are cut into steps. */
  StepSegmenter segmenter() {
    return granularityOrDefault() == Granularity.STEP
        ? steps == null ? StepSegmenter.NEWLINE : steps
        : StepSegmenter.WHOLE;
  }

  Granularity granularityOrDefault() {
    return granularity == null ? Granularity.TOKEN : granularity;
  }

  /** Returns whether something reads a running average of the policy. */
  boolean averages() {
    return averagedPolicy || (trust != null && trust > 0);
  }

  SoftBellmanObjective oreo(StrengthOptions strength) {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(granularityOrDefault())
            .klEstimator(strength.klEstimator())
            .averagedPolicy(averagedPolicy);
    builder.beta(strength.betaOr(builder.build().beta()));
    if (strength.alpha() != null) {
      builder.klCoefficient(strength.alpha());
    }
    if (form != null) {
      builder.form(form);
    }
    if (importance != null) {
      builder.importanceWeighting(importance);
    }
    if (clipLogRatio != null) {
      builder.clipLogRatio(clipLogRatio);
    }
    if (hinge != null) {
      builder.hingeCoefficient(hinge);
    }
    if (klTarget != null) {
      builder.klTarget(klTarget);
    }
    return builder.build();
  }

  DqoObjective dqo(StrengthOptions strength) {
    DqoObjective.Builder builder =
        DqoObjective.builder()
            .importanceWeight(!noImportance)
            .fullGradient(fullGradient)
            .klEstimator(strength.klEstimator());
    DqoObjective defaults = builder.build();
    return builder
        .beta(strength.betaOr(defaults.beta()))
        .lambda(lambda == null ? defaults.lambda() : lambda)
        .klCoefficient(strength.alpha() == null ? defaults.klCoefficient() : strength.alpha())
        .build();
  }

  PathConsistencyObjective pcl(StrengthOptions strength) {
    PathConsistencyObjective.Builder builder = PathConsistencyObjective.builder();
    PathConsistencyObjective defaults = builder.build();
    builder
        .beta(strength.betaOr(defaults.beta()))
        .trustCoefficient(trust == null ? defaults.trustCoefficient() : trust);
    if (window != null && window == 0) {
      builder.wholeSuffix();
    } else if (window != null) {
      builder.window(window);
    }
    return builder.build();
  }

  DroVObjective dro() {
    return new DroVObjective(tau == null ? DroVObjective.DEFAULT_TAU : tau);
  }

  DroPObjective droP() {
    return new DroPObjective(tau == null ? DroPObjective.DEFAULT_TAU : tau);
  }

  TbrmObjective tbrm(StrengthOptions strength) {
    return new TbrmObjective(strength.betaOr(TbrmObjective.DEFAULT_BETA));
  }

  ShiqObjective shiq(StrengthOptions strength) {
    return new ShiqObjective(
        strength.betaOr(ShiqObjective.DEFAULT_BETA),
        sum ? ShiqObjective.Reduction.SUM : ShiqObjective.Reduction.MEAN);
  }

  double beta1() {
    return beta1 == null ? OptimalValueEstimate.DEFAULT_BETA1 : beta1;
  }

  AStarPoObjective astarpo() {
    return new AStarPoObjective(beta2 == null ? AStarPoObjective.DEFAULT_BETA2 : beta2);
  }
}
