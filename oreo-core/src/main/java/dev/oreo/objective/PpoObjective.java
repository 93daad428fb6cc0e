package dev.oreo.objective;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * PPO: a clipped policy gradient on advantages that a value function estimates, from stored
 * log-probabilities and values of the networks that sampled the data.
 *
 * <p>At each action token, with {@code r = pi / pi_old} and G the value function's target,
 *
 * <pre>{@code
 * policy loss  -min(r A, clip(r, 1 - lowerEpsilon, 1 + upperEpsilon) A)
 * gradient     -A r      0 where A > 0 and r > 1 + upperEpsilon, or A < 0 and r < 1 - lowerEpsilon
 * value loss   1/2 max((V - G)^2, (clip(V, V_old - valueClip, V_old + valueClip) - G)^2)
 * gradient     V - G     0 where the second square is the larger one
 * }</pre>
 *
 * <p>A, G and V_old are the example's; {@link GeneralizedAdvantage} makes them. The divergence from
 * the reference is in the rewards there, so no reference is read here. {@link Reduction} says how
 * both losses average tokens.
 *
 * <p>With pi = pi_old the policy's gradient is {@code -A} times a token's weight, whatever the
 * loss's value says: watch rewards, not the loss.
 *
 * <p><b>Diagnostics</b>, as samples; "success" is a trajectory of total reward above 0, "failure"
 * any other:
 *
 * <ul>
 *   <li>{@code ratio}: r, one per action token
 *   <li>{@code clipped}: 1 where the clip ended the policy's gradient, else 0, one per action token
 *   <li>{@code advantage}: A, one per action token
 *   <li>{@code kl/old}: {@code r - 1 - log r}, an estimate of {@code KL(pi_old || pi)} on what
 *       pi_old sampled, mean per action token of one trajectory
 *   <li>{@code residual/success}, {@code residual/failure}: V - G, one per action token
 *   <li>{@code value/clipped}: 1 where the clip ended the value's gradient, else 0, one per action
 *       token
 *   <li>{@code value/first/success}, {@code value/first/failure}: V of the prompt
 *   <li>{@code value/last/success}, {@code value/last/failure}: V at the last action token
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0): one per
 *       trajectory
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for V and G. Differences from the paper:
 * no entropy bonus, as in the codes for language models; the value loss has no coefficient, as the
 * value function is a network of its own with its own learning rate (TRL has 0.1 before it).
 * Numerics: doubles; a ratio that overflows makes the losses not finite.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, Eq. 7</a>
 */
public final class PpoObjective implements Objective<ActorCriticTrajectory> {

  /** What a token's loss is divided by. */
  public enum Reduction {
    /**
     * The update's trajectories times the trajectory's action tokens: every trajectory weighs the
     * same. OpenRLHF.
     */
    TRAJECTORY_MEAN,
    /** The action tokens of the whole update: every token weighs the same. TRL. */
    TOKEN_MEAN
  }

  private final Reduction reduction;
  private final ClipRange range;
  private final OptionalDouble valueClip;

  private PpoObjective(Builder builder) {
    this.reduction = builder.reduction;
    this.range = builder.range;
    this.valueClip = builder.valueClip;
  }

  /**
   * Returns a builder.
   *
   * @param reduction how tokens are averaged
   * @return a builder: both epsilons and valueClip 0.2
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
   * Returns how far a value may move from the old one before its gradient can end.
   *
   * @return above 0; empty if values are not clipped
   */
  public OptionalDouble valueClip() {
    return valueClip;
  }

  @Override
  public String name() {
    return "ppo";
  }

  @Override
  public Set<Score> requiredScores() {
    return ImmutableSet.of(Score.LOG_PROB, Score.VALUE);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<ActorCriticTrajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double policyLoss = 0;
    double valueLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<ActorCriticTrajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      double weight = 1 / divisor(scores.trajectory(), batch.counts());
      ClippedSurrogate surrogate = ClippedSurrogate.of(scored.example().actor(), scores, range);
      ClippedValueLoss value = new ClippedValueLoss(scored.example(), scores, valueClip);
      policyLoss += weight * surrogate.sum();
      valueLoss += weight * value.sum();
      gradients.add(
          new TrajectoryGradients(
              scores.trajectory(),
              Map.of(
                  Score.LOG_PROB,
                  surrogate.gradient(weight),
                  Score.VALUE,
                  value.gradient(weight))));
      surrogate.addTo(diagnostics);
      value.addTo(diagnostics);
    }
    return new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics);
  }

  private double divisor(Trajectory trajectory, BatchCounts counts) {
    return switch (reduction) {
      case TRAJECTORY_MEAN -> (double) counts.trajectories() * trajectory.actionCount();
      case TOKEN_MEAN -> counts.actionTokens();
    };
  }

  /** Settings of a {@link PpoObjective}. Not thread-safe. */
  public static final class Builder {
    private final Reduction reduction;
    private ClipRange range = ClipRange.DEFAULT;
    private OptionalDouble valueClip = OptionalDouble.of(0.2);

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
     * @param upperEpsilon above 0, finite; 0.2 is the default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder upperEpsilon(double upperEpsilon) {
      range = range.withUpperEpsilon(upperEpsilon);
      return this;
    }

    /**
     * Sets how far a value may move from the old one before its gradient can end.
     *
     * @param valueClip above 0, finite, in units of reward; 0.2 is the default, as in OpenRLHF and
     *     TRL
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder valueClip(double valueClip) {
      Checks.argument(
          valueClip > 0 && Double.isFinite(valueClip),
          "valueClip must be finite and > 0, got %s",
          valueClip);
      this.valueClip = OptionalDouble.of(valueClip);
      return this;
    }

    /**
     * Leaves values unclipped: the value loss is half the squared error.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder unclippedValues() {
      this.valueClip = OptionalDouble.empty();
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     */
    public PpoObjective build() {
      return new PpoObjective(this);
    }
  }
}
