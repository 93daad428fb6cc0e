package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of an epoch, micro-batches of a batch. */
final class BatchesTest {
  private static final List<Trajectory> ROWS = Rows.random(10);

  private static Trajectory ofLength(int length) {
    return row("of " + length, IntStream.range(length, 2 * length).toArray());
  }

  private static Trajectory row(String id, int... tokenIds) {
    return Trajectory.of(id, tokenIds, List.of(new Step(1, 2, 0)));
  }

  private static List<List<Integer>> lengths(int budget, int... lengths) {
    List<Trajectory> batch = Arrays.stream(lengths).mapToObj(BatchesTest::ofLength).toList();
    return MicroBatches.cut(batch, budget).stream()
        .map(micro -> micro.stream().map(Trajectory::length).toList())
        .toList();
  }

  @Test
  void cut_fillsTheBudgetInOrder() {
    assertThat(lengths(10, 4, 6, 5, 2, 4, 2))
        .containsExactly(List.of(4, 6), List.of(5, 2), List.of(4, 2));
  }

  @Test
  void cut_rowLongerThanTheBudget_runsAlone() {
    assertThat(lengths(5, 2, 9, 2, 3)).containsExactly(List.of(2), List.of(9), List.of(2, 3));
  }

  @Test
  void cut_whatRowsBeginWithAlike_countsOnce() {
    Trajectory first = row("first", 1, 2, 3, 4);
    Trajectory second = row("second", 1, 2, 3, 5);
    Trajectory other = row("other", 9, 2, 3, 4);

    // 4 + 1 tokens fit into 5, 4 + 1 + 4 do not; alone, the third has all of its 4
    assertThat(MicroBatches.cut(List.of(first, second, other, first), 5))
        .containsExactly(List.of(first, second), List.of(other), List.of(first));
    assertThat(
            MicroBatches.cut(
                List.of(new PreferencePair(first, second), new PreferencePair(other, other)), 9))
        .hasSize(1);
  }

  @Test
  void epoch_prompts_standTogether() {
    List<Trajectory> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rows.add(row("row " + i, i % 4, 10 + i));
    }
    PromptBatches<Trajectory> batches = new PromptBatches<>(rows, 5, false, 1);

    List<List<Trajectory>> epoch = ImmutableList.copyOf(batches.epoch(1));
    List<Integer> prompts =
        epoch.stream().flatMap(List::stream).map(trajectory -> trajectory.tokenId(0)).toList();

    assertThat(batches.updatesPerEpoch()).isEqualTo(3);
    assertThat(epoch).extracting(List::size).containsExactly(5, 5, 2);
    assertThat(epoch.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rows);
    for (int i = 0; i < 12; i += 3) {
      assertThat(prompts.subList(i, i + 3)).containsOnly(prompts.get(i));
    }
    assertThat(ImmutableList.copyOf(batches.epoch(1))).isEqualTo(epoch);
    assertThat(ImmutableList.copyOf(batches.epoch(2))).isNotEqualTo(epoch);
  }

  @Test
  void epoch_holdsEachTrajectoryOnceAndKeepsTheLastBatch() {
    ShuffledBatches<Trajectory> batches = new ShuffledBatches<>(ROWS, 4, false, 1);

    List<List<Trajectory>> epoch = ImmutableList.copyOf(batches.epoch(1));

    assertThat(batches.updatesPerEpoch()).isEqualTo(3);
    assertThat(epoch).extracting(List::size).containsExactly(4, 4, 2);
    assertThat(epoch.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ROWS);
  }

  @Test
  void epoch_dropLast_leavesTheSmallerBatchOut() {
    ShuffledBatches<Trajectory> batches = new ShuffledBatches<>(ROWS, 4, true, 1);

    assertThat(batches.updatesPerEpoch()).isEqualTo(2);
    assertThat(batches.epoch(1)).extracting(List::size).containsExactly(4, 4);
    assertThat(new ShuffledBatches<>(ROWS, 5, true, 1).updatesPerEpoch()).isEqualTo(2);
  }

  @Test
  void epoch_order_dependsOnSeedAndEpochAlone() {
    ShuffledBatches<Trajectory> batches = new ShuffledBatches<>(ROWS, 4, false, 1);

    assertThat(batches.epoch(2))
        .containsExactlyElementsOf(new ShuffledBatches<>(ROWS, 4, false, 1).epoch(2));
    assertThat(ImmutableList.copyOf(batches.epoch(1)))
        .isNotEqualTo(ImmutableList.copyOf(batches.epoch(2)))
        .isNotEqualTo(ImmutableList.copyOf(new ShuffledBatches<>(ROWS, 4, false, 2).epoch(1)));
  }

  @Test
  void batches_ofNothingOrWithoutAnUpdate_areRejected() {
    assertThatThrownBy(() -> new ShuffledBatches<>(List.of(), 4, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples must not be empty");
    assertThatThrownBy(() -> new ShuffledBatches<>(ROWS, 0, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be >= 1, got 0");
    assertThatThrownBy(() -> new ShuffledBatches<>(ROWS, 11, true, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batchSize must be at most the number of examples when the last batch is dropped,"
                + " got 11 and 10");
  }

  @Test
  void repeated_moreThanThereAre_seesEachEquallyOften() {
    RepeatedBatches<Trajectory> batches = new RepeatedBatches<>(ROWS, 4, 6, 1);

    List<List<Trajectory>> epoch = ImmutableList.copyOf(batches.epoch(1));
    List<Trajectory> seen = epoch.stream().flatMap(List::stream).toList();

    assertThat(batches.updatesPerEpoch()).isEqualTo(6);
    assertThat(epoch).extracting(List::size).containsOnly(4).hasSize(6);
    assertThat(seen.subList(0, 10)).containsExactlyInAnyOrderElementsOf(ROWS);
    assertThat(seen.subList(10, 20)).containsExactlyInAnyOrderElementsOf(ROWS);
    assertThat(seen.subList(10, 20)).isNotEqualTo(seen.subList(0, 10));
    assertThat(seen.subList(20, 24)).doesNotHaveDuplicates();
    assertThat(ImmutableList.copyOf(batches.epoch(2))).isNotEqualTo(epoch);
  }

  @Test
  void repeated_fewerThanThereAre_seesNoneTwice() {
    assertThat(new RepeatedBatches<>(ROWS, 3, 2, 1).epoch(1))
        .flatMap(batch -> batch)
        .hasSize(6)
        .doesNotHaveDuplicates();
  }

  @Test
  void repeated_ofNothing_isRejected() {
    assertThatThrownBy(() -> new RepeatedBatches<>(List.of(), 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples must not be empty");
    assertThatThrownBy(() -> new RepeatedBatches<>(ROWS, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be >= 1, got 0");
    assertThatThrownBy(() -> new RepeatedBatches<>(ROWS, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("updates must be >= 1, got 0");
  }
}
