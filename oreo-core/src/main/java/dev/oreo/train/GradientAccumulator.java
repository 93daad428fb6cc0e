package dev.oreo.train;

import dev.oreo.model.ForwardPass;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.BatchContext;
import dev.oreo.objective.BatchCounts;
import dev.oreo.objective.Diagnostics;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.train.Networks.PolicyPass;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;

/**
 * Runs one update's micro-batches both ways, and leaves the sum of their gradients in the networks.
 */
final class GradientAccumulator<E extends Example> {
  private final Networks networks;
  private Objective<E> objective;
  private final TrainerConfig config;
  private final DivergenceGuard guard;

  GradientAccumulator(
      Networks networks, Objective<E> objective, TrainerConfig config, DivergenceGuard guard) {
    this.networks = networks;
    this.objective = objective;
    this.config = config;
    this.guard = guard;
  }

  /** The losses of a whole batch and what to watch. */
  record BatchResult(double policyLoss, double valueLoss, Diagnostics diagnostics) {}

  BatchResult accumulate(List<E> batch, boolean policyFrozen) {
    BatchContext context = new BatchContext(BatchCounts.of(batch), statistics(batch));
    double policyLoss = 0;
    double valueLoss = 0;
    Diagnostics diagnostics = new Diagnostics();
    for (List<E> microBatch : MicroBatches.cut(batch, config.microBatchTokens())) {
      ObjectiveResult result =
          policyFrozen ? trainValueOnly(microBatch, context) : train(microBatch, context);
      policyLoss += result.policyLoss();
      valueLoss += result.valueLoss();
      diagnostics.addAll(result.diagnostics());
    }
    return new BatchResult(policyLoss, valueLoss, diagnostics);
  }

  /** Lets the objective adapt its coefficients to an update just made. */
  void adapt(Diagnostics update) {
    objective = objective.next(update);
  }

  /** What {@link #adapt} has changed so far. */
  Map<String, Double> objectiveState() {
    return objective.state();
  }

  void restoreObjective(Map<String, Double> state) {
    objective = objective.withState(state);
  }

  private List<TrajectoryScores> statistics(List<E> batch) {
    List<Trajectory> trajectories = objective.statisticTrajectories(batch);
    return trajectories.isEmpty() ? List.of() : networks.score(trajectories, objective);
  }

  /* The policy's activations make room before the value function needs any. */
  private ObjectiveResult trainValueOnly(List<E> microBatch, BatchContext context) {
    List<TrajectoryScores> scores;
    try (PolicyPass pass =
        networks.forwardPolicy(MicroBatches.trajectories(microBatch), objective)) {
      scores = pass.scores();
    }
    return evaluate(microBatch, scores, context);
  }

  private ObjectiveResult train(List<E> microBatch, BatchContext context) {
    if (config.oneGraphAtATime() && networks.valueFunction().isPresent()) {
      return trainInTurn(networks.valueFunction().get(), microBatch, context);
    }
    try (PolicyPass pass =
        networks.forwardPolicy(MicroBatches.trajectories(microBatch), objective)) {
      ObjectiveResult result = evaluate(microBatch, pass.scores(), context);
      pass.pass().backward(result.gradients());
      return result;
    }
  }

  /* Scores come from passes with a graph each time: with dropout, others would be another network's. */
  private ObjectiveResult trainInTurn(
      TrainableValueFunction valueFunction, List<E> microBatch, BatchContext context) {
    List<Trajectory> trajectories = MicroBatches.trajectories(microBatch);
    List<TrajectoryScores> values;
    try (ForwardPass pass = valueFunction.forward(trajectories)) {
      values = pass.scores();
    }
    ObjectiveResult result;
    try (PolicyPass pass = networks.forwardPolicy(trajectories, objective)) {
      result = checkedEvaluate(microBatch, Networks.merge(pass.scores(), values), context);
      pass.pass().backward(result.gradients());
    }
    try (ForwardPass pass = valueFunction.forward(trajectories)) {
      pass.backward(result.gradients());
    }
    return result;
  }

  /** Completes the policy's scores, and back-propagates the value function where there is one. */
  private ObjectiveResult evaluate(
      List<E> microBatch, List<TrajectoryScores> policyScores, BatchContext context) {
    if (networks.valueFunction().isEmpty()) {
      return checkedEvaluate(microBatch, policyScores, context);
    }
    TrainableValueFunction valueFunction = networks.valueFunction().get();
    try (ForwardPass pass = valueFunction.forward(MicroBatches.trajectories(microBatch))) {
      List<TrajectoryScores> scores = Networks.merge(policyScores, pass.scores());
      ObjectiveResult result = checkedEvaluate(microBatch, scores, context);
      pass.backward(result.gradients());
      return result;
    }
  }

  private ObjectiveResult checkedEvaluate(
      List<E> microBatch, List<TrajectoryScores> scores, BatchContext context) {
    ObjectiveResult result = objective.evaluate(ScoredExample.zip(microBatch, scores), context);
    guard.check(MicroBatches.trajectories(microBatch), result);
    return result;
  }
}
