package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.PreferencePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * REBEL: regresses the difference of two answers' rewards on the difference of their log-ratios.
 *
 * <p>Minimises {@code (beta * h - (r - r'))^2} with {@code h = Lambda_0(chosen) -
 * Lambda_0(rejected)}, {@code Lambda_0} the sum of {@code log pi - log pi_ref} over an answer's
 * action tokens, and r, r' the trajectories' own total rewards. It is the difference of two
 * response level soft Bellman residuals, in which the value of the prompt cancels. The loss is
 * symmetric: which of the two answers is called chosen does not matter, and equal rewards say that
 * h is 0.
 *
 * <p><b>Diagnostics</b>: those of {@link DpoObjective}, and one sample per pair of {@code
 * rewardMargin} (r - r') and {@code residual} (beta * h - (r - r')). {@code accuracy} looks at h
 * alone, so it says something only where the chosen answer has the larger reward.
 *
 * <p>Reduction: mean over the update's pairs. Units: nats for log-ratios, the reward's unit for
 * beta. There is no value loss. Differences from the paper: its 1/eta is called beta, and the
 * reference is whatever {@link Score#REFERENCE_LOG_PROB} holds; the paper takes the policy that
 * sampled the pair, anew in every iteration. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2404.16767">Gao et al. 2024</a>
 */
public final class RebelObjective implements Objective<PreferencePair> {
  private final double beta;

  /**
   * Creates the objective.
   *
   * @param beta KL strength, above 0, finite, in units of reward per nat
   * @throws IllegalArgumentException if it is not
   */
  public RebelObjective(double beta) {
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
    return "rebel";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<PreferencePair>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double weight = 1.0 / batch.counts().examples();
    double policyLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<PreferencePair> scored : microBatch) {
      PairScores pair = PairScores.of(scored);
      PreferencePair answers = scored.example();
      double rewardMargin = answers.chosen().reward() - answers.rejected().reward();
      double residual = beta * pair.difference() - rewardMargin;
      policyLoss += weight * residual * residual;
      double slope = 2 * weight * beta * residual;
      gradients.addAll(pair.gradients(slope, -slope));
      pair.addDiagnostics(beta, diagnostics);
      diagnostics.add("rewardMargin", rewardMargin);
      diagnostics.add("residual", residual);
    }
    return new ObjectiveResult(policyLoss, 0, gradients, diagnostics);
  }
}
