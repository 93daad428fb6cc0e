package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.PreferencePair;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IpoObjectiveTest {
  /** A few roundings of numbers of order 10. */
  private static final double EXACT = 1e-12;

  private final ScoredExample<PreferencePair> atReference =
      Answers.pair(Answers.answer(0, 0, 0), Answers.answer(0, 0));
  private final ScoredExample<PreferencePair> pair =
      Answers.pair(Answers.answer(0, 5, 1), Answers.answer(0, 2, 0, -1));

  @Test
  void evaluate_policyIsTheReference_isTheSquaredTarget() {
    // 1 / (4 beta^2)
    assertThat(Answers.evaluate(IpoObjective.of(0.1), List.of(atReference)).policyLoss())
        .isCloseTo(25, within(EXACT));
    assertThat(
            Answers.evaluate(IpoObjective.lengthNormalized(0.1), List.of(atReference)).policyLoss())
        .isCloseTo(25, within(EXACT));
  }

  @Test
  void evaluate_sums_areComparedWithTheTarget() {
    ObjectiveResult result = Answers.evaluate(IpoObjective.of(0.25), List.of(pair));

    // h = 6 - 1 = 5, target 2
    assertThat(result.policyLoss()).isCloseTo(9, within(EXACT));
    assertThat(Answers.gradient(result, 0)).containsExactly(new double[] {6, 6}, within(EXACT));
    assertThat(Answers.gradient(result, 1))
        .containsExactly(new double[] {-6, -6, -6}, within(EXACT));
    assertThat(result.diagnostics().mean("margin")).isCloseTo(1.25, within(EXACT));
  }

  @Test
  void evaluate_lengthNormalized_comparesMeans() {
    ObjectiveResult result = Answers.evaluate(IpoObjective.lengthNormalized(0.25), List.of(pair));

    // h = 3 - 1/3 = 8/3, target 2
    assertThat(result.policyLoss()).isCloseTo(4.0 / 9, within(EXACT));
    assertThat(Answers.gradient(result, 0)[0]).isCloseTo(2.0 / 3, within(EXACT));
    assertThat(Answers.gradient(result, 1)[0]).isCloseTo(-4.0 / 9, within(EXACT));
    assertThat(result.diagnostics().mean("logRatio/chosen")).isCloseTo(3, within(EXACT));
  }

  @Test
  void evaluate_atTheTarget_isZeroWithMarginOneHalf() {
    ScoredExample<PreferencePair> atTarget =
        Answers.pair(Answers.answer(0, 4), Answers.answer(0, 2));

    ObjectiveResult result = Answers.evaluate(IpoObjective.of(0.25), List.of(atTarget));

    assertThat(result.policyLoss()).isZero();
    assertThat(result.diagnostics().mean("margin")).isCloseTo(.5, within(EXACT));
  }

  @Test
  void constructor_badBeta_isRejected() {
    assertThat(IpoObjective.of(0.2).beta()).isEqualTo(0.2);
    assertThat(IpoObjective.of(0.2).name()).isEqualTo("ipo");
    assertThat(IpoObjective.of(0.2).normalizesByLength()).isFalse();
    assertThat(IpoObjective.lengthNormalized(0.2).normalizesByLength()).isTrue();
    assertThatThrownBy(() -> IpoObjective.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got -1.0");
    assertThatThrownBy(() -> IpoObjective.lengthNormalized(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got Infinity");
  }
}
