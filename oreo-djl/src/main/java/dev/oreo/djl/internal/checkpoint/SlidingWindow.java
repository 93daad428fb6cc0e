package dev.oreo.djl.internal.checkpoint;

import java.util.List;

/**
 * Attention to the last tokens only, in some layers.
 *
 * @param size tokens that a token attends to, itself included, above 0
 * @param layers for every layer, whether it has the window; at least one has
 */
public record SlidingWindow(int size, List<Boolean> layers) {
  /** Copies the list. */
  public SlidingWindow {
    layers = List.copyOf(layers);
  }
}
