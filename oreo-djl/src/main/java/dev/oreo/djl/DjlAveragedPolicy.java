package dev.oreo.djl;

import dev.oreo.djl.internal.model.NetworkSaver;
import dev.oreo.djl.internal.model.WeightAverage;
import dev.oreo.model.AveragedPolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The running average of a {@link DjlTrainablePolicy}'s float32 weights. */
final class DjlAveragedPolicy implements AveragedPolicy {
  private final WeightAverage weights;
  private final NetworkSaver saver;

  DjlAveragedPolicy(WeightAverage weights, NetworkSaver saver) {
    this.weights = weights;
    this.saver = saver;
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
  public void save(Path directory) throws IOException {
    saver.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    saver.restore(directory);
  }

  @Override
  public void close() {
    weights.close();
  }
}
