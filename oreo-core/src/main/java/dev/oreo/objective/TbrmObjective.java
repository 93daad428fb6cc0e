package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * TBRM, trajectory Bellman residual minimisation: the policy's own logits are the action values, so
 * that no value function is needed.
 *
 * <p>Logits stand for the action values of the reward {@code r / beta + log pi_ref}, and their
 * log-partition {@code LSE} for the state's value. Summed along a trajectory of action tokens
 * {@code a_1 .. a_H} (prompt and observations contribute nothing), the Bellman residuals leave
 *
 * <pre>{@code
 * f = logit(s_1, a_1) + sum_{h>=2} log pi(a_h|s_h) - sum_{h>=1} log pi_ref(a_h|s_h) - r / beta
 *   = LSE(s_1) + Lambda_0 - r / beta
 * loss = (1/B) sum_b f^2
 * }</pre>
 *
 * <p>with r the total reward and B the trajectories of the update. The gradient is {@code 2 f / B}
 * at the log-probability of every action token and at {@link Score#LOG_PARTITION} of the first
 * position: together the raw logit there. There is no value loss.
 *
 * <p>The partition is not relative to the reference's: a constant added to the logits of the first
 * position changes the loss. At the start, where the policy is the reference, f is {@code LSE - r /
 * beta}, which is in the hundreds at the paper's beta: the optimiser's gradient clipping then sets
 * the size of the first updates. {@link ShiqObjective} subtracts the reference's partition.
 *
 * <p><b>Diagnostics</b>, one sample per trajectory; "success" is a trajectory of total reward above
 * 0, "failure" any other:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: {@code beta * f}, which is comparable
 *       with {@link SoftBellmanObjective}'s delta
 *   <li>{@code value/first/success}, {@code value/first/failure}: {@code beta * LSE(s_1)}
 *   <li>{@code betaLogRatio/first}: beta * Lambda_0
 *   <li>{@code kl}: k3, mean per action token
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0)
 * </ul>
 *
 * <p>Units: f is in nats, beta in units of reward per nat. Reduction: sum over tokens, mean over
 * the update's trajectories.
 *
 * <p>Differences from the paper: none in the loss. The authors sample the trajectories from the
 * current policy; nothing here requires it. A truncated trajectory counts as complete.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2505.15311">Yuan et al. 2025</a>
 */
public final class TbrmObjective implements Objective<Trajectory> {
  /** The paper's beta for rewards of 0 and 1: {@value}. */
  public static final double DEFAULT_BETA = 0.002;

  private final double beta;

  /**
   * Creates the objective.
   *
   * @param beta KL strength in units of reward per nat, above 0, finite; the paper uses {@value
   *     #DEFAULT_BETA}
   * @throws IllegalArgumentException if it is not
   */
  public TbrmObjective(double beta) {
    Checks.argument(beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
    this.beta = beta;
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0, in units of reward per nat
   */
  public double beta() {
    return beta;
  }

  @Override
  public String name() {
    return "tbrm";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.LOG_PARTITION);
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int trajectories = batch.counts().trajectories();
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      int first = trajectory.steps().get(0).firstPosition();
      double partition = scores.get(Score.LOG_PARTITION)[first];
      double logRatio = LogRatios.sum(scores);
      double residual = partition + logRatio - trajectory.reward() / beta;
      loss += residual * residual / trajectories;
      double[] byPartition = new double[trajectory.positions()];
      byPartition[first] = 2 * residual / trajectories;
      double[] byLogProb = LogRatios.atActions(trajectory, 2 * residual / trajectories);
      gradients.add(
          new TrajectoryGradients(
              trajectory, Map.of(Score.LOG_PARTITION, byPartition, Score.LOG_PROB, byLogProb)));
      diagnostics.add("value/first/" + SequenceDiagnostics.outcome(trajectory), beta * partition);
      SequenceDiagnostics.addResidual(scores, beta * residual, beta * logRatio, diagnostics);
    }
    return new ObjectiveResult(loss, 0, gradients, diagnostics);
  }
}
