package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.PreferencePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * IPO: like {@link DpoObjective}, but the difference of log-ratios is drawn to a fixed target
 * instead of being pushed without end, so that pairs that are always labelled alike do not overrule
 * the reference.
 *
 * <p>Minimises {@code (h - 1 / (2 beta))^2} with {@code h = Lambda_0(chosen) - Lambda_0(rejected)}.
 * {@code Lambda_0} is the sum of {@code log pi - log pi_ref} over an answer's action tokens, as in
 * the paper and in the DPO authors' code ({@link #of}), or that sum divided by the number of
 * tokens, as in TRL ({@link #lengthNormalized}). The two need different betas: the same target asks
 * far more of a mean per token than of a sum.
 *
 * <p><b>Diagnostics</b>: those of {@link DpoObjective}; {@code margin} is beta * h and 1/2 at the
 * minimum; {@code margin}, {@code logRatio/chosen} and {@code logRatio/rejected} are per token
 * where the loss is length-normalised.
 *
 * <p>Reduction: mean over the update's pairs. Units: nats. There is no value loss. Differences from
 * the paper: none with sums. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2310.12036">Azar et al. 2023, Eq. 17</a>
 */
public final class IpoObjective implements Objective<PreferencePair> {
  private final double beta;
  private final boolean normalizesByLength;

  private IpoObjective(double beta, boolean normalizesByLength) {
    Checks.argument(beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
    this.beta = beta;
    this.normalizesByLength = normalizesByLength;
  }

  /**
   * Returns the paper's objective, on sums over tokens.
   *
   * @param beta the paper's tau: above 0, finite; the smaller, the larger the target of h
   * @return the objective
   * @throws IllegalArgumentException if beta is not above 0 and finite
   */
  public static IpoObjective of(double beta) {
    return new IpoObjective(beta, false);
  }

  /**
   * Returns TRL's objective, on means over tokens.
   *
   * @param beta above 0, finite; the smaller, the larger the target of h
   * @return the objective
   * @throws IllegalArgumentException if beta is not above 0 and finite
   */
  public static IpoObjective lengthNormalized(double beta) {
    return new IpoObjective(beta, true);
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0
   */
  public double beta() {
    return beta;
  }

  /**
   * Returns whether log-ratios are means over tokens.
   *
   * @return false if they are sums
   */
  public boolean normalizesByLength() {
    return normalizesByLength;
  }

  @Override
  public String name() {
    return "ipo";
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
      PairScores pair = normalizesByLength ? PairScores.perToken(scored) : PairScores.of(scored);
      double residual = pair.difference() - 1 / (2 * beta);
      policyLoss += weight * residual * residual;
      double slope = 2 * weight * residual;
      gradients.addAll(
          normalizesByLength
              ? pair.gradients(slope / pair.chosenLength(), -slope / pair.rejectedLength())
              : pair.gradients(slope, -slope));
      pair.addDiagnostics(beta, diagnostics);
    }
    return new ObjectiveResult(policyLoss, 0, gradients, diagnostics);
  }
}
