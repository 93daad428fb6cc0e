package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KlControllerTest {
  private static final double LEARNING_RATE = 1e-3;

  /** Adam's epsilon 1e-8 over gradients of at least .01, times the learning rate; 100 steps. */
  private static final double EPSILON_OF_STEPS = 1e-7;

  @Test
  void of_anyTarget_startsAtOne() {
    assertThat(KlController.of(0.1).coefficient()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0.11, 1", "7, 1", "0.09, -1", "0, -1"})
  void next_firstUpdate_movesTheLogarithmByTheLearningRate(double kl, int sign) {
    KlController next = KlController.of(0.1).next(kl);

    assertThat(next.logCoefficient()).isCloseTo(sign * LEARNING_RATE, within(EPSILON_OF_STEPS));
    assertThat(next.coefficient()).isCloseTo(Math.exp(next.logCoefficient()), within(1e-15));
  }

  @Test
  void next_sameDivergence_movesByTheLearningRateEachTime() {
    KlController controller = KlController.of(0.1);
    for (int update = 0; update < 100; update++) {
      controller = controller.next(0.3);
    }

    assertThat(controller.logCoefficient())
        .isCloseTo(100 * LEARNING_RATE, within(EPSILON_OF_STEPS));
  }

  @Test
  void next_oppositeDivergence_followsAdamsMoments() {
    // g then -g: mean (.9 * .1 - .1) g / (1 - .81) = -g / 19, square g^2
    KlController first = KlController.of(0.1).next(0.3);
    KlController second = first.next(-0.1);

    assertThat(second.logCoefficient() - first.logCoefficient())
        .isCloseTo(-LEARNING_RATE / 19, within(EPSILON_OF_STEPS));
  }

  @Test
  void next_atTheTarget_staysThere() {
    assertThat(KlController.of(0.1).next(0.1).coefficient()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void next_noFiniteDivergence_isTheSame(double kl) {
    KlController controller = KlController.of(0.1).next(0.3);

    assertThat(controller.next(kl)).isSameAs(controller);
  }

  @Test
  void withState_ofAnotherOfItsTarget_isThatOne() {
    KlController moved = KlController.of(0.1).next(0.3).next(0.05);

    assertThat(KlController.of(0.1).withState(moved.state())).isEqualTo(moved);
    assertThatThrownBy(() -> moved.withState(Map.of("klUpdates", 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "state must be of [klGradientMean, klGradientSquare, klLogCoefficient, klUpdates] where"
                + " a divergence is followed, got [klUpdates]");
  }
}
