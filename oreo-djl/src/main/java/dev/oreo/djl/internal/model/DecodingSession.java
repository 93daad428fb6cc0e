package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.model.GenerationConfig;
import java.util.List;

/**
 * A language model's key-value cache, and the tokens drawn behind what is in it.
 *
 * <p>The session knows no requests and no stopping; it turns tokens into drawn tokens. Confined to
 * one thread. Closing frees the cache.
 */
public final class DecodingSession implements AutoCloseable {
  private final LanguageModel model;
  private final KeyValueCache cache;
  private final Program sampler;

  /**
   * Opens a session over the weights as they are now.
   *
   * @param model whose weights must not change while the session is open
   */
  public DecodingSession(LanguageModel model) {
    this.model = model;
    this.cache = new KeyValueCache(model.decoder());
    this.sampler = model.samplers().take();
  }

  /**
   * Returns the cache.
   *
   * @return the same one always, closed with the session
   */
  public KeyValueCache cache() {
    return cache;
  }

  /**
   * Reads new tokens into slots and draws the next token of rows that begin with them.
   *
   * @param segments what to read, each into a slot of its own
   * @param rowSegments for every row to draw, the index of its segment
   * @param uniform one draw in [0, 1) per row
   * @param config how tokens are drawn
   * @return one token per row
   */
  public long[] read(
      List<Segment> segments, long[] rowSegments, double[] uniform, GenerationConfig config) {
    try (NDManager step = cache.scope().newSubManager()) {
      NDArray hidden = cache.read(step, segments);
      return draw(step, model.decoder().rows(step, hidden, rowSegments), uniform, config);
    }
  }

  /**
   * Appends one token to each of some rows and draws the next.
   *
   * @param slots of the rows, rising
   * @param tokens the token of each
   * @param lengths how many tokens each holds before
   * @param uniform one draw in [0, 1) per row
   * @param config how tokens are drawn
   * @return one token per row
   */
  public long[] advance(
      long[] slots, long[] tokens, long[] lengths, double[] uniform, GenerationConfig config) {
    try (NDManager step = cache.scope().newSubManager()) {
      return draw(step, cache.advance(step, slots, tokens, lengths), uniform, config);
    }
  }

  private long[] draw(NDManager step, NDArray hidden, double[] uniform, GenerationConfig config) {
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
    model.samplers().giveBack(sampler);
    cache.close();
  }
}
