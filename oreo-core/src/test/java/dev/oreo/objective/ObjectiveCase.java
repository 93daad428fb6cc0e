package dev.oreo.objective;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.ValuedTrajectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An objective on single trajectories, whatever example it makes of one. */
record ObjectiveCase<E extends Example>(Objective<E> objective, Function<Trajectory, E> example) {

  static ObjectiveCase<Trajectory> of(Objective<Trajectory> objective) {
    return new ObjectiveCase<>(objective, trajectory -> trajectory);
  }

  static ObjectiveCase<ValuedTrajectory> aStarPo(double beta2, double value) {
    return new ObjectiveCase<>(
        new AStarPoObjective(beta2), trajectory -> new ValuedTrajectory(trajectory, value));
  }

  /** Every objective whose gradients by each network are those of its loss, at one KL strength. */
  static List<ObjectiveCase<?>> all(double beta) {
    return List.of(
        of(new DroVObjective(beta)),
        of(new DroPObjective(beta)),
        of(new TbrmObjective(beta)),
        of(new ShiqObjective(beta)),
        of(new ShiqObjective(beta, ShiqObjective.Reduction.SUM)),
        aStarPo(beta, 0.7));
  }

  /** Evaluates a whole batch. */
  ObjectiveResult evaluate(List<TrajectoryScores> batch) {
    return evaluate(batch, batch);
  }

  /** Evaluates a micro-batch, with the counts and statistics that the trainer would give it. */
  ObjectiveResult evaluate(List<TrajectoryScores> microBatch, List<TrajectoryScores> batch) {
    Map<Trajectory, TrajectoryScores> byTrajectory = new HashMap<>();
    batch.forEach(scores -> byTrajectory.put(scores.trajectory(), scores));
    List<E> examples = examples(batch);
    List<TrajectoryScores> statistics =
        objective.statisticTrajectories(examples).stream().map(byTrajectory::get).toList();
    return objective.evaluate(
        ScoredExample.zip(examples(microBatch), microBatch),
        new BatchContext(BatchCounts.of(examples), statistics));
  }

  private List<E> examples(List<TrajectoryScores> scores) {
    return scores.stream().map(s -> example.apply(s.trajectory())).toList();
  }

  @Override
  public String toString() {
    return objective instanceof ShiqObjective shiq ? "shiq " + shiq.reduction() : objective.name();
  }
}
