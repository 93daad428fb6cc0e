package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Slots that hold the keys and values of rows, and the two ways to extend them: new tokens of any
 * number, and one token a row.
 *
 * <p>It knows where rows lie, not what they are: whoever uses it keeps track of which slot holds
 * how many tokens of what. Confined to one thread. Closing frees the cache.
 */
public final class KeyValueCache implements AutoCloseable {
  /** Bytes of a cache, unless a number of tokens is asked for. */
  private static final long BYTES = 1L << 30;

  private final Decoder decoder;
  private final NDManager scope;
  private final Program program;
  private long tokensRead;

  /**
   * Opens a cache without slots, over the weights as they are now.
   *
   * @param decoder whose weights must not change while the cache is open
   */
  KeyValueCache(Decoder decoder) {
    this.decoder = decoder;
    this.scope = decoder.manager().newSubManager();
    this.program = decoder.lend();
  }

  /** Returns how many tokens to hold: those asked for, or as many as 1 GiB takes. */
  static int tokens(Decoder decoder, OptionalInt asked) {
    ModelConfig config = decoder.config();
    long numbers = 2L * config.layers() * config.keyValueHeads() * config.headDim();
    return asked.orElseGet(() -> (int) Math.max(1, BYTES / (numbers * decoder.bytesPerNumber())));
  }

  /** Returns the manager of the cache's own tensors. */
  NDManager scope() {
    return scope;
  }

  /**
   * Returns how many tokens have been read.
   *
   * @return since the cache was opened, those of single steps among them
   */
  public long tokensRead() {
    return tokensRead;
  }

  /**
   * Gives the cache another size.
   *
   * @param slots how many rows it holds
   * @param capacity tokens of the longest row; of longer ones that are kept, the rest is dropped
   * @param kept old slots, which become the first ones in this order
   */
  public void resize(int slots, int capacity, long[] kept) {
    try (NDManager step = scope.newSubManager()) {
      program.execute("resize", slots, capacity, step.create(kept), decoder.embedding().array());
    }
  }

  /**
   * Copies tokens of a row into the same place of another.
   *
   * @param source slot to copy from
   * @param target slot to copy to
   * @param start first token
   * @param end after the last token
   */
  public void copy(int source, int target, int start, int end) {
    program.execute("copy_slot", source, target, start, end);
  }

  /**
   * Exchanges two rows.
   *
   * @param first a slot
   * @param second another slot
   * @param inFirst how many tokens the first holds
   * @param inSecond how many tokens the second holds
   */
  public void swap(int first, int second, int inFirst, int inSecond) {
    program.execute("swap_slots", first, second, inFirst, inSecond);
  }

  /** Reads new tokens; returns the final hidden states [rows, W] at the last token of each row. */
  NDArray read(NDManager step, List<Segment> rows) {
    RaggedBatch batch = RaggedBatch.ofSegments(rows);
    tokensRead += batch.ids().length;
    long[] slots = new long[rows.size()];
    long[] starts = new long[rows.size()];
    long[] lengths = new long[rows.size()];
    long[] tokenSlots = new long[batch.ids().length];
    int longest = 0;
    int next = 0;
    for (int b = 0; b < slots.length; b++) {
      Segment row = rows.get(b);
      slots[b] = row.slot();
      starts[b] = row.start();
      lengths[b] = row.length();
      longest = Math.max(longest, row.tokens().length);
      Arrays.fill(tokenSlots, next, next + row.length(), row.slot());
      next += row.length();
    }
    RotaryTable.Tables tables = decoder.rotary().upTo(longest);
    return program.run(
        step,
        "extend",
        decoder.embed(step, step.create(batch.ids())),
        step.create(batch.positions()),
        step.create(tokenSlots),
        step.create(batch.select()),
        tables.cosines(),
        tables.sines(),
        slots,
        starts,
        lengths);
  }

  /**
   * Appends one token to each of some rows; returns their final hidden states [rows, W].
   *
   * @param slots of the rows, rising
   * @param tokens the token of each
   * @param lengths how many tokens each holds before
   */
  NDArray advance(NDManager step, long[] slots, long[] tokens, long[] lengths) {
    tokensRead += tokens.length;
    long longest = 0;
    for (long length : lengths) {
      longest = Math.max(longest, length + 1);
    }
    RotaryTable.Tables tables = decoder.rotary().upTo((int) longest);
    return program.run(
        step,
        "advance",
        decoder.embed(step, step.create(tokens)),
        step.create(lengths),
        step.create(slots),
        tables.cosines(),
        tables.sines(),
        runs(slots, lengths));
  }

  /** Four numbers for every run of neighbouring slots, as the program reads them. */
  private static long[] runs(long[] slots, long[] lengths) {
    List<Long> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= slots.length; i++) {
      if (i == slots.length || slots[i] != slots[i - 1] + 1) {
        long longest = 0;
        long shortest = Long.MAX_VALUE;
        for (int j = from; j < i; j++) {
          longest = Math.max(longest, lengths[j] + 1);
          shortest = Math.min(shortest, lengths[j] + 1);
        }
        runs.addAll(List.of(slots[from], slots[i - 1] + 1, longest, shortest));
        from = i;
      }
    }
    return runs.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public void close() {
    decoder.giveBack(program);
    scope.close();
  }
}
