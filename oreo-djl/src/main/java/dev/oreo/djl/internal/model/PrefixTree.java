package dev.oreo.djl.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences laid out so that what several of them begin with is there once: the samples of one
 * prompt, the conversations that open with one instruction, the branches of a search.
 *
 * <p>A branch is a run of tokens behind another branch, or behind nothing. A sequence is the tokens
 * of the branches on its path, and its numbers are those it would have alone.
 */
final class PrefixTree {
  /**
   * Fewer tokens than these are not shared: a branch of its own costs a kernel call per layer, and
   * those behind it a mask.
   */
  private static final int WORTHWHILE = 16;

  /**
   * A run of tokens.
   *
   * @param length of the run, at least 1
   * @param parent index of the branch before it, which is smaller than its own; -1 for none
   */
  record Branch(int length, int parent) {}

  private final List<int[]> sequences;
  private final Integer[] sorted;
  private final int[] shared;
  private final List<Branch> branches = new ArrayList<>();
  private final int[][] rows;
  private int size;

  /**
   * Lays out sequences.
   *
   * @param sequences at least one, none empty
   * @param limit longer sequences share nothing
   */
  PrefixTree(List<int[]> sequences, int limit) {
    this.sequences = sequences;
    this.sorted = IntStream.range(0, sequences.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(sorted, (a, b) -> Arrays.compare(sequences.get(a), sequences.get(b)));
    this.shared = new int[sorted.length];
    for (int i = 1; i < sorted.length; i++) {
      int[] previous = sequence(i - 1);
      boolean both = Math.max(previous.length, sequence(i).length) <= limit;
      shared[i] = both ? shared(previous, sequence(i)) : 0;
    }
    this.rows = sequences.stream().map(s -> new int[s.length]).toArray(int[][]::new);
    grow(0, sorted.length, 0, -1);
  }

  /** Returns how many first tokens two sequences have in common. */
  static int shared(int[] first, int[] second) {
    int difference = Arrays.mismatch(first, second);
    return difference < 0 ? first.length : difference;
  }

  private int[] sequence(int i) {
    return sequences.get(sorted[i]);
  }

  /**
   * Lays out what the sorted sequences [from, to), alike in their first tokens, have behind them.
   */
  private void grow(int from, int to, int depth, int parent) {
    int common = to - from == 1 ? sequence(from).length : common(from, to);
    boolean branch = common > depth && (to - from == 1 || common - depth >= WORTHWHILE);
    int end = branch ? common : depth;
    int next = branch ? add(from, to, depth, end, parent) : parent;
    if (to - from > 1) {
      int least = branch ? end + 1 : depth + WORTHWHILE;
      int first = from;
      for (int i = from + 1; i <= to; i++) {
        if (i == to || shared[i] < least) {
          grow(first, i, end, next);
          first = i;
        }
      }
    }
  }

  private int common(int from, int to) {
    int common = shared[from + 1];
    for (int i = from + 2; i < to; i++) {
      common = Math.min(common, shared[i]);
    }
    return common;
  }

  /** Adds the tokens [start, end) of the sorted sequences [from, to) as one branch. */
  private int add(int from, int to, int start, int end, int parent) {
    for (int i = from; i < to; i++) {
      for (int t = start; t < end; t++) {
        rows[sorted[i]][t] = size + t - start;
      }
    }
    size += end - start;
    branches.add(new Branch(end - start, parent));
    return branches.size() - 1;
  }

  /** Returns the branches, in the order in which their tokens lie. */
  List<Branch> branches() {
    return branches;
  }

  /** Returns the number of tokens laid out. */
  int size() {
    return size;
  }

  /** Returns where a token of a sequence lies. */
  int row(int sequence, int token) {
    return rows[sequence][token];
  }
}
