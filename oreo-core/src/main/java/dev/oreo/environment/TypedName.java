package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A name of PDDL's typed lists, and where it stands. */
record TypedName(PddlNode node, String name, String type) {
  /** The type of everything. */
  static final String ROOT = "object";

  /** Reads {@code a b - t c - u d}: what no type follows is an {@code object}. */
  static List<TypedName> list(List<PddlNode> nodes) {
    List<TypedName> names = new ArrayList<>();
    int untyped = 0;
    Iterator<PddlNode> rest = nodes.iterator();
    while (rest.hasNext()) {
      PddlNode node = rest.next();
      String name = node.word("a name");
      if (!name.equals("-")) {
        names.add(new TypedName(node, name, ROOT));
        continue;
      }
      if (!rest.hasNext() || untyped == names.size()) {
        throw node.fail("- must stand between names and their type, got none on one side");
      }
      String type = rest.next().word("a type (either is not supported)");
      for (; untyped < names.size(); untyped++) {
        TypedName before = names.get(untyped);
        names.set(untyped, new TypedName(before.node, before.name, type));
      }
    }
    return names;
  }
}
