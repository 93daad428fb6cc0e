package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient against central differences of the loss as the equations write it. */
final class SoftBellmanGradientTest {
  private static final int TRIALS = 8;
  private static final int VOCABULARY = 4;
  private static final double BETA = 0.4;
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 and rounding 1e-15 / STEP, for losses of order 10. */
  private static final double FINITE_DIFFERENCE = 1e-8;

  /** The same logits, moved by a constant: rounding of numbers below 10. */
  private static final double EXACT = 1e-12;

  private final Random random = new Random(23);

  @ParameterizedTest
  @EnumSource
  void gradientByValue_randomTrajectories_isTheFiniteDifference(Granularity granularity) {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0).build();
    for (int trial = 0; trial < TRIALS; trial++) {
      LogitModel model = model();
      double[] gradient =
          Examples.gradient(Examples.evaluate(objective, model.scores()), Score.VALUE);

      assertIsDerivative(
          model.values(), () -> Examples.evaluate(objective, model.scores()).valueLoss(), gradient);
    }
  }

  static Stream<Arguments> granularitiesAndEstimators() {
    return Stream.of(Granularity.values())
        .flatMap(g -> Stream.of(KlEstimator.values()).map(e -> Arguments.of(g, e)));
  }

  @ParameterizedTest
  @MethodSource("granularitiesAndEstimators")
  void gradientByLogit_randomTrajectories_isTheFiniteDifference(
      Granularity granularity, KlEstimator estimator) {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).beta(BETA).klEstimator(estimator).build();
    for (int trial = 0; trial < TRIALS; trial++) {
      LogitModel model = model();
      TrajectoryScores frozen = model.scores();
      ObjectiveResult result = Examples.evaluate(objective, frozen);
      double[][] gradient = model.backward(result.gradients().get(0));

      assertThat(policyLoss(objective, model.scores(), frozen))
          .isCloseTo(result.policyLoss(), within(EXACT));
      for (int p = 0; p < gradient.length; p++) {
        assertIsDerivative(
            model.logits()[p], () -> policyLoss(objective, model.scores(), frozen), gradient[p]);
      }
    }
  }

  @Test
  void responseLevelPolicyLoss_randomTrajectories_needsNothingFrozen() {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(Granularity.RESPONSE).beta(BETA).build();
    LogitModel model = model();
    double[][] gradient =
        model.backward(Examples.evaluate(objective, model.scores()).gradients().get(0));

    for (int p = 0; p < gradient.length; p++) {
      assertIsDerivative(
          model.logits()[p],
          () -> Examples.evaluate(objective, model.scores()).policyLoss(),
          gradient[p]);
    }
  }

  @ParameterizedTest
  @MethodSource("granularitiesAndEstimators")
  void evaluate_constantAddedToLogits_isUnchanged(Granularity granularity, KlEstimator estimator) {
    SoftBellmanObjective objective =
        SoftBellmanObjective.builder(granularity).beta(BETA).klEstimator(estimator).build();
    LogitModel model = model();
    ObjectiveResult before = Examples.evaluate(objective, model.scores());
    double[][] gradientBefore = model.backward(before.gradients().get(0));

    for (double[] row : model.logits()) {
      double constant = random.nextGaussian();
      for (int j = 0; j < row.length; j++) {
        row[j] += constant;
      }
    }

    ObjectiveResult after = Examples.evaluate(objective, model.scores());
    double[][] gradientAfter = model.backward(after.gradients().get(0));
    assertThat(after.policyLoss()).isCloseTo(before.policyLoss(), within(EXACT));
    for (int p = 0; p < gradientBefore.length; p++) {
      assertThat(gradientAfter[p]).containsExactly(gradientBefore[p], within(EXACT));
    }
  }

  private LogitModel model() {
    return new LogitModel(Examples.randomTrajectory(random, VOCABULARY), VOCABULARY, random);
  }

  /**
   * The policy loss of one trajectory, written out state by state: {@code (V - R + beta * (ratios
   * of the state's own action) + beta * (frozen ratios of everything later))^2}, and the
   * regulariser.
   */
  private static double policyLoss(
      SoftBellmanObjective objective, TrajectoryScores live, TrajectoryScores frozen) {
    Trajectory trajectory = live.trajectory();
    boolean[] actions = trajectory.actionMask();
    List<Integer> states = new ArrayList<>();
    for (int p = 0; p < actions.length; p++) {
      if (trajectory.stateMask(objective.granularity())[p]) {
        states.add(p);
      }
    }
    double sum = 0;
    for (int k = 0; k < states.size(); k++) {
      int from = states.get(k);
      int to = k + 1 < states.size() ? states.get(k + 1) : actions.length;
      double residual = frozen.get(Score.VALUE)[from] - returnToGo(trajectory, from);
      for (int q = from; q < actions.length; q++) {
        residual += actions[q] ? BETA * logRatio(q < to ? live : frozen, q) : 0;
      }
      sum += residual * residual;
    }
    return sum / states.size() + objective.klCoefficient() * meanKl(objective, live);
  }

  private static double returnToGo(Trajectory trajectory, int position) {
    int step = 0;
    while (trajectory.steps().get(step).endPosition() <= position) {
      step++;
    }
    return trajectory.returnToGo(step);
  }

  private static double meanKl(SoftBellmanObjective objective, TrajectoryScores scores) {
    boolean[] actions = scores.trajectory().actionMask();
    double sum = 0;
    for (int p = 0; p < actions.length; p++) {
      if (actions[p]) {
        sum +=
            switch (objective.klEstimator()) {
              case EXACT_REVERSE -> scores.get(Score.REVERSE_KL)[p];
              case EXACT_FORWARD -> scores.get(Score.FORWARD_KL)[p];
              case K3 -> KlDivergence.k3(logRatio(scores, p));
            };
      }
    }
    return sum / scores.trajectory().actionCount();
  }

  private static double logRatio(TrajectoryScores scores, int position) {
    return scores.get(Score.LOG_PROB)[position] - scores.get(Score.REFERENCE_LOG_PROB)[position];
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
