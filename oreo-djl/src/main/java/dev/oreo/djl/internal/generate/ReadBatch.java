package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rows to be read in one go, each into a slot that holds what it shares with cached ones. */
final class ReadBatch {
  /** Tokens read in one go; a longer row is read alone. */
  private static final int TOKENS = 4096;

  /** Tokens that must be saved to read a row later than its like. */
  private static final int MIN_SAVED = 16;

  private final CachedRows rows;
  private final List<Segment> segments = new ArrayList<>();
  private int tokens;
  private boolean full;

  ReadBatch(CachedRows rows) {
    this.rows = rows;
  }

  /**
   * Adds a row and gives it a slot, unless the batch is full or the row is better read later: when
   * most of what is new in it has been read for another row of this batch. There must be room.
   */
  Optional<Slot> offer(int[] row) {
    Match match = rows.match(row);
    int unread = row.length - match.shared();
    full |= !segments.isEmpty() && tokens + unread > TOKENS;
    if (full || savesWhenLater(row, match.shared())) {
      return Optional.empty();
    }
    Slot slot = rows.place(row, match);
    segments.add(new Segment(slot.index(), match.shared(), row));
    tokens += unread;
    return Optional.of(slot);
  }

  private boolean savesWhenLater(int[] row, int shared) {
    int most = shared;
    for (Segment segment : segments) {
      int difference = Arrays.mismatch(row, segment.tokens());
      most = Math.max(most, difference < 0 ? row.length : difference);
    }
    int saved = Math.min(most, row.length - 1) - shared;
    return saved >= MIN_SAVED && Match.worthwhile(saved, row.length - shared);
  }

  boolean full() {
    return full;
  }

  List<Segment> segments() {
    return segments;
  }
}
