package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ShiQ, shifted Q-learning on the policy's own logits: soft Bellman consistency at every token,
 * where the value of a state is how far the policy's log-partition has moved from the reference's.
 *
 * <p>At every state {@code s_t} that chooses an action token, with {@code v} and {@code v_r} the
 * log-partitions of the policy's and the reference's logits, {@code Lambda_t} the sum of {@code log
 * pi - log pi_ref} over the action tokens from t on (observations contribute nothing) and {@code
 * R_t} the return to go,
 *
 * <pre>{@code
 * D_t  = beta * (v - v_r)(s_t) - R_t + beta * Lambda_t
 * loss = (1/B) sum_b (1/N_b) sum_t D_t^2     MEAN
 *        (1/B) sum_b         sum_t D_t^2     SUM
 * }</pre>
 *
 * <p>over the N states of a trajectory, then over the B trajectories of the update. Nothing is held
 * constant: a state's residual moves the log-probabilities of its own and all later action tokens,
 * and its own partition. In logits, at position k: {@code 2 beta (D_k onehot + (sum_{t<k} D_t)
 * (onehot - pi))} before normalising. There is no value loss.
 *
 * <p>D is {@link SoftBellmanObjective}'s delta with V tied to the policy. D_t is also minus the sum
 * of the one-step residuals from t on, {@code E_t = r_t - beta (logit - logit_ref)(s_t, a_t) + beta
 * (v - v_r)(s_{t+1})}. At the start, where the policy is the reference, D is -R: wrong answers of
 * reward 0 then teach nothing until the partition has risen, which takes long where beta is small.
 * Rewards on both sides of 0 ({@code dev.oreo.data.RewardTransform}) avoid this. A constant added
 * to the logits of a position changes the loss.
 *
 * <p>A state inside a step has the return to go of that step: its own reward and all later ones,
 * undiscounted. For rewards per token make every token a step.
 *
 * <p><b>Diagnostics</b>, as samples; "success" is a trajectory of total reward above 0, "failure"
 * any other:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: D, one per state
 *   <li>{@code value/first/success}, {@code value/first/failure}: {@code beta * (v - v_r)} of the
 *       prompt
 *   <li>{@code value/last/success}, {@code value/last/failure}: the same at the last state
 *   <li>{@code betaLogRatio/first}: beta * Lambda at the first state
 *   <li>{@code kl}: k3, mean per action token of one trajectory
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0): one per
 *       trajectory
 * </ul>
 *
 * <p>Units: nats for log-probabilities and partitions, the reward's unit for D and beta.
 *
 * <p>Differences from the paper: the equation is a sum over states, and what the authors divide it
 * by is not verified here. The default is the mean, so that long answers do not outweigh short
 * ones; {@link Reduction#SUM} is the equation as it stands. The default of beta is {@link
 * SoftBellmanObjective}'s, as the authors' is not verified either.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2505.11081">Clavier et al. 2025</a>
 */
public final class ShiqObjective implements Objective<Trajectory> {
  /** {@link SoftBellmanObjective}'s beta: {@value}. */
  public static final double DEFAULT_BETA = 0.03;

  /** How the states of one trajectory add up. */
  public enum Reduction {
    /** Their mean; the default. */
    MEAN,
    /** Their sum. */
    SUM
  }

  private final double beta;
  private final Reduction reduction;

  /**
   * Creates the objective with the mean over states.
   *
   * @param beta KL strength in units of reward per nat, above 0, finite
   * @throws IllegalArgumentException if it is not
   */
  public ShiqObjective(double beta) {
    this(beta, Reduction.MEAN);
  }

  /**
   * Creates the objective.
   *
   * @param beta KL strength in units of reward per nat, above 0, finite
   * @param reduction how the states of one trajectory add up
   * @throws IllegalArgumentException if beta is not
   */
  public ShiqObjective(double beta, Reduction reduction) {
    Checks.argument(beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
    this.beta = beta;
    this.reduction = reduction;
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0, in units of reward per nat
   */
  public double beta() {
    return beta;
  }

  /**
   * Returns how the states of one trajectory add up.
   *
   * @return mean or sum
   */
  public Reduction reduction() {
    return reduction;
  }

  @Override
  public String name() {
    return "shiq";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(
        Score.LOG_PROB,
        Score.REFERENCE_LOG_PROB,
        Score.LOG_PARTITION,
        Score.REFERENCE_LOG_PARTITION);
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = withTiedValue(scored.only());
      Trajectory trajectory = scores.trajectory();
      BellmanResiduals residuals = BellmanResiduals.of(scores, beta);
      boolean[] states = trajectory.stateMask(Granularity.TOKEN);
      double weight = weight(trajectory) / batch.counts().trajectories();
      loss += weight * residuals.meanSquare(states);
      gradients.add(gradients(trajectory, residuals, states, weight));
      addSamples(diagnostics, scores, residuals);
    }
    return new ObjectiveResult(loss, 0, gradients, diagnostics);
  }

  private double weight(Trajectory trajectory) {
    return switch (reduction) {
      case MEAN -> 1;
      case SUM -> trajectory.actionCount();
    };
  }

  private TrajectoryGradients gradients(
      Trajectory trajectory, BellmanResiduals residuals, boolean[] states, double weight) {
    return new TrajectoryGradients(
        trajectory,
        Map.of(
            Score.LOG_PARTITION,
            residuals.gradientByValue(states, beta * weight),
            Score.LOG_PROB,
            residuals.gradientByAllLaterLogProbs(states, beta, weight)));
  }

  private void addSamples(
      Diagnostics diagnostics, TrajectoryScores scores, BellmanResiduals residuals) {
    Trajectory trajectory = scores.trajectory();
    String outcome = SequenceDiagnostics.outcome(trajectory);
    double[] values = scores.get(Score.VALUE);
    int last = 0;
    for (Step step : trajectory.steps()) {
      for (int p = step.firstPosition(); p < step.endPosition(); p++) {
        diagnostics.add("residual/" + outcome, residuals.at(p));
        last = p;
      }
    }
    int first = trajectory.steps().get(0).firstPosition();
    diagnostics.add("value/first/" + outcome, values[first]);
    diagnostics.add("value/last/" + outcome, values[last]);
    SequenceDiagnostics.addRewarded(scores, beta * residuals.logRatioToGo(first), diagnostics);
  }

  /** Log-probabilities, and {@code beta * (v - v_r)} in place of a value function's values. */
  private TrajectoryScores withTiedValue(TrajectoryScores scores) {
    double[] partitions = scores.get(Score.LOG_PARTITION);
    double[] referencePartitions = scores.get(Score.REFERENCE_LOG_PARTITION);
    double[] values = new double[partitions.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = beta * (partitions[p] - referencePartitions[p]);
    }
    return new TrajectoryScores(
        scores.trajectory(),
        Map.of(
            Score.LOG_PROB, scores.get(Score.LOG_PROB),
            Score.REFERENCE_LOG_PROB, scores.get(Score.REFERENCE_LOG_PROB),
            Score.VALUE, values));
  }
}
