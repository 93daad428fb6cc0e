package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.KeyValueCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Which row lies in which slot of a cache, also after it is done: a row that begins like one of
 * them needs to read only what is new.
 *
 * <p>Slots are all as long as the longest row needs; their number is what a budget of tokens
 * allows. Rows that are not worked on are kept while there is room; those that nothing goes on
 * from, then the one unused for longest go first. Confined to one thread.
 */
final class CachedRows {
  /** Rows kept, and rows worked on at once. */
  static final int MAX_ROWS = 256;

  private static final double GROWTH = 1.5;

  /** How much slots grow where there will be fewer of them for it: by one part in this many. */
  private static final int SMALL_GROWTH = 8;

  private final KeyValueCache cache;
  private final int budget;
  private final List<Slot> slots = new ArrayList<>();
  private int capacity;
  private int longest = 1;
  private int limit = 1;
  private int live;
  private long clock;

  /**
   * Creates the record of an empty cache.
   *
   * @param budget tokens of all slots together; a longer row has the cache to itself
   */
  CachedRows(KeyValueCache cache, int budget) {
    this.cache = cache;
    this.budget = budget;
  }

  /**
   * Prepares for a call.
   *
   * @param waiting what will be worked on
   * @param prompt the tokens of each that will be read
   * @param longest the most tokens that a row may come to have; slots are as long as that only once
   *     a row is
   * @param rows how many rows there are to work on
   * @return the waiting, those first of which most is known
   */
  <T> List<T> begin(List<T> waiting, Function<T, int[]> prompt, int longest, int rows) {
    clock += 2;
    this.longest = longest;
    int needed = waiting.stream().mapToInt(one -> prompt.apply(one).length).max().orElse(1);
    plan(Math.min(needed + 1, longest), Math.max(1, Math.min(MAX_ROWS, rows)));
    List<Known<T>> known = new ArrayList<>();
    for (T one : waiting) {
      Match match = match(prompt.apply(one));
      match.source().ifPresent(slot -> slot.use(clock + 1)); // wanted: the last to go
      known.add(new Known<>(one, match.shared()));
    }
    known.sort(Comparator.comparingInt((Known<T> one) -> one.shared()).reversed());
    return known.stream().map(Known::one).toList();
  }

  private record Known<T>(T one, int shared) {}

  /** Makes room for rows of a length, and for as many of them as are wanted and fit. */
  private void plan(int needed, int wanted) {
    boolean tooLong = limit < wanted && 2 * grown(needed, wanted) <= capacity;
    if (needed > capacity || tooLong) {
      resize(grown(needed, wanted));
    }
    addSlots(Math.min(limit, wanted));
  }

  /** A new length of slots: half as much again while there is room for all of some rows. */
  private int grown(int needed, int rows) {
    double spare = Math.min(GROWTH * needed, (double) budget / rows);
    return (int)
        Math.max(needed, Math.min(longest, Math.max(spare, needed + needed / SMALL_GROWTH)));
  }

  private static int fitting(int length, int budget) {
    return Math.max(1, Math.min(MAX_ROWS, budget / length));
  }

  /** Gives slots another length and drops those that are too many then, not those worked on. */
  private void resize(int newCapacity) {
    limit = fitting(newCapacity, budget);
    slots.sort(
        Comparator.comparing(Slot::live)
            .thenComparingLong(slot -> slot.empty() || slot.forgotten() ? -1 : slot.lastUsed())
            .reversed());
    slots.subList(Math.min(limit, slots.size()), slots.size()).clear();
    slots.sort(Comparator.comparingInt(Slot::index));
    long[] kept = slots.stream().mapToLong(Slot::index).toArray();
    cache.resize(kept.length, newCapacity, kept);
    capacity = newCapacity;
    for (int index = 0; index < kept.length; index++) {
      slots.get(index).moveTo(index);
      slots.get(index).cut(capacity);
    }
  }

  private void addSlots(int count) {
    if (count > slots.size()) {
      long[] kept = LongStream.range(0, slots.size()).toArray();
      for (int index = slots.size(); index < count; index++) {
        slots.add(new Slot(index));
      }
      cache.resize(count, capacity, kept);
    }
  }

  /**
   * Returns how many rows can be worked on once one of them has a length: at least one. It may be
   * fewer than are worked on now; some must be released then before {@link #reserve}.
   */
  int fitting(int length) {
    return length > capacity ? fitting(grown(length, slots.size()), budget) : limit;
  }

  /** Makes room for rows of a length. Slots may move. */
  void reserve(int length) {
    if (length > capacity) {
      resize(grown(length, slots.size()));
    }
  }

  /** Returns how many more rows can be worked on. */
  int room() {
    return limit - live;
  }

  /** Looks for the longest common beginning. */
  Match match(int[] row) {
    Slot best = null;
    int longest = 0;
    for (Slot slot : slots) {
      int shared = slot.shared(row);
      if (shared > longest || (best != null && shared == longest && better(slot, best))) {
        best = slot;
        longest = shared;
      }
    }
    int shared = Math.min(longest, row.length - 1);
    return best == null || !Match.worthwhile(shared, row.length)
        ? Match.NONE
        : new Match(Optional.of(best), shared);
  }

  /** Of two slots with the same beginning: one that can be taken over, with the least to lose. */
  private static boolean better(Slot slot, Slot than) {
    return slot.live() == than.live() ? slot.length() < than.length() : than.live();
  }

  /**
   * Gives a row a slot that holds the first tokens it shares with others. There must be room.
   *
   * @param match of the row, with nothing changed since
   */
  Slot place(int[] row, Match match) {
    Slot target = match.expendable(row).orElseGet(() -> vacate(row));
    match.source().ifPresent(source -> copy(source, target, row, match.shared()));
    open(target, row, match.shared());
    return target;
  }

  /**
   * Returns whether a row would now be given the slot of one that others of this call are to go on
   * from: better later, when those have.
   */
  boolean displaces(int[] row) {
    return slots.size() == limit
        && slots.stream().noneMatch(Slot::empty)
        && match(row).expendable(row).isEmpty()
        && longestUnused(row).lastUsed() > clock;
  }

  private void copy(Slot source, Slot target, int[] row, int end) {
    int start = target.shared(row);
    if (start < end) {
      cache.copy(source.index(), target.index(), start, end);
    }
  }

  private void open(Slot slot, int[] row, int held) {
    slot.open(row, held);
    slot.use(clock);
    live++;
  }

  /** Gives a slot to another row that begins with all of a row which is yet to be read. */
  Slot fork(int[] row) {
    Slot target = vacate(row);
    open(target, row, Math.min(target.shared(row), row.length));
    return target;
  }

  /** Copies the row that has been read since into a fork's slot. */
  void join(Slot source, Slot fork) {
    if (fork.length() < source.length()) {
      cache.copy(source.index(), fork.index(), fork.length(), source.length());
    }
    fork.filled();
  }

  /**
   * An empty slot, a forgotten one, a new one, or the one unused for longest, rather one that
   * begins like a row.
   */
  private Slot vacate(int[] row) {
    Optional<Slot> spare = slots.stream().filter(Slot::empty).findFirst().or(() -> forgotten(row));
    if (spare.isEmpty() && slots.size() < limit) {
      int before = slots.size();
      addSlots((int) Math.min(limit, Math.ceil(before * GROWTH)));
      return slots.get(before);
    }
    return spare.orElseGet(() -> longestUnused(row));
  }

  private Optional<Slot> forgotten(int[] row) {
    return slots.stream()
        .filter(Slot::forgotten)
        .max(Comparator.comparingInt(slot -> slot.shared(row)));
  }

  /** Marks rows that nothing goes on from; of each, all tokens are held, or all but the last. */
  void forget(List<int[]> rows) {
    for (int[] row : rows) {
      slots.stream()
          .filter(slot -> !slot.live() && !slot.empty() && slot.length() >= row.length - 1)
          .filter(slot -> slot.shared(row) == slot.length())
          .forEach(Slot::forget);
    }
  }

  private Slot longestUnused(int[] row) {
    return slots.stream()
        .filter(slot -> !slot.live())
        .min(
            Comparator.comparingLong(Slot::lastUsed)
                .thenComparing(slot -> slot.shared(row), Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** Ends the work on a row; what it holds is kept. */
  void release(Slot slot, int[] held) {
    slot.release(held);
    live--;
  }

  /** Interrupts the work on a row; what it holds is the last to go. */
  void suspend(Slot slot, int[] held) {
    release(slot, held);
    slot.use(clock + 1);
  }

  /** Ends the work on all rows, where a call failed; nothing is known of what they hold. */
  void abandon() {
    slots.stream().filter(Slot::live).forEach(Slot::clear);
    live = 0;
  }

  /** Moves the live rows to the first slots: neighbours are worked on in one go. */
  void compact() {
    int target = 0;
    for (int from = slots.size() - 1; from >= live; from--) {
      if (slots.get(from).live()) {
        while (slots.get(target).live()) {
          target++;
        }
        swap(slots.get(from), slots.get(target));
      }
    }
  }

  private void swap(Slot first, Slot second) {
    int a = first.index();
    int b = second.index();
    if (second.empty()) {
      cache.copy(a, b, 0, first.length());
    } else {
      cache.swap(a, b, first.length(), second.length());
    }
    slots.set(a, second);
    slots.set(b, first);
    first.moveTo(b);
    second.moveTo(a);
  }
}
