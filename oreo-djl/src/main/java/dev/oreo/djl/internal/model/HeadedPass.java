package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.internal.Checks;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import java.util.List;
import java.util.function.Function;

/**
 * A decoder's pass with a head on it: the head's gradient is in closed form, the body's by
 * autograd.
 */
final class HeadedPass implements ForwardPass {
  private final NDManager scope;
  private final DecoderPass body;
  private final List<TrajectoryScores> scores;
  private final Function<List<TrajectoryGradients>, NDArray> head;
  private boolean open = true;

  /**
   * Takes over a pass.
   *
   * @param scope owns everything of the pass
   * @param head adds to the head's own gradients and returns that by the body's hidden states
   */
  HeadedPass(
      NDManager scope,
      DecoderPass body,
      List<TrajectoryScores> scores,
      Function<List<TrajectoryGradients>, NDArray> head) {
    this.scope = scope;
    this.body = body;
    this.scores = List.copyOf(scores);
    this.head = head;
  }

  @Override
  public List<TrajectoryScores> scores() {
    return scores;
  }

  @Override
  public void backward(List<TrajectoryGradients> gradients) {
    Checks.state(open, "backward must be called once, before close");
    Checks.argument(
        gradients.size() == scores.size(),
        "gradients must be one per trajectory, got %d and %d trajectories",
        gradients.size(),
        scores.size());
    try (NDArray byHidden = head.apply(gradients)) {
      body.backward(byHidden);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    open = false;
    scope.close();
  }
}
