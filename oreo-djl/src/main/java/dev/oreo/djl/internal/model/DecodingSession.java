package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.model.GenerationConfig;
import java.util.List;

/**
 * Rows of a key-value cache and the two ways to extend them: reading whole prompts, and one token a
 * row.
 *
 * <p>Slots {@code 0..n-1} are the live ones. The session knows no requests and no stopping; it
 * turns tokens into drawn tokens. Confined to one thread. Closing frees the cache.
 */
public final class DecodingSession implements AutoCloseable {
  private static final double GROWTH = 1.5;

  private final LanguageModel model;
  private final Decoder decoder;
  private final NDManager scope;
  private final Program program;
  private final Program sampler;
  private final GenerationConfig config;
  private final int slots;
  private int capacity;

  /**
   * Opens a session over the weights as they are now.
   *
   * @param model whose weights must not change while the session is open
   * @param config how tokens are drawn
   * @param slots how many rows may be live at once
   */
  public DecodingSession(LanguageModel model, GenerationConfig config, int slots) {
    this.model = model;
    this.decoder = model.decoder();
    this.scope = decoder.manager().newSubManager();
    this.program = decoder.newProgram(true);
    this.sampler = Program.load(scope, "sampler");
    this.config = config;
    this.slots = slots;
  }

  /**
   * Makes room for rows of a length, keeping what live rows hold.
   *
   * @param length tokens of the longest row
   * @param live how many slots hold rows
   */
  public void reserve(int length, int live) {
    if (length > capacity) {
      int grown = Math.max(length, (int) (capacity * GROWTH));
      program.execute("reserve", slots, grown, live, decoder.embedding().array());
      capacity = grown;
    }
  }

  /**
   * Reads prompts into slots and draws the first token of rows that begin with them.
   *
   * @param prompts token ids, each into the slot of the same index in {@code into}
   * @param into slots
   * @param rowPrompts for every row to draw, the index of its prompt
   * @param uniform one draw in [0, 1) per row
   * @return one token per row
   */
  public long[] read(List<int[]> prompts, long[] into, long[] rowPrompts, double[] uniform) {
    RaggedBatch batch = RaggedBatch.ofStates(prompts, decoder.config().vocabularySize());
    List<NDArray> tables = decoder.rotary().upTo(batch.longest());
    try (NDManager step = scope.newSubManager()) {
      NDArray hidden =
          program.run(
              step,
              "hidden",
              decoder.embed(step, step.create(batch.ids())),
              step.create(batch.positions()),
              step.create(batch.offsets()),
              step.create(batch.select()),
              tables.get(0),
              tables.get(1),
              into);
      return draw(step, decoder.rows(step, hidden, rowPrompts), uniform);
    }
  }

  /**
   * Copies a row.
   *
   * @param source slot to copy from
   * @param target slot to copy to
   * @param length how many tokens the row holds
   */
  public void copy(int source, int target, int length) {
    program.execute("copy_slot", source, target, length);
  }

  /**
   * Appends one token to every live row and draws the next.
   *
   * @param tokens the token of each live slot
   * @param lengths how many tokens each live slot holds before
   * @param uniform one draw in [0, 1) per row
   * @return one token per row
   */
  public long[] advance(long[] tokens, long[] lengths, double[] uniform) {
    long longest = 0;
    long shortest = Long.MAX_VALUE;
    for (long length : lengths) {
      longest = Math.max(longest, length + 1);
      shortest = Math.min(shortest, length + 1);
    }
    List<NDArray> tables = decoder.rotary().upTo((int) longest);
    try (NDManager step = scope.newSubManager()) {
      NDArray hidden =
          program.run(
              step,
              "advance",
              decoder.embed(step, step.create(tokens)),
              step.create(lengths),
              tables.get(0),
              tables.get(1),
              longest,
              longest == shortest ? 0 : 1);
      return draw(step, hidden, uniform);
    }
  }

  private long[] draw(NDManager step, NDArray hidden, double[] uniform) {
    return sampler
        .run(
            step,
            "forward",
            hidden,
            model.headWeight().array(),
            step.create(uniform),
            config.temperature(),
            config.topK(),
            config.topP())
        .toLongArray();
  }

  @Override
  public void close() {
    program.close();
    sampler.close();
    scope.close();
  }
}
