package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.PreferencePair;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RebelObjectiveTest {
  /** A few roundings of numbers of order 10. */
  private static final double EXACT = 1e-12;

  private final RebelObjective rebel = new RebelObjective(0.5);

  @Test
  void evaluate_pair_regressesTheRewardsOnTheLogRatios() {
    // beta h = 0.5 * (3 - 1) = 1, r - r' = 3
    ScoredExample<PreferencePair> pair =
        Answers.pair(Answers.answer(2, 1, 2), Answers.answer(-1, 1));

    ObjectiveResult result = Answers.evaluate(rebel, List.of(pair));

    assertThat(result.policyLoss()).isCloseTo(4, within(EXACT));
    // 2 * beta * residual = 2 * 0.5 * -2
    assertThat(Answers.gradient(result, 0)).containsExactly(new double[] {-2, -2}, within(EXACT));
    assertThat(Answers.gradient(result, 1)).containsExactly(new double[] {2}, within(EXACT));
    assertThat(result.diagnostics().samples("residual")).containsExactly(-2);
    assertThat(result.diagnostics().samples("rewardMargin")).containsExactly(3);
    assertThat(result.diagnostics().samples("margin")).containsExactly(1);
  }

  @Test
  void evaluate_answersSwapped_isTheSame() {
    TrajectoryScores one = Answers.answer(2, 1, 2);
    TrajectoryScores other = Answers.answer(-1, 1);

    ObjectiveResult result = Answers.evaluate(rebel, List.of(Answers.pair(one, other)));
    ObjectiveResult swapped = Answers.evaluate(rebel, List.of(Answers.pair(other, one)));

    assertThat(swapped.policyLoss()).isEqualTo(result.policyLoss());
    assertThat(Answers.gradient(swapped, 1)).isEqualTo(Answers.gradient(result, 0));
  }

  @Test
  void evaluate_rewardsHalfApart_isIpoTimesBetaSquared() {
    ScoredExample<PreferencePair> pair =
        Answers.pair(Answers.answer(.5, 1, 2), Answers.answer(0, 1));

    double ipo = Answers.evaluate(IpoObjective.of(0.5), List.of(pair)).policyLoss();

    assertThat(Answers.evaluate(rebel, List.of(pair)).policyLoss())
        .isCloseTo(.25 * ipo, within(EXACT));
  }

  @Test
  void constructor_badBeta_isRejected() {
    assertThat(rebel.beta()).isEqualTo(0.5);
    assertThat(rebel.name()).isEqualTo("rebel");
    assertThatThrownBy(() -> new RebelObjective(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got NaN");
  }
}
