package dev.oreo.objective;

import dev.oreo.internal.Checks;

/** How far the ratio {@code r = pi / pi_old} of an action may move before its gradient ends. */
record ClipRange(double lowerEpsilon, double upperEpsilon) {
  static final ClipRange DEFAULT = new ClipRange(0.2, 0.2);

  ClipRange {
    Checks.argument(
        lowerEpsilon > 0 && lowerEpsilon <= 1,
        "lowerEpsilon must be in (0, 1], got %s",
        lowerEpsilon);
    Checks.argument(
        upperEpsilon > 0 && Double.isFinite(upperEpsilon),
        "upperEpsilon must be finite and > 0, got %s",
        upperEpsilon);
  }

  ClipRange withLowerEpsilon(double epsilon) {
    return new ClipRange(epsilon, upperEpsilon);
  }

  ClipRange withUpperEpsilon(double epsilon) {
    return new ClipRange(lowerEpsilon, epsilon);
  }

  /** {@code -min(r A, clip(r) A)}. */
  double loss(double ratio, double advantage) {
    double clipped = Math.min(Math.max(ratio, 1 - lowerEpsilon), 1 + upperEpsilon);
    return -Math.min(ratio * advantage, clipped * advantage);
  }

  /** Whether the action has already moved far enough in the direction its advantage asks for. */
  boolean clips(double ratio, double advantage) {
    return (advantage > 0 && ratio > 1 + upperEpsilon)
        || (advantage < 0 && ratio < 1 - lowerEpsilon);
  }
}
