package dev.oreo.search;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import dev.oreo.model.ValueReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads V at many states in one call, each different state once. */
final class StateValues {
  private StateValues() {}

  /** One value per state, in order. */
  static double[] read(ValueReader valueFunction, List<int[]> states) {
    Map<List<Integer>, Integer> indexByState = new LinkedHashMap<>();
    int[] indices = new int[states.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] =
          indexByState.computeIfAbsent(Ints.asList(states.get(i)), s -> indexByState.size());
    }
    double[] values =
        valueFunction.values(indexByState.keySet().stream().map(Ints::toArray).toList());
    return Arrays.stream(indices).mapToDouble(i -> finite(values[i])).toArray();
  }

  private static double finite(double value) {
    Checks.state(Double.isFinite(value), "V must be finite to rank candidates, got %s", value);
    return value;
  }
}
