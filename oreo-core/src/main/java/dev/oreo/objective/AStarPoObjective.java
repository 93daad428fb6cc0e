package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.ValuedTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A*-PO, policy optimisation by optimal advantage regression: the second of its two stages, which
 * regresses the policy on the advantage over a value of the prompt that was estimated beforehand.
 *
 * <p>With {@code Vhat} the {@linkplain OptimalValueEstimate estimate}, {@code Lambda_0} the sum of
 * {@code log pi - log pi_ref} over all action tokens (observations contribute nothing) and r the
 * total reward,
 *
 * <pre>{@code loss = (1/B) sum_b (beta2 * Lambda_0 + Vhat - r)^2}</pre>
 *
 * <p>over the B trajectories of the update. The gradient is {@code (2 beta2 / B) (beta2 * Lambda_0
 * + Vhat - r)} at every action token. There is no value loss.
 *
 * <p>Vhat stays as it is. Where no sample of a prompt had a reward other than 0, Vhat is 0, the
 * residual of failures is 0 at the reference policy, and the prompt teaches nothing until the
 * policy happens to succeed on it.
 *
 * <p><b>Diagnostics</b>, one sample per trajectory; "success" is a trajectory of total reward above
 * 0, "failure" any other:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: beta2 * Lambda_0 + Vhat - r, comparable
 *       with {@link SoftBellmanObjective}'s delta
 *   <li>{@code value/first/success}, {@code value/first/failure}: Vhat
 *   <li>{@code betaLogRatio/first}: beta2 * Lambda_0
 *   <li>{@code kl}: k3, mean per action token
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0)
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for Vhat and beta2. Reduction: sum over
 * tokens, mean over the update's trajectories.
 *
 * <p>Differences from the paper: the trajectories may be of any policy, also the ones that Vhat was
 * estimated from, where the paper samples one per prompt from the current policy. Differences from
 * the authors' code: there is no entropy bonus (theirs is 0.001 times the mean entropy per token,
 * on by default, and not in the paper's objective).
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2505.20686">Brantley et al. 2025</a>
 */
public final class AStarPoObjective implements Objective<ValuedTrajectory> {
  /** The authors' beta2 for rewards of 0 and 1: {@value}. */
  public static final double DEFAULT_BETA2 = 1e-3;

  private final double beta2;

  /**
   * Creates the objective.
   *
   * @param beta2 KL strength in units of reward per nat, above 0, finite; the authors use {@value
   *     #DEFAULT_BETA2}, far below the beta1 of their estimate
   * @throws IllegalArgumentException if it is not
   */
  public AStarPoObjective(double beta2) {
    Checks.argument(
        beta2 > 0 && Double.isFinite(beta2), "beta2 must be finite and > 0, got %s", beta2);
    this.beta2 = beta2;
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0, in units of reward per nat
   */
  public double beta2() {
    return beta2;
  }

  @Override
  public String name() {
    return "astarpo";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<ValuedTrajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int trajectories = batch.counts().trajectories();
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<ValuedTrajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      double value = scored.example().value();
      double betaLogRatio = beta2 * LogRatios.sum(scores);
      double residual = betaLogRatio + value - trajectory.reward();
      loss += residual * residual / trajectories;
      double[] byLogProb = LogRatios.atActions(trajectory, 2 * beta2 * residual / trajectories);
      gradients.add(new TrajectoryGradients(trajectory, Map.of(Score.LOG_PROB, byLogProb)));
      diagnostics.add("value/first/" + SequenceDiagnostics.outcome(trajectory), value);
      SequenceDiagnostics.addResidual(scores, residual, betaLogRatio, diagnostics);
    }
    return new ObjectiveResult(loss, 0, gradients, diagnostics);
  }
}
