package dev.oreo.train;

import dev.oreo.model.Optimizer;
import dev.oreo.objective.Objective;
import dev.oreo.train.GradientAccumulator.BatchResult;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Optional;

/** One run's changing state: both optimisers, and how far the run has come. */
final class TrainingRun implements AutoCloseable {
  private final TrainerConfig config;
  private final TrainingPlan plan;
  private final LearningRateSchedule policySchedule;
  private final LearningRateSchedule valueSchedule;
  private final DivergenceGuard guard = new DivergenceGuard();
  private final GradientAccumulator accumulator;
  private final Optimizer policyOptimizer;
  private final Optional<Optimizer> valueOptimizer;

  TrainingRun(Networks networks, Objective objective, TrainerConfig config, TrainingPlan plan) {
    this.config = config;
    this.plan = plan;
    this.valueSchedule =
        LearningRateSchedule.warmupCosine(plan.totalUpdates(), config.warmupFraction());
    this.policySchedule =
        new LearningRateSchedule(
            plan.totalUpdates() - plan.policyFrozenUpdates(), valueSchedule.warmupUpdates());
    this.accumulator =
        new GradientAccumulator(networks, objective, config.microBatchTokens(), guard);
    this.policyOptimizer = networks.policy().newOptimizer(config.policyOptimizer());
    this.valueOptimizer = openValueOptimizer(networks);
  }

  private Optional<Optimizer> openValueOptimizer(Networks networks) {
    try {
      return networks.valueFunction().map(value -> value.newOptimizer(config.valueOptimizer()));
    } catch (RuntimeException e) {
      policyOptimizer.close();
      throw e;
    }
  }

  UpdateReport update(long update, int epoch, List<Trajectory> batch) {
    long begin = System.nanoTime();
    guard.begin(update);
    Gradients gradients = gradients(batch, plan.policyFrozen(update));
    BatchResult result = gradients.result;
    double policyRate = policyRate(update);
    double valueRate = valueRate(update);
    if (!plan.policyFrozen(update)) {
      policyOptimizer.step(policyRate);
    }
    valueOptimizer.ifPresent(optimizer -> optimizer.step(valueRate));
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
        batch.stream().mapToLong(Trajectory::length).sum(),
        (System.nanoTime() - begin) / 1e9,
        DiagnosticsSummary.of(result.diagnostics()));
  }

  /** What one batch gave; its gradients lie in the networks, and are finite. */
  private record Gradients(BatchResult result, double policyNorm, double valueNorm) {}

  /* Both norms are checked before either optimiser moves: an update is taken whole or not at all. */
  private Gradients gradients(List<Trajectory> batch, boolean frozen) {
    boolean accepted = false;
    try {
      BatchResult result = accumulator.accumulate(batch, frozen);
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
    try (policyOptimizer) {
      valueOptimizer.ifPresent(Optimizer::close);
    }
  }
}
