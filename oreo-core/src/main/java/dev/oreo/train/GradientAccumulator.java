package dev.oreo.train;

import dev.oreo.model.ForwardPass;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.BatchCounts;
import dev.oreo.objective.Diagnostics;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one update's micro-batches both ways, and leaves the sum of their gradients in the networks.
 */
final class GradientAccumulator {
  private final Networks networks;
  private final Objective objective;
  private final int microBatchTokens;
  private final DivergenceGuard guard;

  GradientAccumulator(
      Networks networks, Objective objective, int microBatchTokens, DivergenceGuard guard) {
    this.networks = networks;
    this.objective = objective;
    this.microBatchTokens = microBatchTokens;
    this.guard = guard;
  }

  /** The losses of a whole batch and what to watch. */
  record BatchResult(double policyLoss, double valueLoss, Diagnostics diagnostics) {}

  BatchResult accumulate(List<Trajectory> batch, boolean policyFrozen) {
    BatchCounts counts = BatchCounts.of(batch);
    double policyLoss = 0;
    double valueLoss = 0;
    Diagnostics diagnostics = new Diagnostics();
    for (List<Trajectory> microBatch : MicroBatches.cut(batch, microBatchTokens)) {
      ObjectiveResult result =
          policyFrozen ? trainValueOnly(microBatch, counts) : trainBoth(microBatch, counts);
      policyLoss += result.policyLoss();
      valueLoss += result.valueLoss();
      diagnostics.addAll(result.diagnostics());
    }
    return new BatchResult(policyLoss, valueLoss, diagnostics);
  }

  /* The policy's activations make room before the value function needs any. */
  private ObjectiveResult trainValueOnly(List<Trajectory> microBatch, BatchCounts counts) {
    List<TrajectoryScores> scores;
    try (ForwardPass pass = networks.forwardPolicy(microBatch, objective)) {
      scores = pass.scores();
    }
    return evaluate(microBatch, scores, counts);
  }

  private ObjectiveResult trainBoth(List<Trajectory> microBatch, BatchCounts counts) {
    try (ForwardPass pass = networks.forwardPolicy(microBatch, objective)) {
      ObjectiveResult result = evaluate(microBatch, pass.scores(), counts);
      pass.backward(result.gradients());
      return result;
    }
  }

  /** Completes the policy's scores, and back-propagates the value function where there is one. */
  private ObjectiveResult evaluate(
      List<Trajectory> microBatch, List<TrajectoryScores> policyScores, BatchCounts counts) {
    if (networks.valueFunction().isEmpty()) {
      return checkedEvaluate(microBatch, policyScores, counts);
    }
    TrainableValueFunction valueFunction = networks.valueFunction().get();
    try (ForwardPass pass = valueFunction.forward(microBatch)) {
      List<TrajectoryScores> scores = merge(policyScores, pass.scores());
      ObjectiveResult result = checkedEvaluate(microBatch, scores, counts);
      pass.backward(result.gradients());
      return result;
    }
  }

  private ObjectiveResult checkedEvaluate(
      List<Trajectory> microBatch, List<TrajectoryScores> scores, BatchCounts counts) {
    ObjectiveResult result = objective.evaluate(scores, counts);
    guard.check(microBatch, result);
    return result;
  }

  private static List<TrajectoryScores> merge(
      List<TrajectoryScores> policyScores, List<TrajectoryScores> valueScores) {
    List<TrajectoryScores> merged = new ArrayList<>();
    for (int i = 0; i < policyScores.size(); i++) {
      merged.add(policyScores.get(i).with(valueScores.get(i)));
    }
    return merged;
  }
}
