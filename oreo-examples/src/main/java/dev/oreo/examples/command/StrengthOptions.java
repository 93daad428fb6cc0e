package dev.oreo.examples.command;

import dev.oreo.objective.KlEstimator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How strongly, and how, a policy is held to the reference: shared by many objectives. */
final class StrengthOptions {
  /** What {@code --kl} calls the estimators. */
  enum KlName {
    REVERSE(KlEstimator.EXACT_REVERSE),
    FORWARD(KlEstimator.EXACT_FORWARD),
    K3(KlEstimator.K3);

    private final KlEstimator estimator;

    KlName(KlEstimator estimator) {
      this.estimator = estimator;
    }
  }

  @Option(
      names = "--beta",
      paramLabel = "B",
      description =
          "Strength of the KL term (default: oreo, dqo, pcl, shiq 0.03; tbrm "
              + "0.002; dpo, ipo, kto 0.1; rebel, copg 1).")
  private @Nullable Double beta;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description =
          "Weight of the KL regulariser of the policy loss (default: oreo 0.01 at "
              + "token, 0.1 at step, 0.3 at response level; others 0).")
  private @Nullable Double alpha;

  @Option(
      names = "--kl",
      paramLabel = "KL",
      description =
          "The regulariser: reverse or forward over the whole vocabulary, or k3 "
              + "on the data's tokens (default: reverse).")
  private @Nullable KlName kl;

  double betaOr(double absent) {
    return beta == null ? absent : beta;
  }

  @Nullable Double alpha() {
    return alpha;
  }

  KlEstimator klEstimator() {
    return (kl == null ? KlName.REVERSE : kl).estimator;
  }
}
