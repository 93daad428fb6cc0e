package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.Trajectory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KtoWeightsTest {
  /** One rounding of a quotient. */
  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @CsvSource({
    "10, 10, 1, 1",
    "4, 3, 1, 1",
    "5, 4, 1, 1",
    "10, 30, 3, 1",
    "9, 10, 1.11111111111111, 1",
    "30, 10, 1, 2.25",
    "1, 1000, 1000, 1"
  })
  void balanced_counts_bringTheRatioIntoTheInterval(
      int desirable, int undesirable, double expectedDesirable, double expectedUndesirable) {
    KtoWeights weights = KtoWeights.balanced(desirable, undesirable);

    assertThat(weights.desirable()).isCloseTo(expectedDesirable, within(1e-11));
    assertThat(weights.undesirable()).isCloseTo(expectedUndesirable, within(1e-11));
    assertThat(weights.desirable() * desirable / (weights.undesirable() * undesirable))
        .isBetween(1 - EXACT, 4.0 / 3 + EXACT);
    assertThat(Math.min(weights.desirable(), weights.undesirable())).isEqualTo(1);
  }

  @Test
  void balanced_examples_areCounted() {
    Trajectory answer = Examples.answer(0, 1);
    KtoExample good = new KtoExample(answer, true, answer);
    KtoExample bad = new KtoExample(answer, false, answer);

    assertThat(KtoWeights.balanced(List.of(bad, good, bad))).isEqualTo(new KtoWeights(2, 1));
    assertThatThrownBy(() -> KtoWeights.balanced(Collections.nCopies(3, good)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("desirableCount and undesirableCount must be >= 1, got 3 and 0");
  }

  @Test
  void constructor_badWeights_areRejected() {
    assertThatThrownBy(() -> new KtoWeights(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("desirable must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> new KtoWeights(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("undesirable must be finite and > 0, got NaN");
  }
}
