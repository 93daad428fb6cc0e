package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.PreferencePair;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DpoObjectiveTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** As printed in the notes the numbers come from. */
  private static final double SIX_DIGITS = 5e-7;

  private final DpoObjective dpo = DpoObjective.builder().build();

  private static double loss(DpoObjective objective, double chosen, double rejected) {
    return Answers.evaluate(
            objective,
            List.of(Answers.pair(Answers.answer(0, chosen), Answers.answer(0, rejected))))
        .policyLoss();
  }

  @Test
  void evaluate_policyIsTheReference_isLogTwo() {
    ScoredExample<PreferencePair> pair =
        Answers.pair(Answers.answer(1, 0, 0), Answers.answer(0, 0));

    ObjectiveResult result = Answers.evaluate(dpo, List.of(pair));

    assertThat(result.policyLoss()).isCloseTo(0.693147, within(SIX_DIGITS));
    assertThat(result.valueLoss()).isZero();
    // -beta / 2 for the chosen answer's tokens, +beta / 2 for the rejected one's
    assertThat(Answers.gradient(result, 0))
        .containsExactly(new double[] {-.05, -.05}, within(EXACT));
    assertThat(Answers.gradient(result, 1)).containsExactly(new double[] {.05}, within(EXACT));
  }

  @Test
  void evaluate_twoPairs_areSummedOverTokensAndAveragedOverPairs() {
    // h = (2 - 1) - (-3) = 4 and h = -1
    ScoredExample<PreferencePair> right =
        Answers.pair(Answers.answer(0, 2, -1), Answers.answer(0, -3));
    ScoredExample<PreferencePair> wrong = Answers.pair(Answers.answer(0, 0), Answers.answer(0, 1));

    ObjectiveResult result = Answers.evaluate(dpo, List.of(right, wrong));

    double loss = (Math.log1p(Math.exp(-.4)) + Math.log1p(Math.exp(.1))) / 2;
    assertThat(result.policyLoss()).isCloseTo(loss, within(EXACT));
    double slope = .1 / 2 / (1 + Math.exp(.4));
    assertThat(Answers.gradient(result, 0))
        .containsExactly(new double[] {-slope, -slope}, within(EXACT));
  }

  @Test
  void evaluate_constantAddedToBothLogRatios_isUnchanged() {
    assertThat(loss(dpo, 2.5, 1.5)).isCloseTo(loss(dpo, 0.5, -0.5), within(EXACT));
  }

  @Test
  void evaluate_answersSwapped_turnsTheMargin() {
    TrajectoryScores one = Answers.answer(0, 2, 1);
    TrajectoryScores other = Answers.answer(0, -1);

    ObjectiveResult result = Answers.evaluate(dpo, List.of(Answers.pair(one, other)));
    ObjectiveResult swapped = Answers.evaluate(dpo, List.of(Answers.pair(other, one)));

    // log sigma(x) - log sigma(-x) = x
    assertThat(swapped.policyLoss() - result.policyLoss()).isCloseTo(.4, within(EXACT));
    assertThat(swapped.diagnostics().mean("margin")).isCloseTo(-.4, within(EXACT));
    assertThat(result.diagnostics().mean("accuracy")).isEqualTo(1);
    assertThat(swapped.diagnostics().mean("accuracy")).isZero();
  }

  @Test
  void conservative_tenPercentWrongLabels_hasItsMinimumWhereTheOddsAre() {
    DpoObjective conservative = DpoObjective.builder().labelSmoothing(0.1).build();
    // log(0.9 / 0.1) / 0.1
    double h = 21.972246;

    ObjectiveResult atMinimum =
        Answers.evaluate(
            conservative, List.of(Answers.pair(Answers.answer(0, h), Answers.answer(0, 0))));

    assertThat(atMinimum.policyLoss()).isCloseTo(0.325083, within(SIX_DIGITS));
    assertThat(Answers.gradient(atMinimum, 0)[0]).isCloseTo(0, within(1e-9));
    assertThat(loss(conservative, h + 1, 0)).isGreaterThan(atMinimum.policyLoss());
    assertThat(loss(conservative, h - 1, 0)).isGreaterThan(atMinimum.policyLoss());
  }

  @Test
  void robust_labelsFlippedAtTheAssumedRate_isTheLossOnRightLabels() {
    double epsilon = 0.2;
    DpoObjective robust = DpoObjective.builder().labelSmoothing(epsilon).robust(true).build();

    double expected = (1 - epsilon) * loss(robust, 3, 1) + epsilon * loss(robust, 1, 3);

    assertThat(expected).isCloseTo(loss(dpo, 3, 1), within(EXACT));
  }

  @Test
  void nll_chosenAnswer_isTheMeanOverItsTokens() {
    DpoObjective withNll = DpoObjective.builder().nllCoefficient(0.5).build();
    // log-probs -1 + d: 0 and -3
    ScoredExample<PreferencePair> pair =
        Answers.pair(Answers.answer(0, 1, -2), Answers.answer(0, 4));

    ObjectiveResult result = Answers.evaluate(withNll, List.of(pair));
    ObjectiveResult without = Answers.evaluate(dpo, List.of(pair));

    assertThat(result.policyLoss()).isCloseTo(without.policyLoss() + .5 * 1.5, within(EXACT));
    assertThat(Answers.gradient(result, 0)[1])
        .isCloseTo(Answers.gradient(without, 0)[1] - .5 / 2, within(EXACT));
    assertThat(Answers.gradient(result, 1)).isEqualTo(Answers.gradient(without, 1));
  }

  @Test
  void evaluate_hugeMargins_staysFinite() {
    assertThat(loss(dpo, -1e6, 0)).isCloseTo(1e5, within(1e-9));
    assertThat(loss(dpo, 1e6, 0)).isZero();
  }

  @Test
  void diagnostics_pair_haveTheDocumentedSamples() {
    ScoredExample<PreferencePair> pair =
        Answers.pair(Answers.answer(0, 2, -1), Answers.answer(0, -3));

    Diagnostics diagnostics = Answers.evaluate(dpo, List.of(pair)).diagnostics();

    assertThat(diagnostics.mean("margin")).isCloseTo(.4, within(EXACT));
    assertThat(diagnostics.samples("logRatio/chosen")).containsExactly(1);
    assertThat(diagnostics.samples("logRatio/rejected")).containsExactly(-3);
    assertThat(diagnostics.samples("logProb/chosen")).containsExactly(-.5);
    assertThat(diagnostics.samples("logProb/rejected")).containsExactly(-4);
    assertThat(diagnostics.samples("length")).containsExactly(2, 1);
    assertThat(diagnostics.samples("truncated")).containsExactly(0, 0);
    // e^-d + d - 1
    double[] kl = {(Math.exp(-2) + 1 + Math.exp(1) - 2) / 2, Math.exp(3) - 4};
    assertThat(diagnostics.samples("kl")).containsExactly(kl, within(EXACT));
  }

  @Test
  void builder_defaults_areThePapers() {
    assertThat(dpo.name()).isEqualTo("dpo");
    assertThat(dpo.beta()).isEqualTo(0.1);
    assertThat(dpo.labelSmoothing()).isZero();
    assertThat(dpo.robust()).isFalse();
    assertThat(dpo.nllCoefficient()).isZero();
  }

  @Test
  void builder_badSettings_areRejected() {
    DpoObjective.Builder builder = DpoObjective.builder();
    assertThatThrownBy(() -> builder.beta(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.labelSmoothing(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labelSmoothing must be in [0, 0.5), got 0.5");
    assertThatThrownBy(() -> builder.nllCoefficient(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nllCoefficient must be finite and >= 0, got NaN");
    assertThatThrownBy(() -> builder.robust(true).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labelSmoothing must be > 0 where robust is set, got 0.0");
  }
}
