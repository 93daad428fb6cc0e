package dev.oreo.djl.internal.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.TinyCheckpoint;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.model.DecodingSession;
import dev.oreo.djl.internal.model.Keeping;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.djl.internal.model.ModelLoader;
import dev.oreo.djl.internal.model.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to be read of rows, and which rows are dropped for others. */
final class ReadBatchTest {
  private static final int LENGTH = 20;

  @TempDir private Path folder;
  private Optional<LanguageModel> model = Optional.empty();
  private Optional<DecodingSession> session = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    Path directory = TinyCheckpoint.create(folder, "llama", true, 1).directory();
    ModelLoader loader =
        new ModelLoader(
            SafetensorsIndex.open(directory),
            ModelConfig.read(directory),
            ModelOptions.cpu(Precision.FP32),
            Keeping.FROZEN);
    model = Optional.of(loader.languageModel());
    session = model.map(DecodingSession::new);
  }

  @AfterEach
  void close() {
    session.ifPresent(DecodingSession::close);
    model.ifPresent(LanguageModel::close);
  }

  private CachedRows rows(int budget) {
    return new CachedRows(session.orElseThrow().cache(), budget);
  }

  /** Row {@code r} has token r everywhere. */
  private static int[] row(int r) {
    int[] row = new int[LENGTH];
    Arrays.fill(row, r);
    return row;
  }

  /** A row's first tokens, followed by others. */
  private static int[] changed(int[] row, int kept, int length, int with) {
    int[] changed = Arrays.copyOf(row, length);
    Arrays.fill(changed, kept, length, with);
    return changed;
  }

  private static void begin(CachedRows rows, int longest, int count, int[]... prompts) {
    assertThat(rows.begin(List.of(prompts), Function.identity(), longest, count))
        .hasSameSizeAs(prompts);
  }

  /** Reads rows in one call and keeps them; returns how many tokens of each were read. */
  private static List<Integer> read(CachedRows rows, int[]... prompts) {
    int longest = Arrays.stream(prompts).mapToInt(p -> p.length).max().orElseThrow();
    begin(rows, longest, prompts.length, prompts);
    List<Integer> unread = new ArrayList<>();
    for (int[] prompt : prompts) {
      ReadBatch batch = new ReadBatch(rows);
      Slot slot = batch.offer(prompt).orElseThrow();
      Segment segment = batch.segments().get(0);
      unread.add(prompt.length - segment.start());
      rows.release(slot, prompt);
    }
    return unread;
  }

  @Test
  void offer_rowThatGoesOn_readsWhatIsNew() {
    CachedRows rows = rows(1000);

    assertThat(read(rows, row(1), row(2))).containsExactly(20, 20);
    assertThat(read(rows, changed(row(2), 20, 27, 3), changed(row(1), 20, 21, 3)))
        .containsExactly(7, 1);
    assertThat(read(rows, changed(row(2), 27, 28, 4)))
        .as("nor lies at its place")
        .containsExactly(8);
    assertThat(read(rows, changed(changed(row(2), 20, 27, 3), 27, 30, 4))).containsExactly(3);
  }

  @Test
  void offer_rowThatIsKnownWhole_readsItsLastToken() {
    CachedRows rows = rows(1000);
    read(rows, row(1));

    assertThat(read(rows, row(1))).containsExactly(1);
    assertThat(read(rows, Arrays.copyOf(row(1), 9))).containsExactly(1);
    assertThat(read(rows, row(1))).as("still there").containsExactly(1);
  }

  @Test
  void offer_branches_readWhatDiffers() {
    CachedRows rows = rows(1000);
    read(rows, row(1));

    assertThat(read(rows, changed(row(1), 12, 20, 2), changed(row(1), 12, 20, 3)))
        .containsExactly(8, 8);
    assertThat(read(rows, row(1))).as("the row they branched from").containsExactly(1);
  }

  @Test
  void begin_someKnown_putsThemFirst() {
    CachedRows rows = rows(1000);
    read(rows, row(1));
    int[] half = changed(row(1), 10, 20, 3);

    assertThat(rows.begin(List.of(row(2), half, row(1), row(4)), Function.identity(), LENGTH, 4))
        .containsExactly(row(1), half, row(2), row(4));
  }

  @Test
  void offer_littleInCommon_readsAll() {
    CachedRows rows = rows(1000);
    read(rows, row(1));

    assertThat(read(rows, changed(row(1), 4, 20, 2))).containsExactly(20);
  }

  @Test
  void offer_noRoom_dropsWhatIsUnusedForLongest() {
    CachedRows rows = rows(3 * LENGTH);
    read(rows, row(1), row(2), row(3));
    read(rows, row(1));
    read(rows, row(2));

    read(rows, row(4));

    assertThat(read(rows, row(1), row(2), row(4))).containsExactly(1, 1, 1);
    assertThat(read(rows, row(3))).containsExactly(20);
  }

  @Test
  void offer_noRoom_dropsWhatTheSameCallNeedsLast() {
    CachedRows rows = rows(3 * LENGTH);
    read(rows, row(1));
    read(rows, row(2));
    read(rows, row(3));

    assertThat(read(rows, row(4), row(1), row(3))).containsExactly(20, 1, 1);
  }

  @Test
  void forget_row_makesWayBeforeTheCacheGrows() {
    CachedRows rows = rows(1000);
    int[] kept = changed(row(1), 12, 20, 4);
    int[] dropped = changed(row(1), 12, 20, 5);
    read(rows, kept, dropped, row(2));

    rows.forget(List.of(changed(dropped, 20, 21, 6), row(3)));

    assertThat(read(rows, changed(kept, 20, 27, 6), changed(kept, 20, 27, 7)))
        .containsExactly(7, 7);
    assertThat(rows.match(dropped).shared()).as("what others begin with").isEqualTo(12);
    assertThat(read(rows, row(2))).as("not forgotten").containsExactly(1);
  }

  @Test
  void forget_rowThatIsAskedForAllTheSame_isStillThere() {
    CachedRows rows = rows(1000);
    int[] first = changed(row(1), 12, 20, 4);
    int[] second = changed(row(1), 12, 20, 5);
    read(rows, first, second);

    rows.forget(List.of(second));

    assertThat(
            read(
                rows,
                changed(first, 20, 27, 6),
                changed(first, 20, 27, 7),
                changed(second, 20, 27, 8)))
        .containsExactly(7, 7, 7);
  }

  @Test
  void forget_rowsAndLongerOnesThanFit_dropsThoseFirst() {
    CachedRows rows = rows(4 * LENGTH);
    read(rows, row(1), row(2), row(3), row(4));

    rows.forget(List.of(row(1), row(2)));

    assertThat(read(rows, changed(row(3), 20, 35, 5))).containsExactly(15);
    assertThat(rows.match(row(4)).shared()).isEqualTo(LENGTH - 1);
  }

  @Test
  void fork_noRoomAmongEquallyOld_takesTheSlotOfItsLike() {
    CachedRows rows = rows(3 * LENGTH);
    int[] branch = changed(row(1), 12, 19, 4);
    int[] like = changed(row(1), 12, 20, 5);
    read(rows, row(2), branch, like);
    int[] prompt = changed(branch, 19, 20, 6);
    begin(rows, LENGTH, 2, prompt);

    Slot slot = new ReadBatch(rows).offer(prompt).orElseThrow();
    Slot fork = rows.fork(prompt);

    assertThat(slot.length()).isEqualTo(19);
    assertThat(fork.length()).as("what need not be copied").isEqualTo(12);
  }

  @Test
  void offer_longerRowsThanFit_keepsTheNewest() {
    CachedRows rows = rows(4 * LENGTH);
    read(rows, row(1), row(2), row(3), row(4));
    read(rows, row(3));

    assertThat(read(rows, changed(row(3), 20, 45, 5))).containsExactly(25);
  }

  @Test
  void offer_mostOfItReadForAnotherRow_waits() {
    CachedRows rows = rows(1000);
    int[] first = changed(row(1), 20, 22, 2);
    int[] second = changed(row(1), 20, 24, 3);
    begin(rows, 24, 3, first, second, row(5));
    ReadBatch batch = new ReadBatch(rows);

    Slot slot = batch.offer(first).orElseThrow();
    assertThat(batch.offer(second)).isEmpty();
    assertThat(batch.offer(row(5))).isPresent();
    assertThat(batch.full()).isFalse();
    slot.filled();

    ReadBatch next = new ReadBatch(rows);
    assertThat(next.offer(second)).isPresent();
    assertThat(next.segments().get(0).start()).isEqualTo(20);
  }

  @Test
  void abandon_rowsInWork_areForgotten() {
    CachedRows rows = rows(2 * LENGTH);
    begin(rows, LENGTH, 2, row(1), row(2));
    ReadBatch batch = new ReadBatch(rows);
    assertThat(batch.offer(row(1))).isPresent();
    assertThat(batch.offer(row(2))).isPresent();
    assertThat(rows.room()).isZero();

    rows.abandon();

    assertThat(rows.room()).isEqualTo(2);
    assertThat(read(rows, row(1))).containsExactly(20);
  }

  @Test
  void begin_roomForAll_makesSlotsHalfAsLongAgain() {
    CachedRows rows = rows(100 * LENGTH);
    begin(rows, 100, 10, row(1));

    assertThat(rows.room()).isEqualTo(100 * LENGTH / 31); // of 20 and the next, half of it on top
    assertThat(rows.fitting(31)).isEqualTo(rows.room());
    assertThat(rows.fitting(32)).isEqualTo(100 * LENGTH / 48);
  }

  @Test
  void begin_longRowsLongGone_makesRoomForManyAgain() {
    CachedRows rows = rows(8 * LENGTH);
    int[] longRow = changed(row(1), 20, 8 * LENGTH, 2);
    read(rows, longRow);
    assertThat(rows.room()).isEqualTo(1);

    assertThat(read(rows, row(1), row(3), row(4))).containsExactly(1, 20, 20);
    assertThat(read(rows, row(1), row(3), row(4))).containsExactly(1, 1, 1);
    assertThat(read(rows, longRow)).as("its end did not go in").containsExactly(8 * LENGTH);
  }

  @Test
  void reserve_longerThanFits_dropsWhatIsNotWorkedOn() {
    CachedRows rows = rows(4 * LENGTH);
    read(rows, row(1), row(2), row(3), row(4));
    begin(rows, 60, 1, row(2));
    Slot slot = new ReadBatch(rows).offer(row(2)).orElseThrow();
    slot.filled();

    assertThat(rows.fitting(30)).isEqualTo(2);
    rows.reserve(30);
    rows.release(slot, row(2));

    assertThat(rows.room()).isEqualTo(2);
    assertThat(read(rows, row(2))).containsExactly(1);
    assertThat(read(rows, row(4))).containsExactly(20);
  }

  @Test
  void displaces_onlySlotsLeftThatOthersGoOnFrom_isTrue() {
    CachedRows rows = rows(3 * LENGTH);
    int[] first = Arrays.copyOf(row(1), LENGTH - 1);
    int[] second = Arrays.copyOf(row(2), LENGTH - 1);
    read(rows, first, second, row(3));
    int[] firstLonger = changed(first, 19, 20, 5);
    int[] secondLonger = changed(second, 19, 20, 5);
    begin(rows, LENGTH, 3, firstLonger, secondLonger, row(6));

    assertThat(rows.displaces(row(6))).as("the third slot is not wanted").isFalse();
    assertThat(new ReadBatch(rows).offer(row(6))).isPresent();
    assertThat(rows.displaces(row(7))).isTrue();
    assertThat(rows.displaces(firstLonger)).as("it goes on in the slot itself").isFalse();
  }

  @Test
  void suspend_row_isTheLastToGo() {
    CachedRows rows = rows(2 * LENGTH);
    begin(rows, LENGTH, 2, row(1), row(2));
    ReadBatch batch = new ReadBatch(rows);
    Slot first = batch.offer(row(1)).orElseThrow();
    Slot second = batch.offer(row(2)).orElseThrow();
    rows.suspend(first, row(1));
    rows.release(second, row(2));

    assertThat(rows.room()).isEqualTo(2);
    assertThat(rows.displaces(row(3))).isFalse();
    assertThat(new ReadBatch(rows).offer(row(3))).isPresent();
    assertThat(rows.match(row(1)).shared()).isEqualTo(LENGTH - 1);
  }
}
