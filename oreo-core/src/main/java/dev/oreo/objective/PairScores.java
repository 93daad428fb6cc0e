package dev.oreo.objective;

import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;

/** A pair's log-ratios {@code Lambda_0}, on whose difference h every loss on pairs depends. */
record PairScores(
    TrajectoryScores chosen,
    TrajectoryScores rejected,
    double chosenLogRatio,
    double rejectedLogRatio) {

  /** Sums over action tokens. */
  static PairScores of(ScoredExample<PreferencePair> pair) {
    TrajectoryScores chosen = pair.scores().get(0);
    TrajectoryScores rejected = pair.scores().get(1);
    return new PairScores(chosen, rejected, LogRatios.sum(chosen), LogRatios.sum(rejected));
  }

  /** Means over action tokens. */
  static PairScores perToken(ScoredExample<PreferencePair> pair) {
    PairScores sums = of(pair);
    return new PairScores(
        sums.chosen,
        sums.rejected,
        sums.chosenLogRatio / sums.chosenLength(),
        sums.rejectedLogRatio / sums.rejectedLength());
  }

  /** h: how much more the policy has moved towards the chosen answer than the rejected one. */
  double difference() {
    return chosenLogRatio - rejectedLogRatio;
  }

  int chosenLength() {
    return chosen.trajectory().actionCount();
  }

  int rejectedLength() {
    return rejected.trajectory().actionCount();
  }

  /** Gradients from the loss's derivative by every log-probability of each answer. */
  List<TrajectoryGradients> gradients(double byChosen, double byRejected) {
    return List.of(
        gradient(chosen.trajectory(), byChosen), gradient(rejected.trajectory(), byRejected));
  }

  private static TrajectoryGradients gradient(Trajectory trajectory, double value) {
    return new TrajectoryGradients(
        trajectory, Map.of(Score.LOG_PROB, LogRatios.atActions(trajectory, value)));
  }

  /** Adds what every objective on pairs documents. */
  void addDiagnostics(double beta, Diagnostics diagnostics) {
    diagnostics.add("margin", beta * difference());
    diagnostics.add("accuracy", difference() > 0 ? 1 : 0);
    diagnostics.add("logRatio/chosen", chosenLogRatio);
    diagnostics.add("logRatio/rejected", rejectedLogRatio);
    diagnostics.add("logProb/chosen", SequenceDiagnostics.meanLogProb(chosen));
    diagnostics.add("logProb/rejected", SequenceDiagnostics.meanLogProb(rejected));
    SequenceDiagnostics.add(chosen, diagnostics);
    SequenceDiagnostics.add(rejected, diagnostics);
  }
}
