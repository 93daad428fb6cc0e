package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.internal.Checks;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A decoder with a scalar head, computed in float32.
 *
 * <p>Thread-safety: scoring may run on any number of threads; {@link #forward} and its pass belong
 * to one. Closing frees everything.
 */
public final class ValueModel implements AutoCloseable {
  private final Decoder decoder;
  private final ValueHead headWeights;
  private final Program head;

  /** Takes over a decoder and a head. */
  ValueModel(Decoder decoder, ValueHead headWeights) {
    this.decoder = decoder;
    this.headWeights = headWeights;
    this.head = Program.load(decoder.manager(), "value_head");
  }

  Decoder decoder() {
    return decoder;
  }

  /**
   * Returns the weights that are this model's own, each once: its adapters' or else the decoder's,
   * and the head's.
   *
   * @return in the order of the forward pass
   */
  public List<Weight> weights() {
    List<Weight> all = new ArrayList<>(decoder.ownWeights());
    all.addAll(headWeights.weights());
    return all;
  }

  /** Returns the head's weight and bias. */
  ValueHead headWeights() {
    return headWeights;
  }

  /**
   * Reads V at every state of trajectories.
   *
   * @param trajectories in any number
   * @return one per trajectory, in order
   */
  public List<TrajectoryScores> score(List<Trajectory> trajectories) {
    List<TrajectoryScores> scores = new ArrayList<>();
    for (List<Trajectory> part : TokenBudget.split(trajectories, Trajectory::tokenIds)) {
      try (NDManager scope = decoder.manager().newSubManager()) {
        NDArray hidden = decoder.hidden(scope, RaggedBatch.ofActions(part, decoder.limits()));
        scores.addAll(read(scope, hidden, part));
      }
    }
    return scores;
  }

  /**
   * Reads V at the last token of each state.
   *
   * @param states in any number
   * @return one per state, in order
   */
  public double[] values(List<int[]> states) {
    double[] values = new double[states.size()];
    int next = 0;
    for (List<int[]> part : TokenBudget.split(states, Function.identity())) {
      try (NDManager scope = decoder.manager().newSubManager()) {
        NDArray hidden = decoder.hidden(scope, RaggedBatch.ofStates(part, decoder.limits()));
        for (float value : values(scope, hidden)) {
          values[next++] = value;
        }
      }
    }
    return values;
  }

  /** Returns V of final hidden states [M, W]. */
  float[] values(NDManager scope, NDArray hidden) {
    return head.run(
            scope, "forward", hidden, headWeights.weight().array(), headWeights.bias().array())
        .toFloatArray();
  }

  /**
   * Checks a state.
   *
   * @param state token ids
   * @param index of the state, for the message
   * @throws IllegalArgumentException if it is empty, or an id is not in the vocabulary
   */
  public void checkState(int[] state, int index) {
    RaggedBatch.checkState(state, decoder.config().vocabularySize(), index);
  }

  /**
   * Returns how many tokens a key-value cache may hold.
   *
   * @param asked as of {@link dev.oreo.djl.ModelOptions}
   * @return at least 1
   */
  public int cacheTokens(OptionalInt asked) {
    return KeyValueCache.tokens(decoder, asked);
  }

  private List<TrajectoryScores> read(
      NDManager scope, NDArray hidden, List<Trajectory> trajectories) {
    float[] rows = values(scope, hidden);
    List<double[]> perTrajectory = RaggedBatch.toPositions(trajectories, rows, 0);
    List<TrajectoryScores> scores = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      scores.add(
          new TrajectoryScores(trajectories.get(i), Map.of(Score.VALUE, perTrajectory.get(i))));
    }
    return scores;
  }

  /**
   * Runs a micro-batch with a graph.
   *
   * @param microBatch at least one trajectory
   * @return the pass
   */
  public ForwardPass forward(List<Trajectory> microBatch) {
    Checks.argument(!microBatch.isEmpty(), "microBatch must not be empty");
    NDManager scope = decoder.manager().newSubManager();
    try {
      DecoderPass pass = decoder.pass(scope, RaggedBatch.ofActions(microBatch, decoder.limits()));
      List<Trajectory> trajectories = List.copyOf(microBatch);
      return new HeadedPass(
          scope,
          pass,
          read(scope, pass.hidden(), trajectories),
          gradients -> headBackward(scope, pass.hidden(), trajectories, gradients));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private NDArray headBackward(
      NDManager scope,
      NDArray hidden,
      List<Trajectory> trajectories,
      List<TrajectoryGradients> gradients) {
    List<double[]> perPosition = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      int positions = trajectories.get(i).positions();
      perPosition.add(gradients.get(i).get(Score.VALUE).orElseGet(() -> new double[positions]));
    }
    float[] rows = new float[(int) hidden.getShape().get(0)];
    RaggedBatch.fromPositions(trajectories, perPosition, rows, 0);
    return head.run(
        scope,
        "backward",
        hidden,
        headWeights.weight().array(),
        scope.create(rows),
        headWeights.weight().buffer().orElseThrow(),
        headWeights.bias().buffer().orElseThrow());
  }

  @Override
  public void close() {
    head.close();
    decoder.close();
  }
}
