package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * KTO: the policy learns from single answers, each labelled as desirable or not, without pairs,
 * rewards or a value function.
 *
 * <p>With {@code u = Lambda_0} the sum of {@code log pi - log pi_ref} over an answer's action
 * tokens (tokens the policy did not choose contribute nothing),
 *
 * <pre>{@code
 * z0          = max(0, mean of Lambda_0 over the mismatched answers of the whole update)
 * desirable   lambda_D * (1 - sigma(beta * (u - z0)))
 * undesirable lambda_U * (1 - sigma(beta * (z0 - u)))
 * }</pre>
 *
 * <p>z0 stands for the divergence of the policy from the reference: an answer counts as a gain only
 * if it gained more likelihood than answers that do not belong to their prompt. It is a constant of
 * the loss: the {@linkplain KtoExample#mismatched mismatched} answers are scored before the update
 * and have no gradient. Far from z0 the gradient vanishes, on both sides.
 *
 * <p><b>Diagnostics</b>, as samples, one per example; CLASS is "desirable" or "undesirable":
 *
 * <ul>
 *   <li>{@code betaLogRatio/CLASS}: beta * u
 *   <li>{@code logProb/CLASS}: mean per action token
 *   <li>{@code accuracy}: 1 where u is above z0 and the answer desirable, or below and not; else 0
 *   <li>{@code desirable}: 1 or 0
 *   <li>{@code z0}: of the update, and {@code z0/estimate}: the mean it was before max(0, .)
 *   <li>{@code kl}: k3, mean per action token
 *   <li>{@code length} (action tokens), {@code truncated} (1 or 0)
 * </ul>
 *
 * <p>Reduction: sum over an answer's tokens, then mean over the update's examples, of either class:
 * an update of one class will do. Units: nats. There is no value loss; rewards are not read.
 * Differences from the paper: none. Differences from the authors' code: it pairs each prompt with
 * the next answer of a micro-batch and takes z0 over it; here every example brings a mismatched
 * answer of its own (see {@link KtoExample#mismatch}), whatever batches it comes into.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2402.01306">Ethayarajh et al. 2024, Eq. 7-8</a>
 */
public final class KtoObjective implements Objective<KtoExample> {
  private final double beta;
  private final KtoWeights weights;

  /**
   * Creates the objective.
   *
   * @param beta KL strength, above 0, finite; about 0.1 is near the best in the paper
   * @param weights of the two classes; {@link KtoWeights#balanced(List)} suits a data set
   * @throws IllegalArgumentException if beta is not above 0 and finite
   */
  public KtoObjective(double beta, KtoWeights weights) {
    Checks.argument(beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
    this.beta = beta;
    this.weights = weights;
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
   * Returns the weights of the two classes.
   *
   * @return lambda_D and lambda_U
   */
  public KtoWeights weights() {
    return weights;
  }

  @Override
  public String name() {
    return "kto";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The mismatched answers, of which z0 is the mean.
   */
  @Override
  public List<Trajectory> statisticTrajectories(List<KtoExample> examples) {
    return examples.stream().map(KtoExample::mismatched).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the batch's statistics are not one per example
   */
  @Override
  public ObjectiveResult evaluate(List<ScoredExample<KtoExample>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int examples = batch.counts().examples();
    double estimate = meanLogRatio(batch);
    double z0 = Math.max(0, estimate);
    double policyLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<KtoExample> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      double u = LogRatios.sum(scores);
      double sign = scored.example().desirable() ? 1 : -1;
      double gain = sign * beta * (u - z0);
      double weight = weights.of(scored.example()) / examples;
      policyLoss += weight * Logistic.sigmoid(-gain);
      double slope = -weight * sign * beta * Logistic.derivative(gain);
      gradients.add(
          new TrajectoryGradients(
              trajectory, Map.of(Score.LOG_PROB, LogRatios.atActions(trajectory, slope))));
      diagnostics.add("z0", z0);
      diagnostics.add("z0/estimate", estimate);
      diagnostics.add("accuracy", gain > 0 ? 1 : 0);
      addDiagnostics(scored, beta * u, diagnostics);
    }
    return new ObjectiveResult(policyLoss, 0, gradients, diagnostics);
  }

  private static double meanLogRatio(BatchContext batch) {
    List<TrajectoryScores> mismatched = batch.statistics();
    int examples = batch.counts().examples();
    Checks.argument(
        mismatched.size() == examples,
        "statistics must be one mismatched trajectory per example of the batch, got %d and %d",
        mismatched.size(),
        examples);
    return mismatched.stream().mapToDouble(LogRatios::sum).sum() / examples;
  }

  private static void addDiagnostics(
      ScoredExample<KtoExample> scored, double betaLogRatio, Diagnostics diagnostics) {
    boolean desirable = scored.example().desirable();
    String label = desirable ? "desirable" : "undesirable";
    diagnostics.add("desirable", desirable ? 1 : 0);
    diagnostics.add("betaLogRatio/" + label, betaLogRatio);
    diagnostics.add("logProb/" + label, SequenceDiagnostics.meanLogProb(scored.only()));
    SequenceDiagnostics.add(scored.only(), diagnostics);
  }
}
