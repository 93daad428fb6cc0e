package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The language-model head as a function of final hidden states, a chunk of rows at a time: no
 * tensor of tokens by vocabulary outlives a chunk.
 *
 * <p>Thread-safe but for {@link #backward}, which changes the weight's gradient.
 */
final class LanguageModelHead implements AutoCloseable {
  /**
   * Elements of one chunk of logits: 28 MiB of float32, below the 32 MiB from which glibc maps
   * every block anew. In one run on a busy machine, exp took 0.10 ms a row in chunks of this size
   * and 0.25 ms in chunks of 64 MiB.
   */
  private static final long CHUNK_ELEMENTS = 7L << 20;

  /** The program's result rows, in order. */
  private static final List<Score> ROWS =
      List.of(
          Score.LOG_PROB,
          Score.LOG_PARTITION,
          Score.REVERSE_KL,
          Score.FORWARD_KL,
          Score.REFERENCE_LOG_PROB,
          Score.REFERENCE_LOG_PARTITION);

  /** The rows that have a gradient: the first ones of {@link #ROWS}. */
  private static final int DIFFERENTIABLE_ROWS = 4;

  private final Weight weight;
  private final Program program;

  LanguageModelHead(NDManager manager, Weight weight) {
    this.weight = weight;
    this.program = Program.load(manager, "head");
  }

  Weight weight() {
    return weight;
  }

  /**
   * What the head reads.
   *
   * @param hidden final hidden states [M, W] of the policy
   * @param targets the tokens taken [M]
   * @param reference final hidden states [M, W'] of the reference and its head's weight [V, W'], or
   *     none
   */
  record Inputs(NDArray hidden, NDArray targets, Optional<Reference> reference) {}

  /** Final hidden states of a reference policy at the same rows, and the weight that reads them. */
  record Reference(NDArray hidden, NDArray weight) {}

  /** Returns scores per position of the trajectories whose action rows are the inputs' rows. */
  List<TrajectoryScores> scores(
      NDManager scope, Inputs inputs, List<Trajectory> trajectories, Set<Score> wanted) {
    float[] rows;
    try (NDArray result = call(scope, "forward", inputs)) {
      rows = result.toFloatArray();
    }
    int count = (int) inputs.targets().size();
    Map<Score, List<double[]>> perScore = new EnumMap<>(Score.class);
    for (Score score : wanted) {
      perScore.put(score, RaggedBatch.toPositions(trajectories, rows, ROWS.indexOf(score) * count));
    }
    List<TrajectoryScores> scores = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      Map<Score, double[]> one = new EnumMap<>(Score.class);
      for (Map.Entry<Score, List<double[]>> entry : perScore.entrySet()) {
        one.put(entry.getKey(), entry.getValue().get(i));
      }
      scores.add(new TrajectoryScores(trajectories.get(i), one));
    }
    return scores;
  }

  /**
   * Adds the gradient of {@code sum_p g[p] * x[p]} to the weight's, if it has one, and returns that
   * by the hidden states, [M, W].
   */
  NDArray backward(
      NDManager scope,
      Inputs inputs,
      List<Trajectory> trajectories,
      List<TrajectoryGradients> gradients) {
    int count = (int) inputs.targets().size();
    float[] rows = new float[DIFFERENTIABLE_ROWS * count];
    for (int row = 0; row < DIFFERENTIABLE_ROWS; row++) {
      Score score = ROWS.get(row);
      List<double[]> perPosition = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        int positions = trajectories.get(i).positions();
        perPosition.add(gradients.get(i).get(score).orElseGet(() -> new double[positions]));
      }
      RaggedBatch.fromPositions(trajectories, perPosition, rows, row * count);
    }
    NDArray byScore = scope.create(rows, new Shape(DIFFERENTIABLE_ROWS, count));
    NDArray buffer = weight.buffer().orElseGet(() -> Decoder.none(scope));
    return call(scope, "backward", inputs, byScore, buffer);
  }

  private NDArray call(NDManager scope, String method, Inputs inputs, NDArray... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(inputs.hidden());
    arguments.add(inputs.targets());
    arguments.add(weight.array());
    arguments.add(inputs.reference().map(Reference::hidden).orElseGet(() -> Decoder.none(scope)));
    arguments.add(inputs.reference().map(Reference::weight).orElseGet(() -> Decoder.none(scope)));
    arguments.add(Math.max(1, CHUNK_ELEMENTS / weight.array().getShape().get(0)));
    arguments.addAll(List.of(more));
    return program.run(scope, method, arguments.toArray());
  }

  @Override
  public void close() {
    program.close();
  }
}
