package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Example;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of GRPO and PPO against central differences, away from the kinks of their clips. */
final class ClippedGradientTest {
  private static final int TRAJECTORIES = 8;
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 and rounding 1e-15 / STEP, for losses of order 10. */
  private static final double FINITE_DIFFERENCE = 1e-8;

  @ParameterizedTest
  @EnumSource
  void grpo_randomTrajectories_isTheFiniteDifference(GrpoObjective.Reduction reduction) {
    GrpoObjective.Builder builder = GrpoObjective.builder(reduction).klCoefficient(.3);
    if (reduction == GrpoObjective.Reduction.DR_GRPO) {
      builder.maxLength(5);
    }
    GrpoObjective objective = builder.build();

    assertIsDerivative(
        objective,
        Surrogates.randomAdvantages(TRAJECTORIES, 41),
        Score.LOG_PROB,
        ObjectiveResult::policyLoss);
  }

  @ParameterizedTest
  @EnumSource
  void ppo_randomTrajectories_isTheFiniteDifference(PpoObjective.Reduction reduction) {
    PpoObjective objective = PpoObjective.builder(reduction).build();
    List<ScoredExample<ActorCriticTrajectory>> batch =
        Surrogates.randomActorCritics(TRAJECTORIES, 43);

    assertIsDerivative(objective, batch, Score.LOG_PROB, ObjectiveResult::policyLoss);
    assertIsDerivative(objective, batch, Score.VALUE, ObjectiveResult::valueLoss);
    Diagnostics diagnostics = objective.evaluate(batch, Surrogates.context(batch)).diagnostics();
    assertThat(diagnostics.samples("clipped")).contains(0, 1);
    assertThat(diagnostics.samples("value/clipped")).contains(0, 1);
  }

  private static <E extends Example> void assertIsDerivative(
      Objective<E> objective,
      List<ScoredExample<E>> batch,
      Score by,
      ToDoubleFunction<ObjectiveResult> loss) {
    BatchContext context = Surrogates.context(batch);
    ObjectiveResult result = objective.evaluate(batch, context);
    for (int i = 0; i < batch.size(); i++) {
      double[] parameters = batch.get(i).only().get(by);
      double[] gradient = result.gradients().get(i).get(by).orElseThrow();
      for (int p = 0; p < parameters.length; p++) {
        double at = parameters[p];
        parameters[p] = at + STEP;
        double up = loss.applyAsDouble(objective.evaluate(batch, context));
        parameters[p] = at - STEP;
        double down = loss.applyAsDouble(objective.evaluate(batch, context));
        parameters[p] = at;
        assertThat(gradient[p]).isCloseTo((up - down) / (2 * STEP), within(FINITE_DIFFERENCE));
      }
    }
  }
}
