package dev.oreo.objective;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Supervised fine-tuning: the negative log-likelihood of the recorded actions. On trajectories
 * filtered by reward it is rejection sampling.
 *
 * <p>Minimises {@code -sum_{b,p} a[p] log pi[p] / M}, with M the action tokens of the whole update:
 * a mean over tokens, not over trajectories, so long trajectories weigh more. Rewards are not read.
 * There is no value loss.
 *
 * <p><b>Diagnostics</b>, one sample per trajectory: {@code logProb} (mean per action token), {@code
 * length} (action tokens), {@code truncated} (1 or 0).
 *
 * <p>Units: nats. Immutable and thread-safe.
 */
public final class SftObjective implements Objective<Trajectory> {

  /** Creates the objective; it has no settings. */
  public SftObjective() {}

  @Override
  public String name() {
    return "sft";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    long actionTokens = batch.counts().actionTokens();
    double logLikelihood = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      double[] logProbs = scores.get(Score.LOG_PROB);
      boolean[] actions = trajectory.actionMask();
      double[] gradient = new double[actions.length];
      double sum = 0;
      for (int p = 0; p < actions.length; p++) {
        if (actions[p]) {
          sum += logProbs[p];
          gradient[p] = -1.0 / actionTokens;
        }
      }
      logLikelihood += sum;
      gradients.add(new TrajectoryGradients(trajectory, Map.of(Score.LOG_PROB, gradient)));
      diagnostics.add("logProb", sum / trajectory.actionCount());
      diagnostics.add("length", trajectory.actionCount());
      diagnostics.add("truncated", trajectory.truncated() ? 1 : 0);
    }
    return new ObjectiveResult(-logLikelihood / actionTokens, 0, gradients, diagnostics);
  }
}
