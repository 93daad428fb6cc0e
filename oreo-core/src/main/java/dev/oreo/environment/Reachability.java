package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the facts that can ever be true and the operators that can ever be possible, as if nothing
 * became false and every formula held.
 */
final class Reachability {
  private final boolean[] reached;
  private final IntList waiting = new IntList();
  private int next;
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
    for (int i = 0; i < missing.length; i++) {
      missing[i] = operators.get(i).wanted().length;
      if (missing[i] == 0) {
        take(operators.get(i));
      }
    }
    int[] starts = starts(operators);
    int[] wanting = wanting(operators, starts);
    while (next < waiting.size()) {
      int fact = waiting.get(next++);
      for (int i = starts[fact]; i < starts[fact + 1]; i++) {
        if (--missing[wanting[i]] == 0) {
          take(operators.get(wanting[i]));
        }
      }
    }
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        possible.add(operators.get(i));
      }
    }
  }

  /** For each fact, where those that want it begin in the list of them. */
  private int[] starts(List<Operator> operators) {
    int[] starts = new int[reached.length + 1];
    for (Operator operator : operators) {
      for (int fact : operator.wanted()) {
        starts[fact + 1]++;
      }
    }
    for (int fact = 0; fact < reached.length; fact++) {
      starts[fact + 1] += starts[fact];
    }
    return starts;
  }

  private int[] wanting(List<Operator> operators, int[] starts) {
    int[] wanting = new int[starts[reached.length]];
    int[] ends = starts.clone();
    for (int i = 0; i < operators.size(); i++) {
      for (int fact : operators.get(i).wanted()) {
        wanting[ends[fact]++] = i;
      }
    }
    return wanting;
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
