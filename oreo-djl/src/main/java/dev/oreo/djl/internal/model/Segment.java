package dev.oreo.djl.internal.model;

/**
 * New tokens of a row, to be read behind those that its slot holds.
 *
 * <p>The array is shared, not copied.
 *
 * @param slot where the row's keys and values lie
 * @param start how many of the row's first tokens the slot holds already
 * @param tokens the whole row; those from {@code start} on are read, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier
public record Segment(int slot, int start, int[] tokens) {

  /** Returns the number of tokens to read. */
  int length() {
    return tokens.length - start;
  }
}
