package dev.oreo.objective;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * OREO: policy and value function are learned together from the soft Bellman residual of recorded
 * trajectories.
 *
 * <p>At position p of a trajectory, with return to go {@code R_t} and {@code Lambda[p]} the sum of
 * {@code log pi - log pi_ref} over the action tokens chosen at p and later (tokens the policy did
 * not choose contribute nothing), the residual is
 *
 * <pre>{@code delta[p] = V[p] + beta * Lambda[p] - R_t}</pre>
 *
 * <p>and 0 everywhere at the optimum of the KL-regularised problem. Both losses are mean squares of
 * it, over the states of a trajectory and then over the B trajectories of the update:
 *
 * <pre>{@code
 * value loss   (1/B) sum_b (1/N_b) sum_p s[p] delta[p]^2            Lambda held constant (Eq. 8)
 * policy loss  the same over the granularity's states, in which a state's residual moves only
 *              with the tokens of the action taken there; V and all later tokens are held constant
 *   TOKEN      one state per action token                                                (Eq. 9)
 *   STEP       one state per step, whose action is all of the step's tokens
 *   RESPONSE   the prompt's last token only, whose action is every action token         (Eq. 10)
 * regulariser  klCoefficient * (1/B) sum_b (1/M_b) sum_p a[p] KL_p, part of the policy loss
 * }</pre>
 *
 * <p>The value loss reads every action token's state (N_b = M_b, the number of action tokens) at
 * TOKEN and RESPONSE level and every step's first state at STEP level. A state inside a step has
 * the return to go of that step: its own reward and all later ones, undiscounted.
 *
 * <p>The weight of an exact divergence goes out as the gradient of {@link Score#REVERSE_KL} or
 * {@link Score#FORWARD_KL}; k3 is part of the gradient by {@link Score#LOG_PROB}.
 *
 * <p><b>Diagnostics</b>, as samples; "success" is a trajectory of total reward above 0, "failure"
 * any other; states are those of the value loss:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: delta, one per state
 *   <li>{@code residual/quarter1} to {@code residual/quarter4}: delta, one per state, by the
 *       state's place in its trajectory
 *   <li>{@code value/first/success}, {@code value/first/failure}: V of the prompt, to compare with
 *       the success rate
 *   <li>{@code value/last/success}, {@code value/last/failure}: V at the last state, to see whether
 *       it tells the two apart
 *   <li>{@code betaLogRatio/first}: beta * Lambda at the first state
 *   <li>{@code policyLoss/bellman}: the policy's mean square of one trajectory; their mean is the
 *       policy loss without regulariser
 *   <li>{@code kl}: the estimator's mean per action token of one trajectory; by k3 if klCoefficient
 *       is 0
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0): one per
 *       trajectory
 * </ul>
 *
 * <p>Reduction: mean over states, then over the update's trajectories. Units: nats for
 * log-probabilities, the reward's unit for V and beta. Differences from the paper: rewards may be
 * given per step. Numerics: doubles; a score that is not finite makes the losses not finite.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, Eq. 7-10</a>
 */
public final class SoftBellmanObjective implements Objective<Trajectory> {
  private final Granularity granularity;
  private final double beta;
  private final KlRegularizer regularizer;

  private SoftBellmanObjective(Builder builder) {
    this.granularity = builder.granularity;
    this.beta = builder.beta;
    this.regularizer = new KlRegularizer(builder.klEstimator, builder.klCoefficient);
  }

  /**
   * Returns a builder with the paper's settings.
   *
   * @param granularity what counts as one action
   * @return a builder: beta 0.03, exact reverse KL, klCoefficient 0.01 at token, 0.1 at step and
   *     0.3 at response level
   */
  public static Builder builder(Granularity granularity) {
    return new Builder(granularity);
  }

  /**
   * Returns what counts as one action.
   *
   * @return the builder's
   */
  public Granularity granularity() {
    return granularity;
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
    return "oreo";
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
    SoftBellmanDiagnostics samples = new SoftBellmanDiagnostics(diagnostics);
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      BellmanResiduals residuals = BellmanResiduals.of(scores, beta);
      boolean[] valueStates = trajectory.stateMask(valueGranularity());
      double bellman = residuals.meanSquare(trajectory.stateMask(granularity));
      double kl = regularizer.mean(scores);
      policyLoss += (bellman + regularizer.coefficient() * kl) / trajectories;
      valueLoss += residuals.meanSquare(valueStates) / trajectories;
      gradients.add(gradients(scores, residuals, trajectories));
      samples.addStates(scores, residuals, valueStates, beta);
      samples.addTrajectory(trajectory, bellman, kl);
    }
    return new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics);
  }

  private TrajectoryGradients gradients(
      TrajectoryScores scores, BellmanResiduals residuals, int trajectories) {
    Trajectory trajectory = scores.trajectory();
    boolean[] policyStates = trajectory.stateMask(granularity);
    boolean[] valueStates = trajectory.stateMask(valueGranularity());
    double weight = 1.0 / trajectories;
    Map<Score, double[]> byScore = new EnumMap<>(Score.class);
    byScore.put(Score.VALUE, residuals.gradientByValue(valueStates, weight));
    byScore.put(Score.LOG_PROB, residuals.gradientByLogProb(policyStates, beta, weight));
    regularizer.addGradient(scores, trajectories, byScore);
    return new TrajectoryGradients(trajectory, byScore);
  }

  private Granularity valueGranularity() {
    return granularity == Granularity.STEP ? Granularity.STEP : Granularity.TOKEN;
  }

  /** Settings of a {@link SoftBellmanObjective}. Not thread-safe. */
  public static final class Builder {
    private final Granularity granularity;
    private double beta = 0.03;
    private double klCoefficient;
    private KlEstimator klEstimator = KlEstimator.EXACT_REVERSE;

    private Builder(Granularity granularity) {
      this.granularity = granularity;
      this.klCoefficient =
          switch (granularity) {
            case TOKEN -> 0.01;
            case STEP -> 0.1;
            case RESPONSE -> 0.3;
          };
    }

    /**
     * Sets the KL strength of the problem: the smaller, the further the optimal policy moves from
     * the reference for the same reward.
     *
     * @param beta above 0, finite; the paper uses 0.03 (the default)
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
     * Sets the weight of the regulariser. The regulariser is a mean over tokens at every
     * granularity, while the loss is not: so the weight has to grow with the length of an action.
     *
     * @param klCoefficient at least 0, finite; 0 for no regulariser; the paper uses 0.01 at token,
     *     0.1 at step and 0.3 at response level (the defaults)
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
     * @param klEstimator the default is {@link KlEstimator#EXACT_REVERSE}, as in the paper
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
    public SoftBellmanObjective build() {
      return new SoftBellmanObjective(this);
    }
  }
}
