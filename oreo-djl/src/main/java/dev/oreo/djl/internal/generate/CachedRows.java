package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.KeyValueCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which row lies in which slot of a cache, also after it is done: a row that begins like one of
 * them needs to read only what is new.
 *
 * <p>Slots and their length are bounded by a budget of tokens. Rows that are not worked on are kept
 * while there is room; the one unused for longest goes first. Confined to one thread.
 */
final class CachedRows {
  /** Rows kept, and rows worked on at once. */
  static final int MAX_ROWS = 256;

  private static final double GROWTH = 1.5;

  /**
   * What is shared must be at least one part in this many of a row: else reading all of it in one
   * go is as fast.
   */
  private static final int WORTHWHILE = 4;

  /**
   * A row goes on in the slot of another one if that loses at most one part in this many of what
   * would have to be copied.
   */
  private static final int EXPENDABLE = 8;

  private final KeyValueCache cache;
  private final int budget;
  private final List<Slot> slots = new ArrayList<>();
  private int capacity;
  private int planned;
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
   * @param longest the most tokens that a row may come to have
   * @param rows how many rows there are to work on
   * @return the waiting, those first of which most is known
   */
  <T> List<T> begin(List<T> waiting, Function<T, int[]> prompt, int longest, int rows) {
    clock += 2;
    plan(longest, Math.max(1, Math.min(MAX_ROWS, rows)));
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

  private void plan(int longest, int wanted) {
    if (longest > planned) {
      planned = Math.max(longest, (int) Math.min(planned * GROWTH, (double) budget / wanted));
    }
    limit = Math.max(1, Math.min(MAX_ROWS, budget / planned));
    if (slots.size() > limit) {
      keepNewest();
    }
    addSlots(Math.min(limit, wanted));
  }

  private void keepNewest() {
    slots.sort(
        Comparator.comparingLong((Slot slot) -> slot.empty() ? -1 : slot.lastUsed()).reversed());
    long[] kept = slots.stream().limit(limit).mapToLong(Slot::index).toArray();
    slots.subList(limit, slots.size()).clear();
    cache.resize(limit, capacity, kept);
    for (int index = 0; index < limit; index++) {
      slots.get(index).moveTo(index);
    }
  }

  private void addSlots(int count) {
    if (count > slots.size()) {
      int before = slots.size();
      for (int index = before; index < count; index++) {
        slots.add(new Slot(index));
      }
      resize(before, Math.max(1, capacity));
    }
  }

  /** Makes room for rows of a length. */
  void reserve(int length) {
    if (length > capacity) {
      resize(slots.size(), Math.max(length, (int) Math.min(capacity * GROWTH, planned)));
    }
  }

  private void resize(int keptSlots, int newCapacity) {
    long[] kept = new long[keptSlots];
    for (int index = 0; index < keptSlots; index++) {
      kept[index] = index;
    }
    cache.resize(slots.size(), newCapacity, kept);
    capacity = newCapacity;
  }

  /** Returns how many more rows can be worked on. */
  int room() {
    return limit - live;
  }

  /**
   * Where a row's first tokens are found.
   *
   * @param source empty if nowhere, or too few of them to make use of
   * @param shared how many: fewer than the row's, as something must be read to know what follows
   */
  record Match(Optional<Slot> source, int shared) {
    static final Match NONE = new Match(Optional.empty(), 0);
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
    return best == null || !worthwhile(shared, row.length)
        ? Match.NONE
        : new Match(Optional.of(best), shared);
  }

  /** Of two slots with the same beginning: one that can be taken over, with the least to lose. */
  private static boolean better(Slot slot, Slot than) {
    return slot.live() == than.live() ? slot.length() < than.length() : than.live();
  }

  /** Returns whether sharing some tokens of a number pays. */
  static boolean worthwhile(int shared, int of) {
    return shared > 0 && WORTHWHILE * shared >= of;
  }

  /**
   * Gives a row a slot that holds the first tokens it shares with others. There must be room.
   *
   * @param match of the row, with nothing changed since
   */
  Slot place(int[] row, Match match) {
    Optional<Slot> source = match.source();
    Slot target =
        source
            .filter(slot -> !slot.live() && loss(slot, row) * EXPENDABLE <= match.shared())
            .orElseGet(() -> vacate(row));
    if (source.isPresent()) {
      copy(source.get(), target, row, match.shared());
    }
    open(target, row, match.shared());
    return target;
  }

  private static int loss(Slot slot, int[] row) {
    return slot.length() - slot.shared(row);
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

  /** An empty slot, a new one, or the one unused for longest, rather one that begins like a row. */
  private Slot vacate(int[] row) {
    Optional<Slot> empty = slots.stream().filter(Slot::empty).findFirst();
    if (empty.isEmpty() && slots.size() < limit) {
      int before = slots.size();
      addSlots((int) Math.min(limit, Math.ceil(before * GROWTH)));
      return slots.get(before);
    }
    return empty.orElseGet(
        () ->
            slots.stream()
                .filter(slot -> !slot.live())
                .min(
                    Comparator.comparingLong(Slot::lastUsed)
                        .thenComparing(slot -> slot.shared(row), Comparator.reverseOrder()))
                .orElseThrow());
  }

  /** Ends the work on a row; what it holds is kept. */
  void release(Slot slot, int[] held) {
    slot.release(held);
    live--;
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
