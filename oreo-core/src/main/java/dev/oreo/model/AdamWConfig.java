package dev.oreo.model;

import dev.oreo.internal.Checks;

/**
 * AdamW with decoupled weight decay and clipping by the global norm.
 *
 * @param beta1 decay of the first moment, in [0, 1); the authors' code uses 0.9
 * @param beta2 decay of the second moment, in [0, 1); the authors' code uses 0.95
 * @param epsilon added to the root of the second moment, greater than 0
 * @param weightDecay at least 0; the authors' code uses 0
 * @param maxGradientNorm gradients are scaled by {@code min(1, maxGradientNorm / (norm + 1e-6))},
 *     norm over all parameters of the network; greater than 0, infinite for no clipping; the
 *     authors' code uses 1
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019</a>
 */
public record AdamWConfig(
    double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {

  /** The authors' settings: 0.9, 0.95, 1e-8, no decay, norm 1. */
  public static final AdamWConfig DEFAULT = new AdamWConfig(0.9, 0.95, 1e-8, 0, 1);

  /** Checks the ranges. {@inheritDoc} */
  public AdamWConfig {
    Checks.argument(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1), got %s", beta1);
    Checks.argument(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1), got %s", beta2);
    Checks.argument(
        epsilon > 0 && Double.isFinite(epsilon), "epsilon must be finite and > 0, got %s", epsilon);
    Checks.argument(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weightDecay must be finite and >= 0, got %s",
        weightDecay);
    Checks.argument(maxGradientNorm > 0, "maxGradientNorm must be > 0, got %s", maxGradientNorm);
  }
}
