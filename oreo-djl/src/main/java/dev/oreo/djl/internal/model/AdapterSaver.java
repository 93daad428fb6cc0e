package dev.oreo.djl.internal.model;

import dev.oreo.djl.internal.checkpoint.AdapterConfig;
import dev.oreo.djl.internal.checkpoint.AdapterKind;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.internal.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes adapters as PEFT does: {@code adapter_config.json}, {@code adapter_model.safetensors}. */
final class AdapterSaver {
  private final Path base;

  /**
   * Creates a saver.
   *
   * @param base the folder of the network that the adapters are for
   */
  AdapterSaver(Path base) {
    this.base = base;
  }

  /** Returns adapters and head under the names that they are saved by. */
  private static List<Weight> saved(Adapters adapters, List<Weight> head) {
    List<Weight> weights = new ArrayList<>(adapters.weights());
    head.forEach(weight -> weights.add(weight.as(AdapterFolder.prefixed(weight.parts().get(0)))));
    return weights;
  }

  /** Overwrites adapters, and the head of a value function, with what was saved of them. */
  static void restore(Path directory, Adapters adapters, List<Weight> head) throws IOException {
    WeightRestorer.restore(AdapterFolder.index(directory), saved(adapters, head));
  }

  /**
   * Writes adapters, float32.
   *
   * @param directory must not exist yet
   * @param head of a value function; empty for a policy
   */
  void save(Path directory, Adapters adapters, List<Weight> head) throws IOException {
    AdapterKind kind = head.isEmpty() ? AdapterKind.POLICY : AdapterKind.VALUE_FUNCTION;
    List<Weight> weights = saved(adapters, head);
    AdapterPlan plan = adapters.plan();
    try (TrainedWeights source = new TrainedWeights(weights, StoredType.F32);
        OutputFolder folder = OutputFolder.create(directory)) {
      SafetensorsWriter.writeFile(
          folder.path().resolve(AdapterFolder.WEIGHTS), source.entries(), source);
      AdapterConfig.write(
          folder.path(), AdapterConfig.json(plan.config(), kind, base, plan.shortNames()));
      folder.commit();
    }
  }
}
