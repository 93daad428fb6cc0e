package dev.oreo.djl.internal.generate;

import com.google.common.primitives.Longs;
import dev.oreo.djl.internal.model.DecodingSession;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import java.util.ArrayDeque;
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

  /** Rows of one prompt that are read together; the first one's slot is read into. */
  private record Admission(Deque<Row> group, List<Row> rows) {}

  /** Reads the prompts of waiting rows and draws each row's first token. */
  private void admit() {
    ReadBatch batch = new ReadBatch(rows);
    List<Admission> admissions = new ArrayList<>();
    for (Iterator<Deque<Row>> groups = waiting.iterator();
        groups.hasNext() && rows.room() > 0 && !batch.full(); ) {
      Deque<Row> group = groups.next();
      int[] prompt = group.element().soFar();
      Optional<Slot> slot = batch.offer(prompt);
      if (slot.isPresent()) {
        Row first = group.remove().in(slot.get());
        Admission admission = new Admission(group, new ArrayList<>(List.of(first)));
        while (canFork(admission) && !rows.displaces(prompt)) {
          fork(admission);
        }
        admissions.add(admission);
      }
    }
    for (Admission admission : admissions) { // what was to be gone on from has been, mostly
      while (canFork(admission)) {
        fork(admission);
      }
    }
    waiting.removeIf(Deque::isEmpty);
    read(batch, admissions);
  }

  private boolean canFork(Admission admission) {
    return !admission.group().isEmpty() && rows.room() > 0;
  }

  private void fork(Admission admission) {
    Row row = admission.group().remove();
    admission.rows().add(row.in(rows.fork(row.soFar())));
  }

  private void read(ReadBatch batch, List<Admission> admissions) {
    List<Row> admitted = new ArrayList<>();
    List<Integer> rowSegments = new ArrayList<>();
    for (Admission admission : admissions) {
      int segment = rowSegments.isEmpty() ? 0 : rowSegments.get(rowSegments.size() - 1) + 1;
      admission.rows().forEach(row -> rowSegments.add(segment));
      admitted.addAll(admission.rows());
    }
    long[] tokens =
        session.read(batch.segments(), Longs.toArray(rowSegments), draws(admitted), config);
    for (Admission admission : admissions) {
      Slot first = admission.rows().get(0).slot();
      first.filled();
      admission.rows().stream().skip(1).forEach(row -> rows.join(first, row.slot()));
    }
    live.addAll(admitted);
    accept(tokens, admitted);
  }

  private void advance() {
    if (++steps % STEPS_BETWEEN_MOVES == 0) {
      rows.compact();
    }
    makeRoom();
    long[] slots = new long[live.size()];
    long[] tokens = new long[live.size()];
    long[] lengths = new long[live.size()];
    for (int i = 0; i < tokens.length; i++) {
      Row row = live.get(i);
      slots[i] = row.slot().index();
      tokens[i] = row.lastToken();
      lengths[i] = row.slot().length();
    }
    long[] drawn = session.advance(slots, tokens, lengths, draws(live), config);
    live.forEach(row -> row.slot().grow());
    accept(drawn, List.copyOf(live));
  }

  /**
   * Makes room for a token behind each row. Where rows have become so long that fewer of them fit,
   * the shortest wait until others have ended: they are the least to read again.
   */
  private void makeRoom() {
    live.sort(Comparator.comparingInt(row -> row.slot().length()));
    int length = live.get(live.size() - 1).slot().length() + 1;
    int fitting = rows.fitting(length);
    while (live.size() > fitting) {
      Row row = live.remove(0);
      rows.suspend(row.slot(), row.cached());
      waiting.add(new ArrayDeque<>(List.of(row)));
    }
    rows.reserve(length);
    live.sort(Comparator.comparingInt(row -> row.slot().index()));
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
