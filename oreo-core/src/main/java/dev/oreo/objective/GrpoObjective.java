package dev.oreo.objective;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * GRPO, with DAPO's and Dr. GRPO's reductions: a clipped policy gradient on advantages that compare
 * answers to one prompt with each other, from stored log-probabilities of the policy that sampled
 * them. There is no value function and no value loss.
 *
 * <p>At each action token, with {@code r = pi / pi_old} and d = log pi - log pi_ref,
 *
 * <pre>{@code
 * loss      -min(r A, clip(r, 1 - lowerEpsilon, 1 + upperEpsilon) A)
 *           + klCoefficient * (exp(-d) + d - 1)
 * gradient  -A r + klCoefficient * (1 - exp(-d))      without -A r where A > 0 and
 *           r > 1 + upperEpsilon, or A < 0 and r < 1 - lowerEpsilon
 * }</pre>
 *
 * <p>A is the example's; {@link GroupAdvantages} makes it. Groups need not stay together in a
 * batch, as the advantages are known before it. {@link Reduction} says how tokens are averaged; the
 * penalty is averaged as the rest.
 *
 * <p>With pi = pi_old the policy's gradient is {@code -A} times a token's weight, whatever the
 * loss's value says: watch rewards, not the loss.
 *
 * <p><b>Diagnostics</b>, as samples:
 *
 * <ul>
 *   <li>{@code ratio}: r, one per action token
 *   <li>{@code clipped}: 1 where the clip ended the gradient, else 0, one per action token
 *   <li>{@code advantage}: A, one per action token
 *   <li>{@code kl}: k3 against the reference, mean per action token of one trajectory; absent if
 *       klCoefficient is 0
 *   <li>{@code kl/old}: {@code r - 1 - log r}, an estimate of {@code KL(pi_old || pi)} on what
 *       pi_old sampled, mean per action token of one trajectory
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0): one per
 *       trajectory
 * </ul>
 *
 * <p>Units: nats for log-probabilities. Differences from the paper: two epsilons, as in DAPO, equal
 * unless set apart; the penalty is off unless set, as in TRL, where the paper has 0.04; truncated
 * answers count as any other. DAPO's other parts (dynamic sampling, overlong reward shaping) belong
 * to the sampling. Numerics: doubles; a ratio that overflows makes the losses not finite.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">Shao et al. 2024: GRPO</a>
 * @see <a href="https://arxiv.org/abs/2503.14476">Yu et al. 2025: DAPO</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Liu et al. 2025: Dr. GRPO</a>
 */
public final class GrpoObjective implements Objective<AdvantageTrajectory> {

  /** What a token's loss is divided by. B is the number of trajectories of the whole update. */
  public enum Reduction {
    /** B times the trajectory's action tokens: every trajectory weighs the same. */
    GRPO,
    /** The action tokens of the whole update: every token weighs the same. */
    DAPO,
    /**
     * B times {@link Builder#maxLength}: every token weighs the same, whatever the update's length.
     */
    DR_GRPO
  }

  private final Reduction reduction;
  private final ClipRange range;
  private final double klCoefficient;
  private final OptionalInt maxLength;

  private GrpoObjective(Builder builder) {
    this.reduction = builder.reduction;
    this.range = builder.range;
    this.klCoefficient = builder.klCoefficient;
    this.maxLength = builder.maxLength;
    Checks.argument(
        maxLength.isPresent() == (reduction == Reduction.DR_GRPO),
        "maxLength must be set for DR_GRPO and for no other reduction, got %s for %s",
        maxLength.isPresent() ? maxLength.getAsInt() : "none",
        reduction);
  }

  /**
   * Returns a builder.
   *
   * @param reduction how tokens are averaged
   * @return a builder: both epsilons 0.2, no KL penalty; DR_GRPO needs a maxLength
   */
  public static Builder builder(Reduction reduction) {
    return new Builder(reduction);
  }

  /**
   * Returns how tokens are averaged.
   *
   * @return the builder's
   */
  public Reduction reduction() {
    return reduction;
  }

  /**
   * Returns how far below 1 a ratio of negative advantage has a gradient.
   *
   * @return in (0, 1]
   */
  public double lowerEpsilon() {
    return range.lowerEpsilon();
  }

  /**
   * Returns how far above 1 a ratio of positive advantage has a gradient.
   *
   * @return above 0
   */
  public double upperEpsilon() {
    return range.upperEpsilon();
  }

  /**
   * Returns the weight of the divergence from the reference.
   *
   * @return 0 for none
   */
  public double klCoefficient() {
    return klCoefficient;
  }

  /**
   * Returns what DR_GRPO divides a trajectory by.
   *
   * @return at least 1; empty for other reductions
   */
  public OptionalInt maxLength() {
    return maxLength;
  }

  @Override
  public String name() {
    return "grpo";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The policy's log-probabilities; the reference's only with a KL penalty.
   */
  @Override
  public Set<Score> requiredScores() {
    return klCoefficient > 0
        ? ImmutableSet.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB)
        : ImmutableSet.of(Score.LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<AdvantageTrajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<AdvantageTrajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      double weight = 1 / divisor(trajectory, batch.counts());
      ClippedSurrogate surrogate = ClippedSurrogate.of(scored.example(), scores, range);
      double[] gradient = surrogate.gradient(weight);
      loss += weight * surrogate.sum();
      if (klCoefficient > 0) {
        double kl = addPenalty(scores, klCoefficient * weight, gradient);
        loss += klCoefficient * weight * kl;
        diagnostics.add("kl", kl / trajectory.actionCount());
      }
      surrogate.addTo(diagnostics);
      gradients.add(new TrajectoryGradients(trajectory, Map.of(Score.LOG_PROB, gradient)));
    }
    return new ObjectiveResult(loss, 0, gradients, diagnostics);
  }

  private double divisor(Trajectory trajectory, BatchCounts counts) {
    return switch (reduction) {
      case GRPO -> (double) counts.trajectories() * trajectory.actionCount();
      case DAPO -> counts.actionTokens();
      case DR_GRPO -> (double) counts.trajectories() * maxLength.orElseThrow();
    };
  }

  /** Adds the penalty's derivative to a gradient and returns the divergence summed over tokens. */
  private static double addPenalty(TrajectoryScores scores, double weight, double[] gradient) {
    double[] logRatios = LogRatios.of(scores);
    double sum = 0;
    for (int p = 0; p < logRatios.length; p++) {
      sum += KlDivergence.k3(logRatios[p]);
      gradient[p] += weight * KlDivergence.k3Derivative(logRatios[p]);
    }
    return sum;
  }

  /** Settings of a {@link GrpoObjective}. Not thread-safe. */
  public static final class Builder {
    private final Reduction reduction;
    private ClipRange range = ClipRange.DEFAULT;
    private double klCoefficient;
    private OptionalInt maxLength = OptionalInt.empty();

    private Builder(Reduction reduction) {
      this.reduction = reduction;
    }

    /**
     * Sets how far below 1 a ratio of negative advantage has a gradient.
     *
     * @param lowerEpsilon in (0, 1]; 0.2 is the default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder lowerEpsilon(double lowerEpsilon) {
      range = range.withLowerEpsilon(lowerEpsilon);
      return this;
    }

    /**
     * Sets how far above 1 a ratio of positive advantage has a gradient.
     *
     * @param upperEpsilon above 0, finite; 0.2 is the default, DAPO uses 0.28
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder upperEpsilon(double upperEpsilon) {
      range = range.withUpperEpsilon(upperEpsilon);
      return this;
    }

    /**
     * Sets the weight of the divergence from the reference, by k3 on each action token.
     *
     * @param klCoefficient at least 0, finite; 0 for none (the default), which needs no reference;
     *     the paper uses 0.04
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder klCoefficient(double klCoefficient) {
      Checks.argument(
          klCoefficient >= 0 && Double.isFinite(klCoefficient),
          "klCoefficient must be finite and >= 0, got %s",
          klCoefficient);
      this.klCoefficient = klCoefficient;
      return this;
    }

    /**
     * Sets what DR_GRPO divides a trajectory by. It only scales the loss, so longer trajectories
     * are no error.
     *
     * @param maxLength at least 1; most tokens that sampling was allowed, as in the paper
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder maxLength(int maxLength) {
      Checks.argument(maxLength >= 1, "maxLength must be >= 1, got %d", maxLength);
      this.maxLength = OptionalInt.of(maxLength);
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     * @throws IllegalArgumentException if DR_GRPO has no maxLength, or another reduction has one
     */
    public GrpoObjective build() {
      return new GrpoObjective(this);
    }
  }
}
