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
import java.util.Optional;
import java.util.OptionalDouble;
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
 * <p><b>Variants</b>, all off by default: {@link BellmanForm other equations} in the policy loss,
 * {@link ImportanceWeighting importance weights}, {@linkplain Builder#clipLogRatio clipped}
 * log-ratios and an {@linkplain Builder#averagedPolicy averaged policy} in the value loss, a
 * {@linkplain Builder#hingeCoefficient hinge} for successes, a {@linkplain Builder#klTarget target}
 * for the divergence. To train the value function alone, freeze the policy for the whole run
 * ({@code TrainerConfig.policyFreezeFraction} 1); other scales of the reward are {@code
 * dev.oreo.data.RewardTransform}.
 *
 * <p><b>Diagnostics</b>, as samples; "success" is a trajectory of total reward above 0, "failure"
 * any other; states, delta and Lambda are those of the value loss:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: delta, one per state
 *   <li>{@code residual/quarter1} to {@code residual/quarter4}: delta, one per state, by the
 *       state's place in its trajectory
 *   <li>{@code value/first/success}, {@code value/first/failure}: V of the prompt, to compare with
 *       the success rate
 *   <li>{@code value/last/success}, {@code value/last/failure}: V at the last state, to see whether
 *       it tells the two apart
 *   <li>{@code betaLogRatio/first}: beta * Lambda at the first state, not clipped
 *   <li>{@code clipped}: where Lambda is clipped, 1 or 0 per state
 *   <li>{@code policyLoss/bellman}: the policy's mean square of one trajectory, with its importance
 *       weight; their mean is the policy loss without regulariser and hinge
 *   <li>{@code kl}: the estimator's mean per action token of one trajectory; by k3 if klCoefficient
 *       is 0 or the averaged policy is used, which is then the policy measured
 *   <li>{@code klCoefficient}: where it follows a target, its value for this update
 *   <li>{@code importanceWeight}: where there are weights, one per trajectory
 *   <li>{@code hinge}: where there is one, {@code max(0, -Lambda)} at the first state of each
 *       success under the live policy
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0): one per
 *       trajectory
 * </ul>
 *
 * <p>Reduction: mean over states, then over the update's trajectories. Units: nats for
 * log-probabilities, the reward's unit for V and beta. Numerics: doubles; a score that is not
 * finite makes the losses not finite.
 *
 * <p>Differences from the paper: rewards may be given per step; the variants are the authors'
 * code's. Differences from that code: rewards are not rescaled; means are over the whole update,
 * not over micro-batches (which matters for {@link ImportanceWeighting#PER_TRAJECTORY_TOKEN_MEAN}
 * and the hinge); contradictory settings are errors.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, Eq. 7-10</a>
 * @see <a href="https://github.com/jwhj/OREO">The authors' code</a>
 */
public final class SoftBellmanObjective implements Objective<Trajectory> {
  private final SoftBellmanSettings settings;
  private final KlRegularizer regularizer;
  private final Optional<KlController> controller;

  private SoftBellmanObjective(
      SoftBellmanSettings settings, KlRegularizer regularizer, Optional<KlController> controller) {
    this.settings = settings;
    this.regularizer = regularizer;
    this.controller = controller;
  }

  private SoftBellmanObjective following(KlController next) {
    KlRegularizer moved = new KlRegularizer(regularizer.estimator(), next.coefficient());
    return new SoftBellmanObjective(settings, moved, Optional.of(next));
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

  /** {@return what counts as one action} */
  public Granularity granularity() {
    return settings.granularity();
  }

  /** {@return the KL strength of the problem being solved, above 0, in units of reward per nat} */
  public double beta() {
    return settings.beta();
  }

  /**
   * {@return the weight of the regulariser in the policy loss, 0 for none; where it follows a
   * target, that of the next update}
   */
  public double klCoefficient() {
    return regularizer.coefficient();
  }

  /** {@return how the regulariser measures divergence, also where its weight is 0} */
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
   * <p>Log-probabilities of both policies and values; the exact divergence and the averaged
   * policy's log-probabilities only if they are used.
   */
  @Override
  public Set<Score> requiredScores() {
    ImmutableSet.Builder<Score> scores = ImmutableSet.builder();
    scores.add(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE, settings.targetLogProb());
    regularizer.requiredScore().ifPresent(scores::add);
    return scores.build();
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    BatchCounts counts = batch.counts();
    counts.requireHolds(microBatch.size());
    double policyLoss = 0;
    double valueLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    SoftBellmanDiagnostics samples = new SoftBellmanDiagnostics(diagnostics, settings.beta());
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      SoftBellmanTerms terms = new SoftBellmanTerms(settings, scores, counts);
      double kl = regularizer.mean(scores);
      double penalty = regularizer.coefficient() * kl / counts.trajectories();
      policyLoss += terms.policyLoss() + terms.hingeLoss() + penalty;
      valueLoss += terms.valueLoss();
      gradients.add(gradients(scores, terms, counts));
      terms.addStates(samples);
      samples.addTrajectory(
          scores.trajectory(), terms.policyLoss() * counts.trajectories(), watched(scores, kl));
      terms.addVariants(diagnostics);
      controller.ifPresent(c -> diagnostics.add("klCoefficient", c.coefficient()));
    }
    return new ObjectiveResult(policyLoss, valueLoss, gradients, diagnostics);
  }

  /** The divergence to report: the backend has no exact one of the averaged policy. */
  private double watched(TrajectoryScores scores, double kl) {
    return settings.averagedPolicy() ? LogRatios.meanK3(scores, Score.AVERAGED_LOG_PROB) : kl;
  }

  private TrajectoryGradients gradients(
      TrajectoryScores scores, SoftBellmanTerms terms, BatchCounts counts) {
    Map<Score, double[]> byScore = new EnumMap<>(Score.class);
    byScore.put(Score.VALUE, terms.gradientByValue());
    byScore.put(Score.LOG_PROB, terms.gradientByLogProb());
    regularizer.addGradient(scores, counts.trajectories(), byScore);
    return new TrajectoryGradients(scores.trajectory(), byScore);
  }

  /** {@inheritDoc} Moves the regulariser's weight where it follows a target. */
  @Override
  public SoftBellmanObjective next(Diagnostics update) {
    return controller.map(c -> following(c.next(update.mean("kl")))).orElse(this);
  }

  /** {@inheritDoc} That of the regulariser's weight where it follows a target. */
  @Override
  public Map<String, Double> state() {
    return controller.map(KlController::state).orElse(Map.of());
  }

  @Override
  public Objective<Trajectory> withState(Map<String, Double> state) {
    return controller.isPresent()
        ? following(controller.get().withState(state))
        : Objective.super.withState(state);
  }

  /** Settings of a {@link SoftBellmanObjective}. Not thread-safe. */
  public static final class Builder {
    private final Granularity granularity;
    private double beta = 0.03;
    private BellmanForm form = BellmanForm.MULTI_STEP;
    private ImportanceWeighting importanceWeighting = ImportanceWeighting.NONE;
    private double clipLogRatio = Double.POSITIVE_INFINITY;
    private double hingeCoefficient;
    private boolean averagedPolicy;
    private KlEstimator klEstimator = KlEstimator.EXACT_REVERSE;
    private OptionalDouble klCoefficient = OptionalDouble.empty();
    private OptionalDouble klTarget = OptionalDouble.empty();

    private Builder(Granularity granularity) {
      this.granularity = granularity;
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
      this.beta = SoftBellmanSettings.positive("beta", beta);
      return this;
    }

    /**
     * Sets the equation that the policy loss squares.
     *
     * @param form the default is {@link BellmanForm#MULTI_STEP}, as in the paper
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder form(BellmanForm form) {
      this.form = form;
      return this;
    }

    /**
     * Sets whether trajectories are weighed by how likely the policy makes them.
     *
     * @param importanceWeighting the default is {@link ImportanceWeighting#NONE}, as in the paper
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder importanceWeighting(ImportanceWeighting importanceWeighting) {
      this.importanceWeighting = importanceWeighting;
      return this;
    }

    /**
     * Clips Lambda to {@code [-c, c]} in the value loss, which so bounds its targets. The policy
     * loss is not clipped.
     *
     * @param clipLogRatio c in nats, above 0, finite; without this call there is no clipping
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder clipLogRatio(double clipLogRatio) {
      this.clipLogRatio = SoftBellmanSettings.positive("clipLogRatio", clipLogRatio);
      return this;
    }

    /**
     * Adds {@code h / B * sum max(0, -Lambda_0)} to the policy loss, over the trajectories whose
     * total reward is exactly 1, with {@code Lambda_0} the log-ratio of the whole response: it
     * keeps successes from becoming less likely than under the reference. Response level only.
     *
     * <p>The authors' code divides by the number of successes in a micro-batch; B is all
     * trajectories of the update, so theirs is this with h divided by the success rate.
     *
     * @param hingeCoefficient h, at least 0, finite; 0 (the default) for no hinge
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder hingeCoefficient(double hingeCoefficient) {
      this.hingeCoefficient = SoftBellmanSettings.notNegative("hingeCoefficient", hingeCoefficient);
      return this;
    }

    /**
     * Sets whether the value loss's Lambda, the importance weights and the divergence watched (by
     * diagnostics and {@link #klTarget}) are those of a running average of the policy, {@link
     * Score#AVERAGED_LOG_PROB}. The policy loss and its regulariser are the live policy's.
     *
     * @param averagedPolicy the default is false, as in the paper
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder averagedPolicy(boolean averagedPolicy) {
      this.averagedPolicy = averagedPolicy;
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
      this.klCoefficient =
          OptionalDouble.of(SoftBellmanSettings.notNegative("klCoefficient", klCoefficient));
      return this;
    }

    /**
     * Lets the weight of the regulariser follow the divergence, in place of {@link #klCoefficient}.
     * It begins at 1; after every update, also one with a frozen policy, its logarithm c takes a
     * step of Adam (learning rate 1e-3, decays 0.9 and 0.999, epsilon 1e-8) down {@code -c * (KL -
     * target)}, with KL the mean of the diagnostic {@code kl}. A KL that is not finite moves
     * nothing.
     *
     * @param klTarget nats per action token, above 0, finite; without this call the weight is fixed
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder klTarget(double klTarget) {
      this.klTarget = OptionalDouble.of(SoftBellmanSettings.positive("klTarget", klTarget));
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     * @throws IllegalArgumentException if settings contradict each other: a form or a weighting
     *     that the granularity does not have, a hinge other than at response level, both
     *     klCoefficient and klTarget
     */
    public SoftBellmanObjective build() {
      SoftBellmanSettings settings =
          new SoftBellmanSettings(
              granularity,
              beta,
              form,
              importanceWeighting,
              clipLogRatio,
              hingeCoefficient,
              averagedPolicy);
      Checks.argument(
          klCoefficient.isEmpty() || klTarget.isEmpty(),
          "klCoefficient must not be set with klTarget, got %s and %s",
          klCoefficient.orElse(0),
          klTarget.orElse(0));
      Optional<KlController> controller = klTarget.stream().mapToObj(KlController::of).findFirst();
      double coefficient =
          controller
              .map(KlController::coefficient)
              .orElse(klCoefficient.orElse(settings.papersKlCoefficient()));
      return new SoftBellmanObjective(
          settings, new KlRegularizer(klEstimator, coefficient), controller);
    }
  }
}
