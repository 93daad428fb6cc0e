package dev.oreo.environment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds the facts that can ever be true and the operators that can ever be possible, as if nothing
 * became false and every formula held.
 */
final class Reachability {
  private final boolean[] reached;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final List<Operator> possible = new ArrayList<>();

  private Reachability(int facts) {
    reached = new boolean[facts];
  }

  static Reachability of(List<Operator> operators, int facts, int[] initial) {
    Reachability reachability = new Reachability(facts);
    for (int fact : initial) {
      reachability.reach(fact);
    }
    reachability.spread(operators);
    return reachability;
  }

  private void spread(List<Operator> operators) {
    int[] missing = new int[operators.size()];
    List<List<Integer>> wantedBy = new ArrayList<>();
    for (int fact = 0; fact < reached.length; fact++) {
      wantedBy.add(new ArrayList<>(2));
    }
    for (int i = 0; i < missing.length; i++) {
      int[] wanted = operators.get(i).wanted();
      missing[i] = wanted.length;
      for (int fact : wanted) {
        wantedBy.get(fact).add(i);
      }
      if (missing[i] == 0) {
        take(operators.get(i));
      }
    }
    for (Integer fact = waiting.poll(); fact != null; fact = waiting.poll()) {
      for (int i : wantedBy.get(fact)) {
        if (--missing[i] == 0) {
          take(operators.get(i));
        }
      }
    }
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        possible.add(operators.get(i));
      }
    }
  }

  private void take(Operator operator) {
    for (int fact : operator.added()) {
      reach(fact);
    }
    for (Operator.Change change : operator.changes()) {
      if (change.becomes()) {
        reach(change.bit());
      }
    }
  }

  private void reach(int fact) {
    if (!reached[fact]) {
      reached[fact] = true;
      waiting.add(fact);
    }
  }

  boolean reached(int fact) {
    return reached[fact];
  }

  /** The operators that can be possible, in the order given. */
  List<Operator> possible() {
    return possible;
  }
}
