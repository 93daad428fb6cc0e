package dev.oreo.model;

import dev.oreo.internal.Checks;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import java.util.List;
import java.util.function.Consumer;

/** Scores of a table and the way back into it. */
final class TabularForwardPass implements ForwardPass {
  private final List<TrajectoryScores> scores;
  private final Consumer<List<TrajectoryGradients>> backward;
  private boolean over;

  TabularForwardPass(List<TrajectoryScores> scores, Consumer<List<TrajectoryGradients>> backward) {
    this.scores = scores;
    this.backward = backward;
  }

  @Override
  public List<TrajectoryScores> scores() {
    return scores;
  }

  @Override
  public void backward(List<TrajectoryGradients> gradients) {
    Checks.state(!over, "pass must be open to be back-propagated, got a used or closed one");
    over = true;
    backward.accept(gradients);
  }

  @Override
  public void close() {
    over = true;
  }
}
