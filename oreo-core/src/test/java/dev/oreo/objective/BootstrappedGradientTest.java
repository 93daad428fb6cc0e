package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.math.KlDivergence;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradients of {@link DqoObjective} and {@link PathConsistencyObjective} against central
 * differences of the losses as the equations write them.
 */
final class BootstrappedGradientTest {
  private static final int TRIALS = 8;
  private static final double BETA = 0.4;
  private static final double KL = 0.3;
  private static final double STEP = 1e-5;

  /** Truncation STEP^2 and rounding 1e-14 / STEP, for losses of order 100. */
  private static final double FINITE_DIFFERENCE = 1e-8;

  /** Sums of tens of terms of order 10, in another order. */
  private static final double EXACT = 1e-11;

  private final Random random = new Random(29);

  @ParameterizedTest
  @CsvSource({
    "0, true, false",
    "0, true, true",
    "0.5, false, true",
    "0.9, true, false",
    "0.9, true, true",
    "1, true, false",
    "1, false, true"
  })
  void dqo_randomTrajectories_isTheFiniteDifference(
      double lambda, boolean importanceWeight, boolean fullGradient) {
    DqoObjective objective =
        DqoObjective.builder()
            .beta(BETA)
            .lambda(lambda)
            .importanceWeight(importanceWeight)
            .fullGradient(fullGradient)
            .klCoefficient(KL)
            .klEstimator(KlEstimator.K3)
            .build();
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores at = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      ObjectiveResult result = Examples.evaluate(objective, at);

      assertThat(result.policyLoss()).isCloseTo(dqoPolicyLoss(objective, at, at), within(EXACT));
      assertThat(result.valueLoss()).isCloseTo(dqoValueLoss(objective, at, at), within(EXACT));
      assertIsDerivative(result, at, Score.LOG_PROB, live -> dqoPolicyLoss(objective, live, at));
      assertIsDerivative(result, at, Score.VALUE, live -> dqoValueLoss(objective, live, at));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0.2", "5, 0", "100, 0.2"})
  void pathConsistency_randomTrajectories_isTheFiniteDifferenceOfOneLoss(
      int window, double trustCoefficient) {
    PathConsistencyObjective objective =
        PathConsistencyObjective.builder()
            .beta(BETA)
            .window(window)
            .trustCoefficient(trustCoefficient)
            .build();
    for (int trial = 0; trial < TRIALS; trial++) {
      TrajectoryScores at = Examples.randomScores(Examples.randomTrajectory(random, 5), random);
      ObjectiveResult result = Examples.evaluate(objective, at);

      assertThat(result.policyLoss())
          .isCloseTo(pathConsistencyLoss(objective, window, at), within(EXACT));
      for (Score score : List.of(Score.LOG_PROB, Score.VALUE)) {
        assertIsDerivative(result, at, score, live -> pathConsistencyLoss(objective, window, live));
      }
    }
  }

  /** Nothing but d_h is live, and with the full gradient the log-ratios in G. */
  private static double dqoPolicyLoss(
      DqoObjective objective, TrajectoryScores live, TrajectoryScores frozen) {
    List<Token> tokens = tokens(live);
    List<Token> frozenTokens = tokens(frozen);
    List<Token> returns = new ArrayList<>();
    for (int h = 0; h < tokens.size(); h++) {
      double logRatio = (objective.fullGradient() ? tokens : frozenTokens).get(h).logRatio;
      Token token = frozenTokens.get(h);
      returns.add(new Token(token.reward, logRatio, token.trust, token.value));
    }
    double sum = 0;
    double kl = 0;
    for (int h = 0; h < tokens.size(); h++) {
      Token token = tokens.get(h);
      double residual =
          frozenTokens.get(h).value
              + BETA * token.logRatio
              - token.reward
              - lambdaReturn(returns, objective.lambda(), h + 1);
      sum += residual * residual;
      kl += KlDivergence.k3(token.logRatio);
    }
    return (weight(objective, frozenTokens) * sum + KL * kl) / tokens.size();
  }

  private static double dqoValueLoss(
      DqoObjective objective, TrajectoryScores live, TrajectoryScores frozen) {
    List<Token> tokens = tokens(live);
    List<Token> frozenTokens = tokens(frozen);
    double sum = 0;
    for (int h = 0; h < tokens.size(); h++) {
      double residual = tokens.get(h).value - lambdaReturn(frozenTokens, objective.lambda(), h);
      sum += residual * residual;
    }
    return weight(objective, frozenTokens) * sum / tokens.size();
  }

  private static double weight(DqoObjective objective, List<Token> tokens) {
    double sum = tokens.stream().mapToDouble(Token::logRatio).sum();
    return objective.importanceWeight() ? Math.min(Math.E, Math.exp(sum)) : 1;
  }

  /** {@code (1 - lambda) sum_{n<N} lambda^(n-1) G^(n) + lambda^(N-1) G^(N)}, N tokens left. */
  private static double lambdaReturn(List<Token> tokens, double lambda, int h) {
    int left = tokens.size() - h;
    double weighted = 0;
    double nStep = 0;
    for (int n = 1; n <= left; n++) {
      Token token = tokens.get(h + n - 1);
      nStep += token.reward - BETA * token.logRatio;
      weighted +=
          n < left
              ? (1 - lambda) * Math.pow(lambda, n - 1) * (nStep + tokens.get(h + n).value)
              : Math.pow(lambda, n - 1) * nStep;
    }
    return weighted;
  }

  private static double pathConsistencyLoss(
      PathConsistencyObjective objective, int window, TrajectoryScores scores) {
    List<Token> tokens = tokens(scores);
    double sum = 0;
    for (int i = 0; i < tokens.size(); i++) {
      int end = Math.min(i + window, tokens.size());
      double residual = (end < tokens.size() ? tokens.get(end).value : 0) - tokens.get(i).value;
      for (Token token : tokens.subList(i, end)) {
        residual +=
            token.reward - BETA * token.logRatio - objective.trustCoefficient() * token.trust;
      }
      sum += residual * residual / 2;
    }
    return sum / tokens.size();
  }

  /** One action token: its reward, log-ratios to reference and average, and its state's value. */
  private record Token(double reward, double logRatio, double trust, double value) {}

  private static List<Token> tokens(TrajectoryScores scores) {
    Trajectory trajectory = scores.trajectory();
    List<Token> tokens = new ArrayList<>();
    for (Step step : trajectory.steps()) {
      for (int p = step.firstPosition(); p < step.endPosition(); p++) {
        double logProb = scores.get(Score.LOG_PROB)[p];
        tokens.add(
            new Token(
                p == step.endPosition() - 1 ? step.reward() : 0,
                logProb - scores.get(Score.REFERENCE_LOG_PROB)[p],
                logProb - scores.get(Score.AVERAGED_LOG_PROB)[p],
                scores.get(Score.VALUE)[p]));
      }
    }
    return tokens;
  }

  private static void assertIsDerivative(
      ObjectiveResult result,
      TrajectoryScores at,
      Score score,
      ToDoubleFunction<TrajectoryScores> loss) {
    double[] gradient = Examples.gradient(result, score);
    for (int p = 0; p < gradient.length; p++) {
      double difference =
          loss.applyAsDouble(moved(at, score, p, STEP))
              - loss.applyAsDouble(moved(at, score, p, -STEP));
      assertThat(gradient[p]).isCloseTo(difference / (2 * STEP), within(FINITE_DIFFERENCE));
    }
  }

  private static TrajectoryScores moved(
      TrajectoryScores scores, Score score, int position, double by) {
    double[] values = scores.get(score).clone();
    values[position] += by;
    return Examples.with(scores, score, values);
  }
}
