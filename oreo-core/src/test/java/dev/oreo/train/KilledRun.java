package dev.oreo.train;

import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that trains and dies at a given moment as if it were killed: no {@code finally}, no
 * hook runs. Arguments: the run's folder, the update, the {@link Moment}.
 */
final class KilledRun {
  static final int EXIT_CODE = 137;

  /** When the process ends. */
  enum Moment {
    /** After the update, before its checkpoint is begun. */
    BEFORE_WRITING,
    /** When the policy and its optimiser have been written, the value function has not. */
    AMID_WRITING,
    /** When all networks have been written, but the value function's optimiser and the rest not. */
    NEAR_THE_END
  }

  private KilledRun() {}

  public static void main(String[] args) throws IOException {
    ResumableRun run = new ResumableRun(Path.of(args[0]));
    Death death = new Death(Long.parseLong(args[1]), Moment.valueOf(args[2]));
    try (MetricsWriter metrics = new MetricsWriter(run.folder.resolve("metrics.jsonl"))) {
      run.trainer(new DyingValueFunction(run.value, death))
          .checkpoints(run.checkpoints().build())
          .listener(metrics)
          .listener(ResumableRun.beforeCheckpoint(death::checkpointing))
          .build()
          .resume(ResumableRun.batches(9));
    }
  }

  private static final class Death {
    private final long update;
    private final Moment moment;
    private long current;

    Death(long update, Moment moment) {
      this.update = update;
      this.moment = moment;
    }

    void checkpointing(long now) {
      current = now;
      at(Moment.BEFORE_WRITING);
    }

    void at(Moment now) {
      if (current == update && moment == now) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }

  private record DyingValueFunction(TrainableValueFunction inner, Death death)
      implements TrainableValueFunction {
    @Override
    public void save(Path directory) throws IOException {
      death.at(Moment.AMID_WRITING);
      inner.save(directory);
      death.at(Moment.NEAR_THE_END);
    }

    @Override
    public void restore(Path directory) throws IOException {
      inner.restore(directory);
    }

    @Override
    public ForwardPass forward(List<Trajectory> microBatch) {
      return inner.forward(microBatch);
    }

    @Override
    public List<TrajectoryScores> score(List<Trajectory> trajectories) {
      return inner.score(trajectories);
    }

    @Override
    public double[] values(List<int[]> states) {
      return inner.values(states);
    }

    @Override
    public Optimizer newOptimizer(AdamWConfig config) {
      return inner.newOptimizer(config);
    }

    @Override
    public long parameterCount() {
      return inner.parameterCount();
    }
  }
}
