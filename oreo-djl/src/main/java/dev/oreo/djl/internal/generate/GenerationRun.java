package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.DecodingSession;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One call: rows waiting, and rows being worked on. */
final class GenerationRun {
  /**
   * How long rows are worked on where they lie. Those that ended leave gaps between them, which
   * cost a little at every step; moving rows costs as much as a few dozen steps.
   */
  private static final int STEPS_BETWEEN_MOVES = 32;

  private final DecodingSession session;
  private final CachedRows rows;
  private final GenerationConfig config;
  private final Stopping stopping;
  private final GenerationListener listener;
  private final List<Deque<Row>> waiting;
  private final List<Row> live = new ArrayList<>();
  private int steps;

  /**
   * Creates a run.
   *
   * @param waiting rows of equal prompts together
   */
  GenerationRun(
      Decoding decoding,
      GenerationConfig config,
      Stopping stopping,
      GenerationListener listener,
      List<Deque<Row>> waiting) {
    this.session = decoding.session();
    this.rows = decoding.rows();
    this.config = config;
    this.stopping = stopping;
    this.listener = listener;
    this.waiting = waiting;
  }

  /** A session and the record of what its cache holds. */
  record Decoding(DecodingSession session, CachedRows rows) {}

  void finish() {
    while (!waiting.isEmpty() || !live.isEmpty()) {
      while (!waiting.isEmpty() && rows.room() > 0) {
        admit();
      }
      if (!live.isEmpty()) {
        advance();
      }
    }
  }

  /** Reads the prompts of waiting rows and draws each row's first token. */
  private void admit() {
    ReadBatch batch = new ReadBatch(rows);
    List<Row> admitted = new ArrayList<>();
    List<Integer> rowSegments = new ArrayList<>();
    for (Iterator<Deque<Row>> groups = waiting.iterator();
        groups.hasNext() && rows.room() > 0 && !batch.full(); ) {
      Deque<Row> group = groups.next();
      int[] prompt = group.element().prompt();
      Optional<Slot> slot = batch.offer(prompt);
      if (slot.isPresent()) {
        admitted.add(group.remove().in(slot.get()));
        rowSegments.add(batch.segments().size() - 1);
        while (!group.isEmpty() && rows.room() > 0) {
          admitted.add(group.remove().in(rows.fork(prompt)));
          rowSegments.add(batch.segments().size() - 1);
        }
      }
      if (group.isEmpty()) {
        groups.remove();
      }
    }
    read(batch, admitted, rowSegments);
  }

  private void read(ReadBatch batch, List<Row> admitted, List<Integer> rowSegments) {
    batch.reserve(1);
    long[] tokens =
        session.read(
            batch.segments(),
            rowSegments.stream().mapToLong(Integer::longValue).toArray(),
            draws(admitted),
            config);
    Slot first = admitted.get(0).slot();
    for (int i = 0; i < tokens.length; i++) {
      Slot slot = admitted.get(i).slot();
      if (i == 0 || !rowSegments.get(i).equals(rowSegments.get(i - 1))) {
        slot.filled();
        first = slot;
      } else {
        rows.join(first, slot);
      }
    }
    live.addAll(admitted);
    live.sort(Comparator.comparingInt(row -> row.slot().index()));
    accept(tokens, admitted);
  }

  private void advance() {
    if (++steps % STEPS_BETWEEN_MOVES == 0) {
      rows.compact();
      live.sort(Comparator.comparingInt(row -> row.slot().index()));
    }
    long[] slots = new long[live.size()];
    long[] tokens = new long[live.size()];
    long[] lengths = new long[live.size()];
    int longest = 0;
    for (int i = 0; i < tokens.length; i++) {
      Row row = live.get(i);
      slots[i] = row.slot().index();
      tokens[i] = row.lastToken();
      lengths[i] = row.slot().length();
      longest = Math.max(longest, row.slot().length() + 1);
    }
    rows.reserve(longest);
    long[] drawn = session.advance(slots, tokens, lengths, draws(live), config);
    live.forEach(row -> row.slot().grow());
    accept(drawn, List.copyOf(live));
  }

  /** Appends a drawn token to each of some rows and tells of those that are done. */
  private void accept(long[] tokens, List<Row> drawn) {
    for (int i = 0; i < tokens.length; i++) {
      drawn.get(i).append((int) tokens[i]);
    }
    for (Row row : drawn) {
      Optional<Generation> ended = stopping.ended(row);
      if (ended.isPresent()) {
        live.remove(row);
        rows.release(row.slot(), row.cached());
        listener.finished(row.index(), ended.get());
      }
    }
  }

  private static double[] draws(List<Row> rows) {
    return rows.stream().mapToDouble(Row::nextDraw).toArray();
  }
}
