package dev.oreo.djl.internal.generate;

import dev.oreo.model.GenerationRequest;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A request being answered: what it has drawn so far, and its own random stream. */
final class Row {
  private final int index;
  private final GenerationRequest request;
  private final SplittableRandom random;
  private int[] tokens = new int[16];
  private int count;
  private Slot slot = new Slot(-1);

  Row(int index, GenerationRequest request) {
    this.index = index;
    this.request = request;
    this.random = new SplittableRandom(request.seed());
  }

  /** Returns the request's index in the call. */
  int index() {
    return index;
  }

  /** Gives the row its slot; returns the row. */
  Row in(Slot place) {
    slot = place;
    return this;
  }

  /** Returns the slot that the row was given. */
  Slot slot() {
    return slot;
  }

  /** Returns all tokens so far: what must be in the cache to draw the next one. */
  int[] soFar() {
    return count == 0 ? request.promptTokenIds() : first(count);
  }

  /** Returns the next draw of the row's own stream, in [0, 1). */
  double nextDraw() {
    return random.nextDouble();
  }

  void append(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
  }

  int lastToken() {
    return tokens[count - 1];
  }

  /** Returns the tokens of the row that are in the cache: all but the one drawn last. */
  int[] cached() {
    return first(count - 1);
  }

  /** Returns the prompt and some tokens behind it, as an array of its own. */
  private int[] first(int drawn) {
    int[] prompt = request.promptTokenIds();
    int[] all = Arrays.copyOf(prompt, prompt.length + drawn);
    System.arraycopy(tokens, 0, all, prompt.length, drawn);
    return all;
  }

  boolean full() {
    return count == request.maxNewTokens();
  }

  int[] tokens() {
    return Arrays.copyOf(tokens, count);
  }

  /** Returns the last {@code limit} tokens drawn, or all there are. */
  int[] tail(int limit) {
    return Arrays.copyOfRange(tokens, Math.max(0, count - limit), count);
  }
}
