package dev.oreo.djl;

import dev.oreo.djl.internal.model.WeightAverage;
import dev.oreo.model.AveragedPolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Set;

/** The running average of a {@link DjlTrainablePolicy}'s float32 weights. */
final class DjlAveragedPolicy implements AveragedPolicy {
  private final WeightAverage weights;

  DjlAveragedPolicy(WeightAverage weights) {
    this.weights = weights;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores) {
    return DjlPolicy.scoreOwn(weights.model(), trajectories, scores);
  }

  @Override
  public void update() {
    weights.update();
  }

  @Override
  public void close() {
    weights.close();
  }
}
