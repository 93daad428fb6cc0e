package dev.oreo.data;

import static dev.oreo.data.Answers.answer;
import static dev.oreo.data.Answers.answers;
import static dev.oreo.data.Answers.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which samples are trained on. */
final class RejectionSamplingTest {
  @Test
  void atLeast_keepsThatRewardAndMore() {
    Selection selection =
        RejectionSampling.atLeast(
            List.of(answer("a", 1, 0.49, 2), answer("b", 1, 0.5, 2), answer("c", 2, 3, 2)), 0.5);

    assertThat(ids(selection.kept())).containsExactly("b", "c");
    assertThat(selection.dropped()).isEqualTo(Map.of(DropReason.LOW_REWARD, 1));
  }

  @Test
  void atLeast_thresholdThatIsNoNumber_isRejected() {
    assertThatThrownBy(() -> RejectionSampling.atLeast(List.of(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be finite, got NaN");
  }

  @Test
  void bestPerPrompt_keepsOneEach_theFirstOfEquals() {
    Selection selection =
        RejectionSampling.bestPerPrompt(
            List.of(
                answer("a", 1, 0, 2),
                answer("b", 2, -1, 2),
                answer("c", 1, 1, 3),
                answer("d", 1, 1, 4),
                answer("e", 2, -2, 3)));

    assertThat(ids(selection.kept())).containsExactly("b", "c");
    assertThat(selection.dropped()).isEqualTo(Map.of(DropReason.NOT_BEST, 3));
  }

  @Test
  void capPerPrompt_keepsKOfEachInTheOrderGiven() {
    List<Trajectory> data = new ArrayList<>(answers(1, 6, 0));
    data.addAll(answers(2, 2, 0));

    Selection selection = RejectionSampling.capPerPrompt(data, 3, 5);

    assertThat(selection.kept()).hasSize(5).isSubsetOf(data).doesNotHaveDuplicates();
    assertThat(selection.kept())
        .isSortedAccordingTo((a, b) -> Integer.compare(data.indexOf(a), data.indexOf(b)));
    assertThat(selection.kept()).containsAll(data.subList(6, 8));
    assertThat(selection.dropped()).isEqualTo(Map.of(DropReason.OVER_CAP, 3));
  }

  @Test
  void capPerPrompt_dependsOnTheSeedAlone() {
    List<Trajectory> data = answers(1, 8, 0);
    Set<List<String>> drawn = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      List<String> ids = ids(RejectionSampling.capPerPrompt(data, 4, seed).kept());
      assertThat(ids(RejectionSampling.capPerPrompt(data, 4, seed).kept())).isEqualTo(ids);
      drawn.add(ids);
    }

    assertThat(drawn).hasSizeGreaterThan(10);
  }

  @Test
  void capPerPrompt_drawsEachEquallyOften() {
    /* 3 of 4 over 4000 seeds: 3000 each, standard deviation 27. */
    Map<String, Integer> counts = new TreeMap<>();
    for (long seed = 0; seed < 4000; seed++) {
      ids(RejectionSampling.capPerPrompt(answers(1, 4, 0), 3, seed).kept())
          .forEach(id -> counts.merge(id, 1, Integer::sum));
    }

    assertThat(counts.values()).hasSize(4).allMatch(count -> Math.abs(count - 3000) < 140);
  }

  @Test
  void capPerPrompt_belowOne_isRejected() {
    assertThatThrownBy(() -> RejectionSampling.capPerPrompt(List.of(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be >= 1, got 0");
  }

  @Test
  void distinctPerPrompt_keepsTheFirstOfEqualTokens() {
    Trajectory longerPrompt = Trajectory.of("e", new int[] {1, 5, 6}, List.of(new Step(2, 3, 1)));

    Selection selection =
        RejectionSampling.distinctPerPrompt(
            List.of(
                answer("a", 1, 1, 5, 6),
                answer("b", 2, 1, 5, 6),
                answer("c", 1, 0, 5, 6),
                answer("d", 1, 1, 5),
                longerPrompt));

    assertThat(ids(selection.kept())).containsExactly("a", "b", "d", "e");
    assertThat(selection.dropped()).isEqualTo(Map.of(DropReason.DUPLICATE, 1));
  }

  @Test
  void operations_followOneAnotherAndAddTheirDrops() {
    List<Trajectory> data =
        List.of(
            answer("a", 1, 0, 2),
            answer("b", 1, 1, 2),
            answer("c", 1, 1, 2),
            answer("d", 1, 1, 3),
            answer("e", 2, 0, 4));

    Selection selection =
        Selection.all(data)
            .then(all -> RejectionSampling.atLeast(all, 1))
            .then(RejectionSampling::distinctPerPrompt)
            .then(distinct -> RejectionSampling.capPerPrompt(distinct, 1, 3))
            .then(capped -> RejectionSampling.atLeast(capped, 2));

    assertThat(selection.kept()).isEmpty();
    assertThat(selection.dropped())
        .isEqualTo(
            Map.of(DropReason.LOW_REWARD, 3, DropReason.DUPLICATE, 1, DropReason.OVER_CAP, 1));
    assertThat(selection.droppedCount()).isEqualTo(5);
  }

  @Test
  void noTrajectories_giveNone() {
    assertThat(RejectionSampling.bestPerPrompt(List.of())).isEqualTo(Selection.all(List.of()));
    assertThat(RejectionSampling.distinctPerPrompt(List.of())).isEqualTo(Selection.all(List.of()));
  }
}
