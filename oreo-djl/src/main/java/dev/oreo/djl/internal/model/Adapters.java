package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The adapters on a frozen decoder.
 *
 * @param plan which module has one
 * @param byModule the adapters, by module
 */
record Adapters(AdapterPlan plan, List<Optional<Adapter>> byModule) {

  /** Returns the tensors, A before B, in the order of the modules. */
  List<Weight> weights() {
    return byModule.stream()
        .flatMap(Optional::stream)
        .flatMap(adapter -> List.of(adapter.down(), adapter.up()).stream())
        .toList();
  }

  /** Returns A of every module; {@code none} where there is no adapter. */
  List<NDArray> downs(NDArray none) {
    return tensors(Adapter::down, none);
  }

  /** Returns B of every module; {@code none} where there is no adapter. */
  List<NDArray> ups(NDArray none) {
    return tensors(Adapter::up, none);
  }

  private List<NDArray> tensors(Function<Adapter, Weight> part, NDArray none) {
    return byModule.stream().map(a -> a.map(part).map(Weight::array).orElse(none)).toList();
  }

  /** Returns the scale of every module's adapter; 0 where there is none. */
  double[] scales() {
    return byModule.stream().mapToDouble(a -> a.map(Adapter::scale).orElse(0.0)).toArray();
  }

  /** Returns the adapters by the names of the matrices they are added to. */
  Map<String, Adapter> byMatrix() {
    Map<String, Adapter> byMatrix = new HashMap<>();
    for (int m = 0; m < byModule.size(); m++) {
      String matrix = plan.modules().get(m).matrix();
      byModule.get(m).ifPresent(adapter -> byMatrix.put(matrix, adapter));
    }
    return byMatrix;
  }

  /** Returns frozen copies, owned by {@code scope}. */
  Adapters copy(NDManager scope, Program tensors) {
    List<Optional<Adapter>> copies = new ArrayList<>();
    byModule.forEach(adapter -> copies.add(adapter.map(a -> a.copy(scope, tensors))));
    return new Adapters(plan, copies);
  }
}
