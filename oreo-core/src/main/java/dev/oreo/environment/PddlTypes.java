package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The types of a domain, numbered; {@code object} is 0 and the parent of those that name none.
 *
 * <p>ALFWorld's domain writes {@code ?l - location, ?r - receptacle}. Fast Downward, and so the
 * real engine, takes {@code location,} for a type of that name, which no object has: the variable
 * binds nothing. Such a type, with a comma at its end, is taken so here too. Any other type that
 * was not declared is an error.
 */
final class PddlTypes {
  /** The type that nothing is of. */
  static final int NOTHING = -1;

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Integer> parents = new ArrayList<>();

  PddlTypes(List<TypedName> declared) {
    add(TypedName.ROOT, 0);
    for (TypedName type : declared) {
      if (!type.name().equals(TypedName.ROOT)) {
        if (numbers.containsKey(type.name())) {
          throw type.node().fail("type " + type.name() + " must be declared once, got twice");
        }
        add(type.name(), 0);
      }
    }
    for (TypedName type : declared) {
      parents.set(number(type.node(), type.name()), number(type.node(), type.type()));
    }
    parents.set(0, 0);
    for (TypedName type : declared) {
      checkEnds(type);
    }
  }

  private void add(String name, int parent) {
    numbers.put(name, names.size());
    names.add(name);
    parents.add(parent);
  }

  private void checkEnds(TypedName type) {
    int number = number(type.node(), type.name());
    for (int steps = 0; number != 0; steps++) {
      if (steps > names.size()) {
        throw type.node().fail("type " + type.name() + " must not be its own ancestor, got a ring");
      }
      number = parents.get(number);
    }
  }

  int count() {
    return names.size();
  }

  String name(int type) {
    return names.get(type);
  }

  /** The number of a type's name, if it is one. */
  OptionalInt find(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The number of a type that an object is declared with. */
  int number(PddlNode node, String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw node.fail("type must be one of the domain's, got " + name);
    }
    return number;
  }

  /** The number of a variable's type, or {@link #NOTHING} for one with a comma. */
  int numberForVariable(PddlNode node, String name) {
    if (name.endsWith(",")) {
      number(node, name.substring(0, name.length() - 1));
      return NOTHING;
    }
    return number(node, name);
  }

  /** Whether whatever is of one type is of another too. */
  boolean isA(int type, int ancestor) {
    int current = type;
    while (current != ancestor && current != 0) {
      current = parents.get(current);
    }
    return current == ancestor;
  }
}
