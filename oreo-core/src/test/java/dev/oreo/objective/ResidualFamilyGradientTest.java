package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every gradient against central differences of the loss: none of these freezes part of a network.
 */
final class ResidualFamilyGradientTest {
  private static final int VOCABULARY = 4;
  private static final double BETA = 0.4;
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 and rounding 1e-15 / STEP, for losses of order 100. */
  private static final double FINITE_DIFFERENCE = 2e-7;

  /** The same logits, moved by a constant: rounding of losses below 1000. */
  private static final double EXACT = 1e-9;

  private final Random random = new Random(29);

  static Stream<ObjectiveCase<?>> all() {
    return ObjectiveCase.all(BETA).stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientByScore_randomBatch_isTheFiniteDifference(ObjectiveCase<?> objective) {
    List<TrajectoryScores> batch = new ArrayList<>();
    for (int b = 0; b < 4; b++) {
      batch.add(Examples.randomScores(Examples.randomTrajectory(random, VOCABULARY), random));
    }
    List<TrajectoryGradients> gradients = objective.evaluate(batch).gradients();

    for (int b = 0; b < batch.size(); b++) {
      for (Score score : objective.objective().requiredScores()) {
        double[] scores = batch.get(b).get(score);
        double[] gradient = gradients.get(b).get(score).orElse(new double[scores.length]);
        switch (score.network()) {
          case POLICY ->
              assertIsDerivative(scores, () -> objective.evaluate(batch).policyLoss(), gradient);
          case VALUE_FUNCTION ->
              assertIsDerivative(scores, () -> objective.evaluate(batch).valueLoss(), gradient);
          case NONE -> assertThat(gradient).containsOnly(0);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientByLogit_randomTrajectories_isTheFiniteDifference(ObjectiveCase<?> objective) {
    List<LogitModel> models = List.of(model(), model(), model());
    List<TrajectoryGradients> gradients = objective.evaluate(scores(models)).gradients();

    for (int b = 0; b < models.size(); b++) {
      double[][] gradient = models.get(b).backward(gradients.get(b));
      for (int p = 0; p < gradient.length; p++) {
        assertIsDerivative(
            models.get(b).logits()[p],
            () -> objective.evaluate(scores(models)).policyLoss(),
            gradient[p]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void evaluate_constantAddedToLogits_matters(ObjectiveCase<?> objective) {
    // to TBRM at the first action position, to ShiQ at all of them, to the others nowhere
    LogitModel other = model();
    LogitModel model = model();
    double before = objective.evaluate(scores(List.of(other, model))).policyLoss();
    boolean[] actions = model.scores().trajectory().actionMask();
    int first = model.scores().trajectory().steps().get(0).firstPosition();

    for (int p = 0; p < actions.length; p++) {
      addToRow(model.logits()[p], 1);
      double after = objective.evaluate(scores(List.of(other, model))).policyLoss();
      addToRow(model.logits()[p], -1);

      boolean matters =
          (objective.objective() instanceof ShiqObjective && actions[p])
              || (objective.objective() instanceof TbrmObjective && p == first);
      assertThat(Math.abs(after - before) > EXACT).isEqualTo(matters);
    }
  }

  private LogitModel model() {
    return new LogitModel(Examples.randomTrajectory(random, VOCABULARY), VOCABULARY, random);
  }

  private static List<TrajectoryScores> scores(List<LogitModel> models) {
    return models.stream().map(LogitModel::scores).toList();
  }

  private static void addToRow(double[] row, double constant) {
    for (int j = 0; j < row.length; j++) {
      row[j] += constant;
    }
  }

  private static void assertIsDerivative(
      double[] parameters, DoubleSupplier loss, double[] gradient) {
    for (int j = 0; j < parameters.length; j++) {
      double at = parameters[j];
      parameters[j] = at + STEP;
      double up = loss.getAsDouble();
      parameters[j] = at - STEP;
      double down = loss.getAsDouble();
      parameters[j] = at;

      assertThat(gradient[j]).isCloseTo((up - down) / (2 * STEP), within(FINITE_DIFFERENCE));
    }
  }
}
