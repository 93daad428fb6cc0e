package dev.oreo.objective;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Path consistency learning (PCL), relative to a reference policy: the soft Bellman equation must
 * hold between both ends of every window of d tokens. With a trust coefficient, Trust-PCL.
 *
 * <p>Over the M action tokens of a trajectory, end to end (observations are skipped), with r a
 * step's reward at the step's last token and 0 elsewhere, and V = 0 after the last token:
 *
 * <pre>{@code
 * rho_i = r_i - beta (log pi - log pi_ref) - trustCoefficient (log pi - log pi_old)
 * C_i   = -V_i + V_{i+d} + sum_{j<d} rho_{i+j}
 * both losses  (1/B) sum_b (1/M_b) sum_i C_i^2 / 2
 * }</pre>
 *
 * <p>A window begins at every action token; one that would pass the last token ends there. Nothing
 * is held constant: the policy's gradient reaches every token of a window, {@code -(beta +
 * trustCoefficient) / (B M)} times the sum of C over the windows that hold the token, and the value
 * function's reaches both ends, {@code (C_{i-d} - C_i) / (B M)}. So the two losses are the same
 * number, the objective of one joint minimisation, and {@link ObjectiveResult} holds it twice.
 *
 * <p>C of d tokens is the sum of d one-step residuals. With the whole rest of the trajectory as the
 * window it is OREO's residual with the opposite sign.
 *
 * <p>pi_old is the running average of the policy's weights that {@link Score#AVERAGED_LOG_PROB}
 * scores. It trails the policy and keeps it near; at a standstill it is the policy, the term
 * vanishes, and the solution is that of PCL.
 *
 * <p><b>Diagnostics</b>: those of {@link SoftBellmanObjective} at token level, where {@code
 * residual/...} is C of the window that begins there and {@code policyLoss/bellman} the half mean
 * square of one trajectory; and with a trust coefficient {@code trustLogRatio}, the mean of {@code
 * log pi - log pi_old} per action token, one per trajectory.
 *
 * <p><b>Differences from the papers and the authors' code</b>
 *
 * <ul>
 *   <li>Entropy becomes divergence from a reference: tau log pi is beta log pi/pi_ref. The authors'
 *       tau is 0.1; the default here is OREO's 0.03, as both solve the same problem.
 *   <li>Rewards are undiscounted.
 *   <li>Squares are averaged over a trajectory's windows, then over trajectories; the authors sum.
 *   <li>The authors weigh the critic's loss by 0.1 in one optimiser with the policy. Here the value
 *       function has an optimiser and a learning rate of its own, so its loss has no weight.
 *   <li>The authors also begin windows before the first state, where they repeat its value, and can
 *       clip C and take V_{i+d} from a lagged network. Not here.
 *   <li>pi_old averages weights once per update of the policy, as the trainer is configured.
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for V and the coefficients. Numerics:
 * doubles; a score that is not finite makes the losses not finite.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/1702.08892">Nachum et al. 2017, Bridging the Gap Between
 *     Value and Policy Based Reinforcement Learning</a>
 * @see <a href="https://arxiv.org/abs/1707.01891">Nachum et al. 2017, Trust-PCL</a>
 */
public final class PathConsistencyObjective implements Objective<Trajectory> {
  /** Measures the divergence that diagnostics show; no part of the loss. */
  private final double beta;

  private final OptionalInt window;
  private final double trustCoefficient;

  private PathConsistencyObjective(Builder builder) {
    this.beta = builder.beta;
    this.window = builder.window;
    this.trustCoefficient = builder.trustCoefficient;
  }

  /**
   * Returns a builder.
   *
   * @return a builder: beta 0.03, windows of 10 tokens, no trust term
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the KL strength of the problem being solved.
   *
   * @return above 0, in units of reward per nat
   */
  public double beta() {
    return beta;
  }

  /**
   * Returns the number of tokens in a window.
   *
   * @return at least 1; empty if windows reach to the trajectory's end
   */
  public OptionalInt window() {
    return window;
  }

  /**
   * Returns the weight of the log-ratio to the policy's running average.
   *
   * @return 0 for plain PCL
   */
  public double trustCoefficient() {
    return trustCoefficient;
  }

  @Override
  public String name() {
    return "pcl";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Log-probabilities of both policies and values; those of the average only if they are used.
   */
  @Override
  public Set<Score> requiredScores() {
    ImmutableSet.Builder<Score> scores = ImmutableSet.builder();
    scores.add(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
    if (trustCoefficient > 0) {
      scores.add(Score.AVERAGED_LOG_PROB);
    }
    return scores.build();
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double share = 1.0 / batch.counts().trajectories();
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    SoftBellmanDiagnostics samples = new SoftBellmanDiagnostics(diagnostics, beta);
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      PathConsistencyResiduals residuals =
          PathConsistencyResiduals.of(scores, penalties(scores), window);
      double halfMeanSquare = residuals.halfMeanSquare();
      loss += halfMeanSquare * share;
      Map<Score, double[]> byScore =
          Map.of(
              Score.VALUE, residuals.gradientByValue(share),
              Score.LOG_PROB, residuals.gradientByReward(-(beta + trustCoefficient) * share));
      gradients.add(new TrajectoryGradients(trajectory, byScore));
      samples.addTokens(scores, residuals.residuals());
      samples.addTrajectory(trajectory, halfMeanSquare, LogRatios.meanK3(scores, Score.LOG_PROB));
      if (trustCoefficient > 0) {
        diagnostics.add(
            "trustLogRatio",
            Arrays.stream(trustLogRatios(scores)).sum() / trajectory.actionCount());
      }
    }
    return new ObjectiveResult(loss, loss, gradients, diagnostics);
  }

  /** Per position what rho takes from the reward. */
  private double[] penalties(TrajectoryScores scores) {
    double[] penalties = LogRatios.of(scores);
    Arrays.setAll(penalties, p -> beta * penalties[p]);
    if (trustCoefficient > 0) {
      double[] trust = trustLogRatios(scores);
      Arrays.setAll(penalties, p -> penalties[p] + trustCoefficient * trust[p]);
    }
    return penalties;
  }

  private static double[] trustLogRatios(TrajectoryScores scores) {
    return LogRatios.of(scores, Score.LOG_PROB, Score.AVERAGED_LOG_PROB);
  }

  /** Settings of a {@link PathConsistencyObjective}. Not thread-safe. */
  public static final class Builder {
    private double beta = 0.03;
    private OptionalInt window = OptionalInt.of(10);
    private double trustCoefficient;

    private Builder() {}

    /**
     * Sets the KL strength of the problem.
     *
     * @param beta above 0, finite; 0.03 by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder beta(double beta) {
      Checks.argument(
          beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
      this.beta = beta;
      return this;
    }

    /**
     * Sets the number of tokens in a window.
     *
     * @param tokens at least 1; 10, the authors', by default
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    @CanIgnoreReturnValue
    public Builder window(int tokens) {
      Checks.argument(tokens >= 1, "window must be >= 1, got %d", tokens);
      this.window = OptionalInt.of(tokens);
      return this;
    }

    /**
     * Lets every window reach to the end of its trajectory, where the value is 0.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder wholeSuffix() {
      this.window = OptionalInt.empty();
      return this;
    }

    /**
     * Sets the weight of the log-ratio to the policy's running average, lambda of Trust-PCL.
     *
     * @param trustCoefficient at least 0, finite; 0, the default, for plain PCL
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder trustCoefficient(double trustCoefficient) {
      Checks.argument(
          trustCoefficient >= 0 && Double.isFinite(trustCoefficient),
          "trustCoefficient must be finite and >= 0, got %s",
          trustCoefficient);
      this.trustCoefficient = trustCoefficient;
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     */
    public PathConsistencyObjective build() {
      return new PathConsistencyObjective(this);
    }
  }
}
