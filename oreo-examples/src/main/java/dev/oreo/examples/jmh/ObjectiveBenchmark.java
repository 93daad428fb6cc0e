package dev.oreo.examples.jmh;

import dev.oreo.objective.BatchContext;
import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.DqoObjective;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Losses and gradients of one update with given scores: 16 trajectories of 200 action tokens, which
 * DPO sees as 8 pairs. What an objective adds to the networks' own work.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ObjectiveBenchmark {
  private final ScoredBatch batch = ScoredBatch.random(1);
  private final Update<Trajectory> oreoToken =
      new Update<>(
          SoftBellmanObjective.builder(Granularity.TOKEN).build(), batch.trajectories(), batch);
  private final Update<Trajectory> oreoStep =
      new Update<>(
          SoftBellmanObjective.builder(Granularity.STEP).build(), batch.trajectories(), batch);
  private final Update<Trajectory> dqo =
      new Update<>(DqoObjective.builder().build(), batch.trajectories(), batch);
  private final Update<PreferencePair> dpo =
      new Update<>(DpoObjective.builder().build(), batch.pairs(), batch);

  /** Made by the harness. */
  public ObjectiveBenchmark() {}

  /** An objective and what it sees. */
  private record Update<E extends Example>(
      Objective<E> objective, List<ScoredExample<E>> examples, BatchContext context) {

    Update(Objective<E> objective, List<E> examples, ScoredBatch batch) {
      this(
          objective,
          ScoredExample.zip(examples, batch.scores(objective.requiredScores())),
          BatchContext.of(examples));
    }

    ObjectiveResult evaluate() {
      return objective.evaluate(examples, context);
    }
  }

  /**
   * OREO at token level.
   *
   * @return losses and gradients
   */
  @Benchmark
  public ObjectiveResult oreoToken() {
    return oreoToken.evaluate();
  }

  /**
   * OREO at step level.
   *
   * @return losses and gradients
   */
  @Benchmark
  public ObjectiveResult oreoStep() {
    return oreoStep.evaluate();
  }

  /**
   * DQO.
   *
   * @return losses and gradients
   */
  @Benchmark
  public ObjectiveResult dqo() {
    return dqo.evaluate();
  }

  /**
   * DPO.
   *
   * @return losses and gradients
   */
  @Benchmark
  public ObjectiveResult dpo() {
    return dpo.evaluate();
  }
}
