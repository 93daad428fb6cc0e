package dev.oreo.data;

import static dev.oreo.data.Answers.answers;
import static dev.oreo.data.Answers.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OREO's balanced selection. */
final class BalancedSamplerTest {
  @ParameterizedTest
  @CsvSource({"16, 0, 1, 0", "13, 3, 3, 3", "2, 14, 2, 4", "0, 16, 0, 4", "8, 8, 4, 4"})
  void ofSixteenSamples_keepsThePapersNumbers(
      int successes, int failures, long positives, long negatives) {
    Selection selection = BalancedSampler.of(1, 3).select(answers(1, successes, failures));

    assertThat(selection.kept().stream().filter(t -> t.reward() == 1)).hasSize((int) positives);
    assertThat(selection.kept().stream().filter(t -> t.reward() == 0)).hasSize((int) negatives);
    assertThat(selection.kept()).doesNotHaveDuplicates();
    assertThat(selection.dropped())
        .isEqualTo(Map.of(DropReason.OVER_CAP, 16 - (int) (positives + negatives)));
  }

  @Test
  void prompts_areBalancedEachForItself_inTheOrderGiven() {
    List<Trajectory> data = new ArrayList<>(answers(1, 1, 1));
    data.addAll(answers(2, 3, 0));
    data.addAll(answers(1, 2, 0));

    Selection selection = new BalancedSampler(1, 2, 1, 9).select(data);

    assertThat(selection.kept())
        .isSortedAccordingTo((a, b) -> Integer.compare(data.indexOf(a), data.indexOf(b)));
    assertThat(selection.kept().stream().filter(t -> t.tokenId(0) == 1)).hasSize(2);
    assertThat(selection.kept().stream().filter(t -> t.tokenId(0) == 2)).hasSize(1);
  }

  @Test
  void draws_dependOnTheSeedAlone() {
    Set<List<String>> drawn = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      BalancedSampler sampler = BalancedSampler.of(1, seed);
      List<String> ids = ids(sampler.select(answers(1, 8, 8)).kept());
      assertThat(ids(sampler.select(answers(1, 8, 8)).kept())).isEqualTo(ids);
      drawn.add(ids);
    }

    assertThat(drawn).hasSizeGreaterThan(15);
  }

  @Test
  void successesAndFailures_areDrawnIndependently() {
    boolean differ = false;
    for (long seed = 0; seed < 20; seed++) {
      List<String> ids = ids(BalancedSampler.of(1, seed).select(answers(1, 8, 8)).kept());
      List<String> positives = ids.subList(0, 4).stream().map(id -> id.substring(1)).toList();
      List<String> negatives = ids.subList(4, 8).stream().map(id -> id.substring(1)).toList();
      differ |= !positives.equals(negatives);
    }

    assertThat(differ).isTrue();
  }

  @Test
  void badSettings_areRejected() {
    assertThatThrownBy(() -> new BalancedSampler(1, 0, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPositives must be >= 1, got 0");
    assertThatThrownBy(() -> new BalancedSampler(1, 4, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxNegatives must be >= 0, got -1");
    assertThatThrownBy(() -> BalancedSampler.of(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be finite, got NaN");
  }
}
