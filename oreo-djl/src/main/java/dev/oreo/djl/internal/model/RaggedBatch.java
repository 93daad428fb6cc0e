package dev.oreo.djl.internal.model;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences laid end to end, without padding and what they begin with alike once, and the rows of
 * them that something is read at.
 *
 * <p>This is where tokens and positions shift against each other, and the only place: position p is
 * read at token p's row, and its target is token p + 1.
 *
 * @param ids all token ids [N]
 * @param positions each token's index in its own sequence [N]
 * @param branches of each branch of the {@link PrefixTree}, in order, its number of tokens and its
 *     parent [2 B]
 * @param select the rows that are read [M]
 * @param targets the token that follows each row read [M]; empty if none is asked for
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier
record RaggedBatch(long[] ids, long[] positions, long[] branches, long[] select, long[] targets) {

  /**
   * What a network can read.
   *
   * @param vocabulary ids are below this
   * @param shared longest sequence whose numbers do not depend on how long it is, so that it can
   *     share what it begins with
   */
  record Limits(int vocabulary, int shared) {
    /** Returns what another network can read as well. */
    Limits and(Limits other) {
      return new Limits(Math.min(vocabulary, other.vocabulary), Math.min(shared, other.shared));
    }
  }

  /**
   * Lays out trajectories, to be read at every position that chooses an action token.
   *
   * @param trajectories at least one
   * @param limits of the networks that read them
   */
  static RaggedBatch ofActions(List<Trajectory> trajectories, Limits limits) {
    List<int[]> sequences = new ArrayList<>();
    int actions = 0;
    for (Trajectory trajectory : trajectories) {
      int[] ids = trajectory.tokenIds();
      checkIds(ids, limits.vocabulary(), "trajectory " + trajectory.id());
      sequences.add(ids);
      actions += trajectory.actionCount();
    }
    PrefixTree tree = new PrefixTree(sequences, limits.shared());
    long[] select = new long[actions];
    long[] targets = new long[actions];
    int next = 0;
    for (int i = 0; i < sequences.size(); i++) {
      for (Step step : trajectories.get(i).steps()) {
        for (int p = step.firstPosition(); p < step.endPosition(); p++) {
          select[next] = tree.row(i, p);
          targets[next++] = sequences.get(i)[p + 1];
        }
      }
    }
    return of(tree, sequences, select, targets);
  }

  /**
   * Lays out states, to be read at the last token of each.
   *
   * @param states at least one, none empty
   * @param limits of the network that reads them
   */
  static RaggedBatch ofStates(List<int[]> states, Limits limits) {
    for (int i = 0; i < states.size(); i++) {
      checkState(states.get(i), limits.vocabulary(), i);
    }
    PrefixTree tree = new PrefixTree(states, limits.shared());
    long[] select = new long[states.size()];
    for (int i = 0; i < select.length; i++) {
      int last = states.get(i).length - 1;
      select[i] = tree.row(i, last);
    }
    return of(tree, states, select, new long[0]);
  }

  /**
   * Lays out the new tokens of rows, at their positions in the whole row, to be read at the last
   * token of each.
   *
   * @param rows at least one, whose token ids are in the vocabulary
   */
  static RaggedBatch ofSegments(List<Segment> rows) {
    int total = rows.stream().mapToInt(Segment::length).sum();
    long[] ids = new long[total];
    long[] positions = new long[total];
    long[] branches = new long[2 * rows.size()];
    long[] select = new long[rows.size()];
    int next = 0;
    for (int b = 0; b < select.length; b++) {
      int[] tokens = rows.get(b).tokens();
      for (int t = rows.get(b).start(); t < tokens.length; t++) {
        ids[next] = tokens[t];
        positions[next++] = t;
      }
      branches[2 * b] = rows.get(b).length();
      branches[2 * b + 1] = -1;
      int last = next - 1;
      select[b] = last;
    }
    return new RaggedBatch(ids, positions, branches, select, new long[0]);
  }

  private static RaggedBatch of(
      PrefixTree tree, List<int[]> sequences, long[] select, long[] targets) {
    long[] ids = new long[tree.size()];
    long[] positions = new long[tree.size()];
    for (int s = 0; s < sequences.size(); s++) {
      int[] sequence = sequences.get(s);
      for (int t = 0; t < sequence.length; t++) {
        ids[tree.row(s, t)] = sequence[t];
        positions[tree.row(s, t)] = t;
      }
    }
    long[] branches = new long[2 * tree.branches().size()];
    for (int b = 0; b < tree.branches().size(); b++) {
      branches[2 * b] = tree.branches().get(b).length();
      branches[2 * b + 1] = tree.branches().get(b).parent();
    }
    return new RaggedBatch(ids, positions, branches, select, targets);
  }

  /** Checks that a state has tokens, and that they are in the vocabulary. */
  static void checkState(int[] state, int vocabulary, int index) {
    Checks.argument(
        state.length > 0, "states must not be empty, got none of %d tokens at index %d", 0, index);
    checkIds(state, vocabulary, "state " + index);
  }

  /** Checks that token ids are in the vocabulary. */
  static void checkIds(int[] ids, int vocabulary, String where) {
    for (int id : ids) {
      Checks.argument(
          id >= 0 && id < vocabulary,
          "token id must be in [0, %d), got %d (%s)",
          vocabulary,
          id,
          where);
    }
  }

  /** Returns the length of the longest sequence. */
  int longest() {
    return 1 + (int) Arrays.stream(positions).max().orElseThrow();
  }

  /**
   * Distributes values read at the rows of {@link #ofActions} to one array per trajectory, one
   * entry per position, 0 where nothing was read.
   */
  static List<double[]> toPositions(List<Trajectory> trajectories, float[] values, int from) {
    List<double[]> result = new ArrayList<>();
    int next = from;
    for (Trajectory trajectory : trajectories) {
      double[] perPosition = new double[trajectory.positions()];
      for (Step step : trajectory.steps()) {
        for (int p = step.firstPosition(); p < step.endPosition(); p++) {
          perPosition[p] = values[next++];
        }
      }
      result.add(perPosition);
    }
    return result;
  }

  /**
   * Collects values per position into the rows of {@link #ofActions}.
   *
   * @param into where to write, from {@code from} on
   */
  static void fromPositions(
      List<Trajectory> trajectories, List<double[]> values, float[] into, int from) {
    int next = from;
    for (int i = 0; i < trajectories.size(); i++) {
      double[] perPosition = values.get(i);
      for (Step step : trajectories.get(i).steps()) {
        for (int p = step.firstPosition(); p < step.endPosition(); p++) {
          into[next++] = (float) perPosition[p];
        }
      }
    }
  }
}
