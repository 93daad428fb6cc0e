package dev.oreo.data;

import static dev.oreo.data.Answers.answers;
import static dev.oreo.data.Answers.pairIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs of a success and a failure of the same prompt. */
final class PreferencePairsTest {
  @Test
  void all_pairsEverySuccessWithEveryFailure() {
    PairSelection selection = PreferencePairs.all(answers(1, 2, 3), 1);

    assertThat(pairIds(selection.pairs()))
        .containsExactly("p0>n0", "p0>n1", "p0>n2", "p1>n0", "p1>n1", "p1>n2");
    assertThat(selection.pairsOverCap()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "6, 3, 3, 6",
    "10, 3, 3, 9",
    "5, 5, 5, 5",
    "6, 0, 8, 0",
    "6, 8, 0, 0",
    "6, 1, 1, 1",
    "4, 2, 2, 4"
  })
  void sample_givesTheCapOrAllPairs_noneTwice(int cap, int successes, int failures, int expected) {
    for (long seed = 0; seed < 50; seed++) {
      PairSelection selection =
          PreferencePairs.sample(answers(1, successes, failures), 1, cap, seed);

      assertThat(pairIds(selection.pairs())).hasSize(expected).doesNotHaveDuplicates();
      assertThat(selection.pairs())
          .allMatch(pair -> pair.chosen().reward() == 1 && pair.rejected().reward() == 0);
      assertThat(selection.pairsOverCap()).isEqualTo((long) successes * failures - expected);
    }
  }

  @Test
  void sample_drawsEachPairEquallyOften() {
    /* 4 of 6 pairs over 3000 seeds: 2000 each, standard deviation 26. */
    Map<String, Integer> counts = new TreeMap<>();
    for (long seed = 0; seed < 3000; seed++) {
      pairIds(PreferencePairs.sample(answers(1, 2, 3), 1, 4, seed).pairs())
          .forEach(pair -> counts.merge(pair, 1, Integer::sum));
    }

    assertThat(counts.values()).hasSize(6).allMatch(count -> Math.abs(count - 2000) < 130);
  }

  @Test
  void promptsThatLackAClass_giveNoneAndAreCounted() {
    List<Trajectory> data = new ArrayList<>(answers(1, 3, 0));
    data.addAll(answers(2, 0, 2));
    data.addAll(answers(3, 1, 1));
    data.addAll(answers(4, 0, 1));

    PairSelection selection = PreferencePairs.sample(data, 1, 6, 1);

    assertThat(selection.pairs()).hasSize(1);
    assertThat(selection.pairs().get(0).chosen().promptTokenIds()).containsExactly(3);
    assertThat(selection.promptsWithoutNegative()).isEqualTo(1);
    assertThat(selection.promptsWithoutPositive()).isEqualTo(2);
  }

  @Test
  void threshold_saysWhatASuccessIs() {
    List<Trajectory> data =
        List.of(Answers.answer("low", 1, -1, 2), Answers.answer("high", 1, -0.5, 3));

    assertThat(pairIds(PreferencePairs.all(data, -0.5).pairs())).containsExactly("high>low");
    assertThat(PreferencePairs.all(data, 0).promptsWithoutPositive()).isEqualTo(1);
  }

  @Test
  void manyPairs_areNotListedToDrawAFew() {
    PairSelection selection = PreferencePairs.sample(answers(1, 5000, 5000), 1, 6, 1);

    assertThat(selection.pairs()).hasSize(6);
    assertThat(selection.pairsOverCap()).isEqualTo(25_000_000L - 6);
  }

  @Test
  void badSettings_areRejected() {
    assertThatThrownBy(() -> PreferencePairs.sample(List.of(), 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cap must be >= 1, got 0");
    assertThatThrownBy(() -> PreferencePairs.all(List.of(), Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be finite, got -Infinity");
  }
}
