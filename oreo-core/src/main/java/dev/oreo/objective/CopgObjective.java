package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CoPG: contrasts the regularised rewards of several answers to one prompt, whoever sampled them.
 *
 * <p>With {@code Lambda_0} the sum of {@code log pi - log pi_ref} over an answer's action tokens
 * and r its total reward, a group of k answers has the loss
 *
 * <pre>{@code
 * R~_i = r_i - beta * Lambda_0(y_i)
 * sum_{i>j} (R~_i - R~_j)^2 / (k - 1)  =  k / (k - 1) * sum_i (R~_i - mean R~)^2
 * }</pre>
 *
 * <p>which is k times the group's sample variance of R~, and 0 at the optimum of the KL-regularised
 * problem, where R~ is the value of the prompt for every answer. For k = 2 it is the loss of {@link
 * RebelObjective}. A group of one answer contrasts nothing: it contributes 0 to the loss and has
 * gradient 0, and still counts in the mean over groups.
 *
 * <p><b>Diagnostics</b>, as samples, one per answer:
 *
 * <ul>
 *   <li>{@code regularizedReward}: R~
 *   <li>{@code residual}: mean R~ of the group minus R~
 *   <li>{@code betaLogRatio}: beta * Lambda_0
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0)
 *   <li>{@code kl}: k3, mean per action token
 * </ul>
 *
 * <p>Reduction: as above within a group, then mean over the update's groups, so that a group weighs
 * in proportion to its number of answers. Units: nats for log-ratios, the reward's unit for beta.
 * There is no value loss. Differences from the paper: it contrasts two answers; the sum over all
 * pairs of a larger group, divided by k - 1, keeps the weight of an answer the same for every k.
 * Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2406.19185">Flet-Berliac et al. 2024</a>
 */
public final class CopgObjective implements Objective<TrajectoryGroup> {
  private final double beta;

  /**
   * Creates the objective.
   *
   * @param beta KL strength, above 0, finite, in units of reward per nat
   * @throws IllegalArgumentException if it is not
   */
  public CopgObjective(double beta) {
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
    return "copg";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<TrajectoryGroup>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int groups = batch.counts().examples();
    double policyLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<TrajectoryGroup> group : microBatch) {
      double[] residuals = residuals(group.scores(), diagnostics);
      int k = residuals.length;
      double weight = k == 1 ? 0 : k / ((k - 1.0) * groups);
      for (int i = 0; i < k; i++) {
        Trajectory trajectory = group.scores().get(i).trajectory();
        policyLoss += weight * residuals[i] * residuals[i];
        double slope = 2 * weight * beta * residuals[i];
        gradients.add(
            new TrajectoryGradients(
                trajectory, Map.of(Score.LOG_PROB, LogRatios.atActions(trajectory, slope))));
      }
    }
    return new ObjectiveResult(policyLoss, 0, gradients, diagnostics);
  }

  /** Mean R~ minus R~ of every answer of a group. */
  private double[] residuals(List<TrajectoryScores> group, Diagnostics diagnostics) {
    double[] regularized = new double[group.size()];
    for (int i = 0; i < regularized.length; i++) {
      TrajectoryScores scores = group.get(i);
      double reward = scores.trajectory().reward();
      double betaLogRatio = beta * LogRatios.sum(scores);
      regularized[i] = reward - betaLogRatio;
      diagnostics.add("regularizedReward", regularized[i]);
      diagnostics.add("betaLogRatio", betaLogRatio);
      diagnostics.add("reward", reward);
      SequenceDiagnostics.add(scores, diagnostics);
    }
    double mean = Arrays.stream(regularized).sum() / regularized.length;
    double[] residuals = Arrays.stream(regularized).map(r -> mean - r).toArray();
    Arrays.stream(residuals).forEach(r -> diagnostics.add("residual", r));
    return residuals;
  }
}
