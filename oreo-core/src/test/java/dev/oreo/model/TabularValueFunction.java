package dev.oreo.model;

import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** A backend for tests: one value for every sequence of tokens, in doubles. */
public final class TabularValueFunction implements TrainableValueFunction {
  private final int vocabularySize;
  private final TabularParameters table;

  /**
   * Creates a value function.
   *
   * @param vocabularySize tokens 0 to this, exclusive
   * @param initialValue the value of each sequence of tokens
   */
  public TabularValueFunction(int vocabularySize, ToDoubleFunction<List<Integer>> initialValue) {
    this.vocabularySize = vocabularySize;
    this.table = new TabularParameters(state -> new double[] {initialValue.applyAsDouble(state)});
  }

  /**
   * Creates a value function whose values differ from state to state but not from run to run.
   *
   * @param vocabularySize tokens 0 to this, exclusive
   * @param seed of the values
   * @return the value function
   */
  public static TabularValueFunction random(int vocabularySize, long seed) {
    return new TabularValueFunction(vocabularySize, state -> gaussians(state, 1, seed)[0]);
  }

  static double[] gaussians(List<Integer> state, int count, long seed) {
    long[] path = state.stream().mapToLong(Integer::longValue).toArray();
    return new Random(Seeds.derive(seed, path)).doubles(count, -1, 1).toArray();
  }

  /**
   * Returns the accumulated gradient of one state's value.
   *
   * @param tokenIds the state
   * @return the derivative
   */
  public double gradient(int... tokenIds) {
    return table.gradient(tokenIds, tokenIds.length)[0];
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories) {
    return trajectories.stream().map(this::scores).toList();
  }

  @Override
  public double[] values(List<int[]> states) {
    return states.stream().mapToDouble(state -> value(state, state.length)).toArray();
  }

  private double value(int[] tokenIds, int length) {
    Checks.argument(length > 0, "state must not be empty");
    for (int id : tokenIds) {
      Checks.argument(
          id >= 0 && id < vocabularySize,
          "token id must be in [0, %d), got %d",
          vocabularySize,
          id);
    }
    return table.values(tokenIds, length)[0];
  }

  private TrajectoryScores scores(Trajectory trajectory) {
    double[] values = new double[trajectory.positions()];
    boolean[] actions = trajectory.actionMask();
    for (int p = 0; p < values.length; p++) {
      values[p] = actions[p] ? value(trajectory.tokenIds(), p + 1) : 0;
    }
    return new TrajectoryScores(trajectory, Map.of(Score.VALUE, values));
  }

  @Override
  public ForwardPass forward(List<Trajectory> microBatch) {
    List<Trajectory> trajectories = List.copyOf(microBatch);
    return new TabularForwardPass(
        score(trajectories),
        gradients -> {
          for (int i = 0; i < trajectories.size(); i++) {
            backward(trajectories.get(i), gradients.get(i));
          }
        });
  }

  private void backward(Trajectory trajectory, TrajectoryGradients gradients) {
    double[] byValue = gradients.get(Score.VALUE).orElse(new double[trajectory.positions()]);
    boolean[] actions = trajectory.actionMask();
    for (int p = 0; p < byValue.length; p++) {
      if (actions[p]) {
        table.gradient(trajectory.tokenIds(), p + 1)[0] += byValue[p];
      }
    }
  }

  @Override
  public Optimizer newOptimizer(AdamWConfig config) {
    return table.newOptimizer(config);
  }

  @Override
  public long parameterCount() {
    return table.parameterCount();
  }

  @Override
  public void save(Path directory) throws IOException {
    table.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    table.restore(directory);
  }
}
