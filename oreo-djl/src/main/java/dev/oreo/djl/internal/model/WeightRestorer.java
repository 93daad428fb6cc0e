package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.WeightCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads tensors from a folder into weights that exist, of whatever kind: a network's, an adapter's,
 * the moments of an optimiser. Float32 comes back bit for bit.
 */
public final class WeightRestorer {
  private WeightRestorer() {}

  /**
   * Overwrites weights.
   *
   * @param directory holds a tensor for each of their parts and no other, in {@code
   *     model.safetensors} or its shards
   * @param weights what to overwrite, at least one, all of one manager; some may share a part
   * @throws dev.oreo.djl.CheckpointFormatException if a file is damaged, or tensors are missing,
   *     left over or of another shape; nothing is overwritten then
   * @throws IOException if a file cannot be read
   */
  public static void restore(Path directory, List<Weight> weights) throws IOException {
    restore(SafetensorsIndex.open(directory), weights);
  }

  static void restore(SafetensorsIndex index, List<Weight> weights) throws IOException {
    WeightCheck.exactly(
        index, weights.stream().flatMap(w -> w.parts().stream()).distinct().toList());
    NDManager manager = weights.get(0).array().getManager();
    try (WeightStore store = new WeightStore(manager, Keeping.TRAINABLE)) {
      for (Weight weight : weights) {
        store.fill(index, weight.parts(), weight.array());
      }
    }
  }
}
