package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A value model's key-value cache, and V read behind what is in it.
 *
 * <p>Confined to one thread. Closing frees the cache.
 */
public final class ValueDecodingSession implements AutoCloseable {
  private final ValueModel model;
  private final KeyValueCache cache;

  /**
   * Opens a session over the weights as they are now.
   *
   * @param model whose weights must not change while the session is open
   */
  public ValueDecodingSession(ValueModel model) {
    this.model = model;
    this.cache = new KeyValueCache(model.decoder());
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
   * Reads new tokens into slots.
   *
   * @param segments what to read, each into a slot of its own
   * @return V at the last token of each
   */
  public float[] read(List<Segment> segments) {
    try (NDManager step = cache.scope().newSubManager()) {
      return model.values(step, cache.read(step, segments));
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
