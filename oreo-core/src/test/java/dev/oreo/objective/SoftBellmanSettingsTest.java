package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Granularity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which settings go together, and the regulariser's weight that follows a target. */
final class SoftBellmanSettingsTest {
  /** Adam's epsilon 1e-8 over the gradients .02 and .05, times the learning rate 1e-3. */
  private static final double EPSILON_OF_STEP = 1e-9;

  @ParameterizedTest
  @EnumSource(names = {"ONE_STEP", "FULL_SUFFIX"})
  void build_otherFormAtResponseLevel_isRejected(BellmanForm form) {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(Granularity.RESPONSE).form(form);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("form must be MULTI_STEP at granularity RESPONSE, got " + form);
  }

  @Test
  void build_tokenMeanAtStepLevel_isRejected() {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(Granularity.STEP)
            .importanceWeighting(ImportanceWeighting.PER_TRAJECTORY_TOKEN_MEAN);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "importanceWeighting must be NONE or PER_TRAJECTORY at granularity STEP, as the number"
                + " of an update's steps is not known, got PER_TRAJECTORY_TOKEN_MEAN");
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKEN", "STEP"})
  void build_hingeOtherThanAtResponseLevel_isRejected(Granularity granularity) {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(granularity).hingeCoefficient(.5);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hingeCoefficient must be 0 unless granularity is RESPONSE, got 0.5 and "
                + granularity);
  }

  @Test
  void build_coefficientAndTarget_isRejected() {
    SoftBellmanObjective.Builder builder =
        SoftBellmanObjective.builder(Granularity.TOKEN).klTarget(.02).klCoefficient(0);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("klCoefficient must not be set with klTarget, got 0.0 and 0.02");
  }

  @Test
  void builder_numbersOutOfRange_areRejected() {
    SoftBellmanObjective.Builder builder = SoftBellmanObjective.builder(Granularity.RESPONSE);

    assertThatThrownBy(() -> builder.clipLogRatio(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clipLogRatio must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.clipLogRatio(Double.POSITIVE_INFINITY))
        .hasMessage("clipLogRatio must be finite and > 0, got Infinity");
    assertThatThrownBy(() -> builder.hingeCoefficient(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hingeCoefficient must be finite and >= 0, got -1.0");
    assertThatThrownBy(() -> builder.klTarget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("klTarget must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.klTarget(Double.NaN))
        .hasMessage("klTarget must be finite and > 0, got NaN");
  }

  @Test
  void klTarget_firstUpdate_reportsCoefficientOne() {
    SoftBellmanObjective objective = following(.1);
    TrajectoryScores scores = Examples.scores(Examples.answer(0, 1), new double[1], new double[1]);

    ObjectiveResult result =
        Examples.evaluate(objective, Examples.with(scores, Score.REVERSE_KL, new double[] {.3}));

    assertThat(objective.klCoefficient()).isEqualTo(1);
    assertThat(result.policyLoss()).isEqualTo(.3);
    assertThat(result.diagnostics().samples("klCoefficient")).containsExactly(1);
    assertThat(objective.requiredScores()).contains(Score.REVERSE_KL);
  }

  @ParameterizedTest
  @CsvSource({"0.12, 0.001", "0.05, -0.001"})
  void next_meanKlOffTheTarget_movesTheCoefficientTowardsIt(double kl, double moved) {
    Diagnostics update = new Diagnostics();
    update.add("kl", kl - .01);
    update.add("kl", kl + .01);

    SoftBellmanObjective next = following(.1).next(update);

    assertThat(Math.log(next.klCoefficient())).isCloseTo(moved, within(EPSILON_OF_STEP));
    assertThat(next.requiredScores()).isEqualTo(following(.1).requiredScores());
    assertThat(next.granularity()).isEqualTo(Granularity.TOKEN);
    assertThat(next.beta()).isEqualTo(.2);
  }

  @Test
  void next_twoUpdates_keepsAdamsMoments() {
    Diagnostics above = new Diagnostics();
    above.add("kl", .3);
    Diagnostics below = new Diagnostics();
    below.add("kl", -.1);

    SoftBellmanObjective next = following(.1).next(above).next(below);

    assertThat(Math.log(next.klCoefficient())).isCloseTo(.001 * 18 / 19, within(EPSILON_OF_STEP));
  }

  @Test
  void next_nothingMeasured_keepsTheCoefficient() {
    assertThat(following(.1).next(new Diagnostics()).klCoefficient()).isEqualTo(1);
  }

  @Test
  void next_fixedCoefficient_isTheSameObjective() {
    SoftBellmanObjective objective = SoftBellmanObjective.builder(Granularity.STEP).build();
    Diagnostics update = new Diagnostics();
    update.add("kl", 5);

    assertThat(objective.next(update)).isSameAs(objective);
  }

  private static SoftBellmanObjective following(double target) {
    return SoftBellmanObjective.builder(Granularity.TOKEN).beta(.2).klTarget(target).build();
  }
}
