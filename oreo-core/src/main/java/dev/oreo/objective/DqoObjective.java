package dev.oreo.objective;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DQO: the policy is read as a Q-function, {@code Q(s, a) = V(s) + beta log pi/pi_ref}, and both
 * are regressed on lambda-returns, with rewards of single steps where the data have them.
 *
 * <p>Over the M action tokens h of a trajectory, end to end (observations are skipped), with {@code
 * d_h = log pi - log pi_ref}, r_h a step's reward at the step's last token and 0 elsewhere, and
 * {@code rho_h = r_h - beta d_h}:
 *
 * <pre>{@code
 * G_h = rho_h + (1 - lambda) V_{h+1} + lambda G_{h+1}     V = G = 0 after the last token
 * value loss   (1/B) sum_b w_b (1/M_b) sum_h (V_h - G_h)^2           G held constant (Eq. 4.6)
 * policy loss  (1/B) sum_b w_b (1/M_b) sum_h (V_h + beta d_h - r_h - G_{h+1})^2
 *                                                      V and G held constant (Eq. 4.7)
 * w_b          min(e, exp(sum_h d_h)), held constant; 1 if switched off
 * regulariser  klCoefficient * (1/B) sum_b (1/M_b) sum_h KL_h, part of the policy loss
 * }</pre>
 *
 * <p>Lambda 1 sums the recorded rewards to the end: without weight, both residuals are then OREO's
 * and both losses those of {@link SoftBellmanObjective} at token level. Lambda 0 looks one token
 * ahead for the value and two for the policy, whose target r_h + G_{h+1} holds the next token's
 * log-ratio at any lambda.
 *
 * <p><b>Full gradient.</b> With {@link Builder#fullGradient} the policy loss, whose value stays as
 * it is, is differentiated through G as well: with e_h the residual at h, the derivative by d_q is
 *
 * <pre>{@code (2 beta w / M) (e_q + sum_{h<q} lambda^(q-h-1) e_h)}</pre>
 *
 * <p>which at lambda 1 is that of OREO without stop-gradient: every token moves with all residuals
 * up to its own. V and w stay constants.
 *
 * <p><b>Diagnostics</b>: those of {@link SoftBellmanObjective} at token level, where {@code
 * residual/...} is V - G; {@code policyLoss/bellman} holds w; and {@code importanceWeight}, w, one
 * per trajectory.
 *
 * <p><b>Where the source leaves something open</b>
 *
 * <ul>
 *   <li>Whether Eq. 4.7 is differentiated through G: by default not, as in soft actor-critic, its
 *       origin; OREO's appendix reads it as the full gradient.
 *   <li>The reduction: mean over a trajectory's tokens, then over trajectories, as in OREO.
 *   <li>The weight is pi over the policy that sampled the data. That one's log-probabilities are
 *       not recorded; the reference stands for it, which is exact where the reference sampled them.
 *   <li>beta 0.03 and lambda 1 are what others report as the paper's; the paper found lambda 0.95
 *       to do worse.
 *   <li>The regulariser is OREO's, with coefficient 0 unless set, and not weighted by w.
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for V and beta. Numerics: doubles; the
 * weight cannot overflow; a score that is not finite makes the losses not finite. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2410.09302">Ji et al. 2024, Eq. 4.6 and 4.7</a>
 */
public final class DqoObjective implements Objective<Trajectory> {
  private final double beta;
  private final double lambda;
  private final boolean importanceWeight;
  private final boolean fullGradient;
  private final KlRegularizer regularizer;

  private DqoObjective(Builder builder) {
    this.beta = builder.beta;
    this.lambda = builder.lambda;
    this.importanceWeight = builder.importanceWeight;
    this.fullGradient = builder.fullGradient;
    this.regularizer = new KlRegularizer(builder.klEstimator, builder.klCoefficient);
  }

  /**
   * Returns a builder with the paper's settings.
   *
   * @return a builder: beta 0.03, lambda 1, with importance weight, without full gradient, no
   *     regulariser
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
   * Returns how far returns look before they trust the value function.
   *
   * @return 0 for one token, 1 for the end of the trajectory
   */
  public double lambda() {
    return lambda;
  }

  /**
   * Returns whether trajectories weigh by their likelihood under the policy.
   *
   * @return the builder's
   */
  public boolean importanceWeight() {
    return importanceWeight;
  }

  /**
   * Returns whether the policy's gradient flows through the returns.
   *
   * @return the builder's
   */
  public boolean fullGradient() {
    return fullGradient;
  }

  /**
   * Returns the weight of the regulariser in the policy loss.
   *
   * @return 0 for none
   */
  public double klCoefficient() {
    return regularizer.coefficient();
  }

  /**
   * Returns how the regulariser measures divergence.
   *
   * @return the builder's, also where {@link #klCoefficient} is 0
   */
  public KlEstimator klEstimator() {
    return regularizer.estimator();
  }

  @Override
  public String name() {
    return "dqo";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Log-probabilities of both policies and values; the exact divergence only if it is used.
   */
  @Override
  public Set<Score> requiredScores() {
    ImmutableSet.Builder<Score> scores = ImmutableSet.builder();
    scores.add(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
    regularizer.requiredScore().ifPresent(scores::add);
    return scores.build();
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int trajectories = batch.counts().trajectories();
    double policyLoss = 0;
    double valueLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    SoftBellmanDiagnostics samples = new SoftBellmanDiagnostics(diagnostics, beta);
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      DqoResiduals residuals = DqoResiduals.of(scores, beta, lambda);
      double weight = importanceWeight ? ImportanceWeighting.weight(LogRatios.sum(scores)) : 1;
      double bellman = weight * residuals.policyMeanSquare();
      double kl = regularizer.mean(scores);
      policyLoss += (bellman + regularizer.coefficient() * kl) / trajectories;
      valueLoss += weight * residuals.valueMeanSquare() / trajectories;
      gradients.add(gradients(scores, residuals, weight, trajectories));
      samples.addTokens(scores, residuals.valueResiduals());
      samples.addTrajectory(scores.trajectory(), bellman, kl);
      diagnostics.add("importanceWeight", weight);
    }
    return new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics);
  }

  private TrajectoryGradients gradients(
      TrajectoryScores scores, DqoResiduals residuals, double weight, int trajectories) {
    double share = weight / trajectories;
    Map<Score, double[]> byScore = new EnumMap<>(Score.class);
    byScore.put(Score.VALUE, residuals.gradientByValue(share));
    byScore.put(Score.LOG_PROB, residuals.gradientByLogProb(share, fullGradient));
    regularizer.addGradient(scores, trajectories, byScore);
    return new TrajectoryGradients(scores.trajectory(), byScore);
  }

  /** Settings of a {@link DqoObjective}. Not thread-safe. */
  public static final class Builder {
    private double beta = 0.03;
    private double lambda = 1;
    private boolean importanceWeight = true;
    private boolean fullGradient;
    private double klCoefficient;
    private KlEstimator klEstimator = KlEstimator.EXACT_REVERSE;

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
     * Sets how far returns look before they trust the value function.
     *
     * @param lambda from 0 to 1; 1 by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder lambda(double lambda) {
      Checks.argument(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1], got %s", lambda);
      this.lambda = lambda;
      return this;
    }

    /**
     * Sets whether trajectories weigh by their likelihood under the policy.
     *
     * @param importanceWeight true by default
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder importanceWeight(boolean importanceWeight) {
      this.importanceWeight = importanceWeight;
      return this;
    }

    /**
     * Sets whether the policy's gradient flows through the returns.
     *
     * @param fullGradient false by default
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder fullGradient(boolean fullGradient) {
      this.fullGradient = fullGradient;
      return this;
    }

    /**
     * Sets the weight of the regulariser.
     *
     * @param klCoefficient at least 0, finite; 0, the default, for no regulariser
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
     * Sets how the regulariser measures divergence.
     *
     * @param klEstimator {@link KlEstimator#EXACT_REVERSE} by default
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder klEstimator(KlEstimator klEstimator) {
      this.klEstimator = klEstimator;
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     */
    public DqoObjective build() {
      return new DqoObjective(this);
    }
  }
}
