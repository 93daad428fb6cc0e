package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RewardTransformTest {
  private static final Trajectory TWO_STEPS =
      Trajectory.of("t", new int[4], List.of(new Step(1, 2, .25), new Step(3, 4, 1)));

  @Test
  void apply_stepRewards_scalesAllAndShiftsTheLast() {
    Trajectory transformed = new RewardTransform(2, -1).apply(TWO_STEPS);

    assertThat(transformed.steps()).containsExactly(new Step(1, 2, .5), new Step(3, 4, 1));
    assertThat(transformed.reward()).isEqualTo(2 * TWO_STEPS.reward() - 1);
    assertThat(transformed.id()).isEqualTo("t");
    assertThat(TWO_STEPS.reward()).isEqualTo(1.25);
  }

  @Test
  void apply_stepRewards_transformsTheReturnToGoOfEveryStep() {
    Trajectory transformed = new RewardTransform(4, 3).apply(TWO_STEPS);

    assertThat(transformed.returnToGo(0)).isEqualTo(4 * 1.25 + 3);
    assertThat(transformed.returnToGo(1)).isEqualTo(4 * 1 + 3);
  }

  @ParameterizedTest
  @CsvSource({"0, -1", "1, 1"})
  void apply_authorsDefaults_makeSuccessAndFailureOpposite(double reward, double expected) {
    Trajectory answer = Trajectory.of("a", new int[3], List.of(new Step(1, 3, reward)));

    assertThat(new RewardTransform(2, -1).apply(answer).reward()).isEqualTo(expected);
  }

  @Test
  void apply_truncatedTrajectory_staysTruncated() {
    assertThat(new RewardTransform(2, 0).apply(TWO_STEPS.truncate(2)).truncated()).isTrue();
  }

  @Test
  void constructor_badNumbers_areRejected() {
    assertThatThrownBy(() -> new RewardTransform(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be finite and not 0, got 0.0");
    assertThatThrownBy(() -> new RewardTransform(Double.NaN, 1))
        .hasMessage("scale must be finite and not 0, got NaN");
    assertThatThrownBy(() -> new RewardTransform(1, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shift must be finite, got Infinity");
  }
}
