package dev.oreo.train;

import dev.oreo.model.AveragedPolicy;
import dev.oreo.model.Optimizer;
import dev.oreo.model.Restorable;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.train.GradientAccumulator.BatchResult;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run's changing state: both optimisers, the running average where the objective reads one, and
 * how far the run has come.
 */
final class TrainingRun<E extends Example> implements AutoCloseable {
  private final TrainerConfig config;
  private final TrainingPlan plan;
  private final LearningRateSchedule policySchedule;
  private final LearningRateSchedule valueSchedule;
  private final DivergenceGuard guard = new DivergenceGuard();
  private final GradientAccumulator<E> accumulator;
  private final Networks networks;
  private final Optimizer policyOptimizer;
  private final Optional<Optimizer> valueOptimizer;
  private final Optional<AveragedPolicy> average;

  /** What to close, the latest first. */
  private final Deque<Runnable> opened = new ArrayDeque<>();

  TrainingRun(Networks networks, Objective<E> objective, TrainerConfig config, TrainingPlan plan) {
    this.networks = networks;
    this.config = config;
    this.plan = plan;
    this.valueSchedule =
        LearningRateSchedule.warmupCosine(plan.totalUpdates(), config.warmupFraction());
    this.policySchedule =
        new LearningRateSchedule(
            plan.totalUpdates() - plan.policyFrozenUpdates(), valueSchedule.warmupUpdates());
    try {
      this.policyOptimizer = networks.policy().newOptimizer(config.policyOptimizer());
      opened.push(policyOptimizer::close);
      this.valueOptimizer =
          networks.valueFunction().map(value -> value.newOptimizer(config.valueOptimizer()));
      valueOptimizer.ifPresent(optimizer -> opened.push(optimizer::close));
      this.average =
          objective.requiredScores().contains(Score.AVERAGED_LOG_PROB)
              ? Optional.of(networks.policy().newAverage(config.averageDecay()))
              : Optional.empty();
      average.ifPresent(policy -> opened.push(policy::close));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.accumulator =
        new GradientAccumulator<>(
            average.map(networks::withAverage).orElse(networks), objective, config, guard);
  }

  TrainingPlan plan() {
    return plan;
  }

  TrainerConfig config() {
    return config;
  }

  /** All that updates change and that has tensors, by name. Between updates no gradient is left. */
  Map<String, Restorable> parts() {
    Map<String, Restorable> parts = new LinkedHashMap<>();
    parts.put("policy", networks.policy());
    parts.put("policy-optimizer", policyOptimizer);
    networks.valueFunction().ifPresent(value -> parts.put("value", value));
    valueOptimizer.ifPresent(optimizer -> parts.put("value-optimizer", optimizer));
    average.ifPresent(policy -> parts.put("average", policy));
    return parts;
  }

  /** What the objective has adapted so far. */
  Map<String, Double> objectiveState() {
    return accumulator.objectiveState();
  }

  /** Takes over what updates change and that has no tensors. */
  void restore(TrainingSummary summary, Map<String, Double> objectiveState) {
    accumulator.restoreObjective(objectiveState);
    guard.finish(summary.lastPolicyLoss(), summary.lastValueLoss());
  }

  UpdateReport update(long update, int epoch, List<E> batch) {
    long begin = System.nanoTime();
    guard.begin(update);
    Gradients gradients = gradients(batch, plan.policyFrozen(update));
    BatchResult result = gradients.result;
    double policyRate = policyRate(update);
    double valueRate = valueRate(update);
    if (!plan.policyFrozen(update)) {
      policyOptimizer.step(policyRate);
      average.ifPresent(AveragedPolicy::update);
    }
    valueOptimizer.ifPresent(optimizer -> optimizer.step(valueRate));
    accumulator.adapt(result.diagnostics());
    guard.finish(result.policyLoss(), result.valueLoss());
    return new UpdateReport(
        update,
        plan.totalUpdates(),
        epoch,
        result.policyLoss(),
        result.valueLoss(),
        policyRate,
        valueRate,
        gradients.policyNorm,
        gradients.valueNorm,
        batch.stream().mapToLong(MicroBatches::tokens).sum(),
        (System.nanoTime() - begin) / 1e9,
        DiagnosticsSummary.of(result.diagnostics()));
  }

  /** What one batch gave; its gradients lie in the networks, and are finite. */
  private record Gradients(BatchResult result, double policyNorm, double valueNorm) {}

  /* Both norms are checked before either optimiser moves: an update is taken whole or not at all. */
  private Gradients gradients(List<E> examples, boolean frozen) {
    boolean accepted = false;
    try {
      BatchResult result = accumulator.accumulate(examples, frozen);
      List<Trajectory> batch = MicroBatches.trajectories(examples);
      double policyNorm = frozen ? 0 : guard.checkPolicyNorm(policyOptimizer.gradientNorm(), batch);
      double valueNorm =
          valueOptimizer.isEmpty()
              ? 0
              : guard.checkValueNorm(valueOptimizer.get().gradientNorm(), batch);
      accepted = true;
      return new Gradients(result, policyNorm, valueNorm);
    } finally {
      if (!accepted) {
        policyOptimizer.clearGradients();
        valueOptimizer.ifPresent(Optimizer::clearGradients);
      }
    }
  }

  private double policyRate(long update) {
    return plan.policyFrozen(update)
        ? 0
        : config.policyLearningRate() * policySchedule.factor(update - plan.policyFrozenUpdates());
  }

  private double valueRate(long update) {
    return valueOptimizer.isEmpty() ? 0 : config.valueLearningRate() * valueSchedule.factor(update);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
