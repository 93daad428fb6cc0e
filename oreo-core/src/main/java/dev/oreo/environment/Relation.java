package dev.oreo.environment;

import java.util.Arrays;
import java.util.List;

/**
 * Facts of one predicate: rows of objects in the order of their arguments, found by any of them.
 *
 * <p>The facts of a predicate that no action changes are all true. Of the others those stand here
 * that can ever be true, and the state has a bit for each, row by row from {@link #firstBit} on.
 */
final class Relation {
  private static final int ALWAYS_TRUE = -1;
  private static final int[] NONE = {};

  private final int arity;
  private final int[][] rows;
  private final int[][][] rowsByArgument;
  private final int firstBit;
  private final int firstDenialBit;

  private Relation(int arity, List<int[]> rows, int objects, int firstBit, int firstDenialBit) {
    this.arity = arity;
    this.rows = rows.toArray(int[][]::new);
    this.rowsByArgument = new int[arity][][];
    this.firstBit = firstBit;
    this.firstDenialBit = firstDenialBit;
    for (int position = 0; position < arity; position++) {
      rowsByArgument[position] = index(position, objects);
    }
  }

  /** Facts that are always true, sorted and without repetition. */
  static Relation fixed(int arity, List<int[]> rows, int objects) {
    return new Relation(arity, rows, objects, ALWAYS_TRUE, ALWAYS_TRUE);
  }

  /**
   * Facts that change, sorted and without repetition. Where texts ask whether a fact was made
   * false, a second bit for each stands from {@code firstDenialBit} on; else it is negative.
   */
  static Relation changing(
      int arity, List<int[]> rows, int objects, int firstBit, int firstDenialBit) {
    return new Relation(arity, rows, objects, firstBit, firstDenialBit);
  }

  private int[][] index(int position, int objects) {
    int[] counts = new int[objects];
    for (int[] row : rows) {
      counts[row[position]]++;
    }
    int[][] index = new int[objects][];
    for (int object = 0; object < objects; object++) {
      index[object] = counts[object] == 0 ? NONE : new int[counts[object]];
    }
    for (int row = rows.length - 1; row >= 0; row--) {
      int object = rows[row][position];
      index[object][--counts[object]] = row;
    }
    return index;
  }

  int size() {
    return rows.length;
  }

  /** The objects of a row; not to be changed. */
  int[] row(int row) {
    return rows[row];
  }

  /** The rows with an object at a position, ascending; not to be changed. */
  int[] rowsWith(int position, int object) {
    return rowsByArgument[position][object];
  }

  /** The row of a fact, negative if it is none of these. */
  int find(int[] arguments) {
    if (arity == 0) {
      return rows.length - 1;
    }
    int low = 0;
    int[] candidates = rowsByArgument[0][arguments[0]];
    int high = candidates.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compare(rows[candidates[middle]], arguments);
      if (order == 0) {
        return candidates[middle];
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -1;
  }

  /** Whether its facts have bits. */
  boolean changes() {
    return firstBit != ALWAYS_TRUE;
  }

  /** The bit of a row of a relation that changes. */
  int bit(int row) {
    return firstBit + row;
  }

  /** Whether a row's fact is true in a state. */
  boolean holds(int row, long[] bits) {
    return firstBit == ALWAYS_TRUE || Bits.get(bits, firstBit + row);
  }

  /** Whether an action made a row's fact false and none made it true since. */
  boolean denied(int row, long[] bits) {
    return firstDenialBit >= 0 && Bits.get(bits, firstDenialBit + row);
  }
}
