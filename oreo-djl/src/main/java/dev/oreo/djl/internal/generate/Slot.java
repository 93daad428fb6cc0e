package dev.oreo.djl.internal.generate;

import java.util.Arrays;

/** What one slot of the cache holds, and since when. */
final class Slot {
  private static final int[] NOTHING = {};

  private int index;
  private int[] tokens = NOTHING;
  private int length;
  private boolean live;
  private boolean forgotten;
  private long lastUsed;

  Slot(int index) {
    this.index = index;
  }

  /** Returns where the slot lies. Changes when rows are moved. */
  int index() {
    return index;
  }

  void moveTo(int newIndex) {
    index = newIndex;
  }

  /** Returns how many tokens are in the cache. */
  int length() {
    return length;
  }

  /** Returns whether a row is being worked on here. */
  boolean live() {
    return live;
  }

  /** Returns whether nothing is said to go on from the row, which has not been used since. */
  boolean forgotten() {
    return forgotten;
  }

  void forget() {
    forgotten = true;
  }

  boolean empty() {
    return length == 0 && !live;
  }

  long lastUsed() {
    return lastUsed;
  }

  void use(long time) {
    lastUsed = time;
    forgotten = false;
  }

  /** Returns how many first tokens a row and what the slot is known to hold have in common. */
  int shared(int[] row) {
    int known = Math.min(tokens.length, length);
    int difference = Arrays.mismatch(tokens, 0, known, row, 0, row.length);
    return difference < 0 ? known : difference;
  }

  /** Gives the slot to a row, of which it holds the first {@code held} tokens. */
  void open(int[] row, int held) {
    tokens = row;
    length = held;
    live = true;
  }

  /** The whole of the row that the slot was given to is in the cache now. */
  void filled() {
    length = tokens.length;
  }

  /** One more token is in the cache. */
  void grow() {
    length++;
  }

  /** No more than some first tokens are in the cache. */
  void cut(int limit) {
    length = Math.min(length, limit);
  }

  /** The row is done; its tokens stay. */
  void release(int[] held) {
    tokens = held;
    length = held.length;
    live = false;
  }

  /** Nothing is known of what the slot holds. */
  void clear() {
    release(NOTHING);
  }
}
