package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What players call the objects, as ALFWorld's demangler does.
 *
 * <p>An id {@code mug_bar_01_bar_02} is a mug; one with {@code basin} in it is a basin, as in
 * {@code sinkbasin}. The n objects of a kind that the initial facts speak of are numbered n, ..., 1
 * in the order of their ids. Other ids are names already.
 */
final class ObjectNames {
  private static final String BAR = "_bar_";
  private static final String BASIN = "basin";

  private ObjectNames() {}

  /** The names of a problem's objects, by number. */
  static String[] of(PddlProblem problem) {
    String[] names = problem.names().toArray(String[]::new);
    boolean[] spokenOf = new boolean[names.length];
    for (PddlProblem.Fact fact : problem.facts()) {
      for (int object : fact.arguments()) {
        spokenOf[object] = true;
      }
    }
    Map<String, List<Integer>> kinds = new TreeMap<>();
    for (int object = 0; object < names.length; object++) {
      if (spokenOf[object] && names[object].contains(BAR)) {
        kinds.computeIfAbsent(kind(names[object]), kind -> new ArrayList<>()).add(object);
      }
    }
    kinds.forEach(
        (kind, objects) -> {
          for (int i = 0; i < objects.size(); i++) {
            names[objects.get(i)] = kind + " " + (objects.size() - i);
          }
        });
    return names;
  }

  private static String kind(String id) {
    String kind = id.substring(0, id.indexOf(BAR));
    return id.contains(BASIN) ? kind + BASIN : kind;
  }
}
