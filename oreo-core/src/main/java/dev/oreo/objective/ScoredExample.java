package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * An example and what the networks say about its trajectories.
 *
 * @param example what an objective judges as a whole
 * @param scores one per trajectory of the example, in its order
 * @param <E> kind of example
 */
public record ScoredExample<E extends Example>(E example, List<TrajectoryScores> scores) {

  /** Copies the list and checks that it fits. {@inheritDoc} */
  public ScoredExample {
    scores = List.copyOf(scores);
    List<Trajectory> trajectories = example.trajectories();
    Checks.argument(
        scores.size() == trajectories.size(),
        "scores must be one per trajectory of the example, got %d and %d trajectories",
        scores.size(),
        trajectories.size());
    for (int i = 0; i < trajectories.size(); i++) {
      Checks.argument(
          scores.get(i).trajectory() == trajectories.get(i),
          "scores must be of the example's trajectories in order, got %s and %s",
          scores.get(i).trajectory().id(),
          trajectories.get(i).id());
    }
  }

  /**
   * Returns the scores of an example's only trajectory.
   *
   * @return the first scores
   * @throws IllegalStateException if the example has several trajectories
   */
  public TrajectoryScores only() {
    Checks.state(scores.size() == 1, "example must have one trajectory, got %d", scores.size());
    return scores.get(0);
  }

  /**
   * Gives examples their scores.
   *
   * @param examples some examples
   * @param scores of all their trajectories, end to end in order
   * @param <E> kind of example
   * @return one per example, in order
   * @throws IllegalArgumentException if the scores are not those of the trajectories
   */
  public static <E extends Example> List<ScoredExample<E>> zip(
      List<E> examples, List<TrajectoryScores> scores) {
    List<ScoredExample<E>> scored = new ArrayList<>();
    int next = 0;
    for (E example : examples) {
      int end = next + example.trajectories().size();
      Checks.argument(
          end <= scores.size(),
          "scores must be one per trajectory, got %d, and the first %d examples have %d",
          scores.size(),
          scored.size() + 1,
          end);
      scored.add(new ScoredExample<>(example, scores.subList(next, end)));
      next = end;
    }
    Checks.argument(
        next == scores.size(),
        "scores must be one per trajectory, got %d and %d trajectories",
        scores.size(),
        next);
    return List.copyOf(scored);
  }
}
