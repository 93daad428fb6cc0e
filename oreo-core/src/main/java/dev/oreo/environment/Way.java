package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;

/** One of the ways in which a formula can hold: facts true, facts false, formulas that hold. */
final class Way {
  /** More ways than this are left together in a formula. */
  private static final int MOST = 64;

  private final IntList wanted = new IntList();
  private final IntList unwanted = new IntList();
  private final List<Formula> rest = new ArrayList<>(0);

  /** All ways in which a formula can hold, none for one that never does. */
  static List<Way> of(Formula formula) {
    List<Way> ways = new ArrayList<>(1);
    if (formula instanceof Formula.Any any) {
      any.parts().forEach(part -> ways.addAll(of(part)));
      return ways;
    }
    ways.add(new Way());
    List<Formula> parts = formula instanceof Formula.All all ? all.parts() : List.of(formula);
    for (Formula part : parts) {
      if (part instanceof Formula.Literal literal) {
        ways.forEach(way -> way.add(literal));
      } else {
        multiply(ways, part);
      }
    }
    return ways;
  }

  private static void multiply(List<Way> ways, Formula part) {
    List<Way> choices = of(part);
    if (ways.size() * choices.size() > MOST) {
      ways.forEach(way -> way.rest.add(part));
      return;
    }
    List<Way> before = List.copyOf(ways);
    ways.clear();
    for (Way way : before) {
      choices.forEach(choice -> ways.add(way.and(choice)));
    }
  }

  private void add(Formula.Literal literal) {
    (literal.wanted() ? wanted : unwanted).addNew(literal.bit());
  }

  private Way and(Way other) {
    Way both = new Way();
    both.addAll(this);
    both.addAll(other);
    return both;
  }

  private void addAll(Way other) {
    for (int i = 0; i < other.wanted.size(); i++) {
      wanted.addNew(other.wanted.get(i));
    }
    for (int i = 0; i < other.unwanted.size(); i++) {
      unwanted.addNew(other.unwanted.get(i));
    }
    rest.addAll(other.rest);
  }

  IntList wanted() {
    return wanted;
  }

  IntList unwanted() {
    return unwanted;
  }

  Formula rest() {
    return Formula.all(rest);
  }
}
