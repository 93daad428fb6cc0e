package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and gradients of the variants against the equations written out state by state. */
final class SoftBellmanVariantGradientTest {
  private static final int TRIALS = 8;
  private static final double BETA = 0.4;
  private static final double CLIP = 1.5;
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 (the losses are quadratic) and rounding 1e-14 / STEP, for losses of 10s. */
  private static final double FINITE_DIFFERENCE = 1e-8;

  /** Sums of tens of terms up to 100 in another order. */
  private static final double EXACT = 1e-11;

  /** One trajectory of an update of three. */
  private static final BatchCounts COUNTS = new BatchCounts(3, 3, 31);

  private final Random random = new Random(31);

  static Stream<Arguments> variants() {
    List<Arguments> variants = new ArrayList<>();
    for (Granularity granularity : Granularity.values()) {
      for (BellmanForm form : BellmanForm.values()) {
        for (ImportanceWeighting weighting : ImportanceWeighting.values()) {
          if (SoftBellmanVariants.accepted(granularity, form, weighting)) {
            variants.add(Arguments.of(granularity, form, weighting));
          }
        }
      }
    }
    return variants.stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientByLogProb_randomTrajectories_isTheFiniteDifference(
      Granularity granularity, BellmanForm form, ImportanceWeighting weighting) {
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores scores = randomScores();
      for (boolean averaged : new boolean[] {false, true}) {
        ObjectiveResult result =
            evaluate(
                builder(granularity)
                    .form(form)
                    .importanceWeighting(weighting)
                    .averagedPolicy(averaged)
                    .build(),
                scores);
        boolean weighs = form != BellmanForm.ONE_STEP && granularity != Granularity.RESPONSE;
        double share =
            share(weighs ? weighting : ImportanceWeighting.NONE, scores, averaged)
                / count(scores.trajectory().stateMask(granularity));

        ToDoubleFunction<TrajectoryScores> loss =
            live -> share * sumOfSquares(granularity, form, live, scores);
        assertThat(result.policyLoss()).isCloseTo(loss.applyAsDouble(scores), within(EXACT));
        assertIsDerivative(loss, scores, Score.LOG_PROB, result);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientByValue_randomTrajectories_isTheFiniteDifference(
      Granularity granularity, BellmanForm form, ImportanceWeighting weighting) {
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores scores = randomScores();
      for (boolean averaged : new boolean[] {false, true}) {
        SoftBellmanObjective objective =
            builder(granularity)
                .form(form)
                .importanceWeighting(weighting)
                .averagedPolicy(averaged)
                .clipLogRatio(CLIP)
                .build();
        ObjectiveResult result = evaluate(objective, scores);
        boolean[] states =
            scores
                .trajectory()
                .stateMask(granularity == Granularity.STEP ? Granularity.STEP : Granularity.TOKEN);
        double share = share(weighting, scores, averaged) / count(states);

        ToDoubleFunction<TrajectoryScores> loss =
            changed -> share * clippedSquares(states, changed, averaged);
        assertThat(result.valueLoss()).isCloseTo(loss.applyAsDouble(scores), within(EXACT));
        assertIsDerivative(loss, scores, Score.VALUE, result);
        assertThat(result.gradients().get(0).get(Score.AVERAGED_LOG_PROB)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, -0.5})
  void hingeGradient_successes_isTheFiniteDifference(double logRatio) {
    SoftBellmanObjective objective = builder(Granularity.RESPONSE).hingeCoefficient(.7).build();
    Trajectory success =
        Trajectory.of("agent", new int[6], List.of(new Step(1, 3, .25), new Step(4, 6, .75)));
    double[] logRatios = new double[5];
    Arrays.fill(logRatios, logRatio);
    TrajectoryScores scores = Examples.scores(success, logRatios, new double[5]);

    assertIsDerivative(
        live -> evaluate(objective, live).policyLoss(),
        scores,
        Score.LOG_PROB,
        evaluate(objective, scores));
  }

  /** What a mean over states is multiplied by, with the weight of the scores as they are. */
  private static double share(
      ImportanceWeighting weighting, TrajectoryScores scores, boolean averaged) {
    double logRatio = 0;
    for (int p = 0; p < scores.trajectory().positions(); p++) {
      logRatio += logRatio(scores, p, averaged);
    }
    double weight = Math.exp(Math.min(logRatio, 1));
    return switch (weighting) {
      case NONE -> 1.0 / 3;
      case PER_TRAJECTORY -> weight / 3;
      case PER_TRAJECTORY_TOKEN_MEAN -> weight * scores.trajectory().actionCount() / 31;
    };
  }

  /** Sum over states of the policy loss's squares; what the form holds constant is frozen. */
  private static double sumOfSquares(
      Granularity granularity, BellmanForm form, TrajectoryScores live, TrajectoryScores frozen) {
    Trajectory trajectory = live.trajectory();
    double[] values = frozen.get(Score.VALUE);
    List<Integer> states = positions(trajectory.stateMask(granularity));
    int end = trajectory.positions();
    double sum = 0;
    for (int k = 0; k < states.size(); k++) {
      int from = states.get(k);
      int to = k + 1 < states.size() ? states.get(k + 1) : end;
      double own = BETA * logRatios(live, from, to);
      double residual =
          switch (form) {
            case MULTI_STEP ->
                values[from]
                    - rewards(trajectory, from, end)
                    + own
                    + BETA * logRatios(frozen, to, end);
            case FULL_SUFFIX ->
                values[from]
                    - rewards(trajectory, from, end)
                    + own
                    + BETA * logRatios(live, to, end);
            case ONE_STEP ->
                values[from] - rewards(trajectory, from, to) - (to < end ? values[to] : 0) + own;
          };
      sum += residual * residual;
    }
    return sum;
  }

  private static double clippedSquares(
      boolean[] states, TrajectoryScores scores, boolean averaged) {
    int end = scores.trajectory().positions();
    double sum = 0;
    for (int p : positions(states)) {
      double logRatioToGo = 0;
      for (int q = p; q < end; q++) {
        logRatioToGo += logRatio(scores, q, averaged);
      }
      double clipped = Math.max(-CLIP, Math.min(logRatioToGo, CLIP));
      double residual =
          scores.get(Score.VALUE)[p] + BETA * clipped - rewards(scores.trajectory(), p, end);
      sum += residual * residual;
    }
    return sum;
  }

  /** What is earned by the actions chosen at the positions {@code [from, to)}. */
  private static double rewards(Trajectory trajectory, int from, int to) {
    double sum = 0;
    for (Step step : trajectory.steps()) {
      int last = step.endPosition() - 1;
      sum += from <= last && last < to ? step.reward() : 0;
    }
    return sum;
  }

  private static double logRatios(TrajectoryScores scores, int from, int to) {
    double sum = 0;
    for (int p = from; p < to; p++) {
      sum += logRatio(scores, p, false);
    }
    return sum;
  }

  private static double logRatio(TrajectoryScores scores, int position, boolean averaged) {
    Score logProb = averaged ? Score.AVERAGED_LOG_PROB : Score.LOG_PROB;
    return scores.trajectory().actionMask()[position]
        ? scores.get(logProb)[position] - scores.get(Score.REFERENCE_LOG_PROB)[position]
        : 0;
  }

  private static List<Integer> positions(boolean[] mask) {
    List<Integer> positions = new ArrayList<>();
    for (int p = 0; p < mask.length; p++) {
      if (mask[p]) {
        positions.add(p);
      }
    }
    return positions;
  }

  private static int count(boolean[] mask) {
    return positions(mask).size();
  }

  private TrajectoryScores randomScores() {
    return Examples.randomScores(Examples.randomTrajectory(random, 4), random);
  }

  private static SoftBellmanObjective.Builder builder(Granularity granularity) {
    return SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(0);
  }

  private static ObjectiveResult evaluate(SoftBellmanObjective objective, TrajectoryScores scores) {
    return Examples.evaluate(objective, List.of(scores), COUNTS);
  }

  private static void assertIsDerivative(
      ToDoubleFunction<TrajectoryScores> loss,
      TrajectoryScores scores,
      Score by,
      ObjectiveResult result) {
    double[] gradient = Examples.gradient(result, by);
    for (int p = 0; p < gradient.length; p++) {
      double[] up = scores.get(by).clone();
      double[] down = scores.get(by).clone();
      up[p] += STEP;
      down[p] -= STEP;
      double difference =
          loss.applyAsDouble(Examples.with(scores, by, up))
              - loss.applyAsDouble(Examples.with(scores, by, down));

      assertThat(gradient[p]).isCloseTo(difference / (2 * STEP), within(FINITE_DIFFERENCE));
    }
  }
}
