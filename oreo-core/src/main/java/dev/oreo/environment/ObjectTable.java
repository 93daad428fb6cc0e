package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The objects of each type. */
final class ObjectTable {
  private final int[][] byType;
  private final boolean[][] isA;
  private final String[] ids;
  private final String[] typeNames;

  ObjectTable(PddlProblem problem) {
    PddlTypes types = problem.domain().types();
    int size = problem.names().size();
    ids = problem.names().toArray(String[]::new);
    typeNames = new String[size];
    for (int object = 0; object < size; object++) {
      typeNames[object] = types.name(problem.type(object));
    }
    byType = new int[types.count()][];
    isA = new boolean[types.count()][size];
    for (int type = 0; type < types.count(); type++) {
      List<Integer> members = new ArrayList<>();
      for (int object = 0; object < size; object++) {
        isA[type][object] = types.isA(problem.type(object), type);
        if (isA[type][object]) {
          members.add(object);
        }
      }
      byType[type] = members.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  int size() {
    return ids.length;
  }

  String id(int object) {
    return ids[object];
  }

  String typeName(int object) {
    return typeNames[object];
  }

  boolean isA(int object, int type) {
    return type != PddlTypes.NOTHING && isA[type][object];
  }

  /** The objects of a type, ascending; not to be changed. */
  int[] ofType(int type) {
    return type == PddlTypes.NOTHING ? IntStream.empty().toArray() : byType[type];
  }
}
