package dev.oreo.djl.internal.model;

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
    SafetensorsIndex index = SafetensorsIndex.open(directory);
    WeightCheck.exactly(
        index, weights.stream().flatMap(w -> w.parts().stream()).distinct().toList());
    try (WeightStore store = new WeightStore(weights.get(0).array().getManager(), true)) {
      for (Weight weight : weights) {
        store.fill(index, weight.parts(), weight.array());
      }
    }
  }
}
