package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DRO-P, direct reward optimisation without a value function: the policy is to leave nothing of the
 * reward that varies.
 *
 * <p>An answer is one action. With {@code Lambda_0} the sum of {@code log pi - log pi_ref} over all
 * action tokens (observations contribute nothing) and r the total reward, the loss is half the
 * variance of
 *
 * <pre>{@code
 * ehat = r - tau * Lambda_0
 * loss = (1/B) sum_b 1/2 (ehat_b - mean ehat)^2
 * }</pre>
 *
 * <p>over the B trajectories of the update, whatever their prompts. The mean is that of the whole
 * update, scored beforehand with the same weights (see {@link #statisticTrajectories}): so
 * micro-batches add up exactly, at the price of one more forward pass. The gradient is {@code -(tau
 * / B) (ehat - mean ehat)} at every action token; the derivative through the mean is exactly 0 over
 * the update. There is no value loss.
 *
 * <p>At the optimum ehat is {@code V*} of the prompt. So the optimum has loss 0 only if all prompts
 * of the update are worth the same; otherwise the loss also pushes the prompts' values together,
 * which no policy over answers should do. On a single prompt {@link DroVObjective}'s value loss at
 * {@code V = mean ehat} is this loss. An update of one trajectory has loss and gradient 0.
 *
 * <p><b>Diagnostics</b>, one sample per trajectory; "success" is a trajectory of total reward above
 * 0, "failure" any other:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: {@code mean ehat - ehat}, which has the
 *       sign of {@link SoftBellmanObjective}'s delta
 *   <li>{@code betaLogRatio/first}: tau * Lambda_0
 *   <li>{@code kl}: k3, mean per action token
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0)
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for tau. Reduction: sum over tokens, mean
 * over the update's trajectories (the variance is divided by B, not B - 1).
 *
 * <p>Differences from the paper: rewards are taken as they are, where the paper standardises them
 * over the data set to mean 0 and variance 1. The gradient is not divided by tau, as the paper
 * divides it for {@link DroVObjective} only.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2405.19107">Richemond et al. 2024</a>
 */
public final class DroPObjective implements Objective<Trajectory> {
  /** The paper's tau for rewards of variance 1: {@value}. */
  public static final double DEFAULT_TAU = DroVObjective.DEFAULT_TAU;

  private final double tau;

  /**
   * Creates the objective.
   *
   * @param tau KL strength in units of reward per nat, above 0, finite; the paper uses {@value
   *     #DEFAULT_TAU}
   * @throws IllegalArgumentException if it is not
   */
  public DroPObjective(double tau) {
    Checks.argument(tau > 0 && Double.isFinite(tau), "tau must be finite and > 0, got %s", tau);
    this.tau = tau;
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0, in units of reward per nat
   */
  public double tau() {
    return tau;
  }

  @Override
  public String name() {
    return "dro-p";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  /** Returns all of them: the mean is over the whole update. */
  @Override
  public List<Trajectory> statisticTrajectories(List<Trajectory> examples) {
    return List.copyOf(examples);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the statistics are not one per trajectory
   */
  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int trajectories = batch.counts().trajectories();
    double mean = mean(batch);
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      double tauLogRatio = tau * LogRatios.sum(scores);
      double deviation = trajectory.reward() - tauLogRatio - mean;
      loss += deviation * deviation / (2 * trajectories);
      double[] byLogProb = LogRatios.atActions(trajectory, -tau * deviation / trajectories);
      gradients.add(new TrajectoryGradients(trajectory, Map.of(Score.LOG_PROB, byLogProb)));
      SequenceDiagnostics.addResidual(scores, -deviation, tauLogRatio, diagnostics);
    }
    return new ObjectiveResult(loss, 0, gradients, diagnostics);
  }

  /** The mean of ehat over the update. */
  private double mean(BatchContext batch) {
    List<TrajectoryScores> all = batch.statistics();
    Checks.argument(
        all.size() == batch.counts().trajectories(),
        "statistics must be one per trajectory of the update, got %d and %d trajectories",
        all.size(),
        batch.counts().trajectories());
    double sum = 0;
    for (TrajectoryScores scores : all) {
      sum += scores.trajectory().reward() - tau * LogRatios.sum(scores);
    }
    return sum / all.size();
  }
}
