package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Program;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The checkpoint's tensors that lie in a network's weights, as bytes. */
final class TrainedWeights implements SafetensorsWriter.Source, AutoCloseable {
  /** Elements copied at a time: 64 MiB of float32. */
  private static final long PIECE = 1L << 24;

  private final NDManager scope;
  private final Program program;
  private final List<SafetensorsWriter.Entry> entries = new ArrayList<>();
  private final Map<String, Location> locations = new LinkedHashMap<>();

  TrainedWeights(List<Weight> weights) {
    scope = weights.get(0).array().getManager().newSubManager();
    program = Program.load(scope, "tensors");
    for (Weight weight : weights) {
      long start = 0;
      for (WeightSpec part : weight.parts()) {
        entries.add(new SafetensorsWriter.Entry(part.name(), StoredType.F32, part.shape()));
        long size = 1;
        for (long dimension : part.shape()) {
          size *= dimension;
        }
        locations.put(part.name(), new Location(weight.array(), start, size));
        start += size;
      }
    }
  }

  List<SafetensorsWriter.Entry> entries() {
    return entries;
  }

  @Override
  public List<ByteBuffer> bytes(SafetensorsWriter.Entry tensor) {
    Location location = Objects.requireNonNull(locations.get(tensor.name()));
    List<ByteBuffer> pieces = new ArrayList<>();
    for (long done = 0; done < location.size(); done += PIECE) {
      long count = Math.min(PIECE, location.size() - done);
      try (NDArray piece =
          program.run(scope, "piece", location.array(), location.start() + done, count)) {
        pieces.add(piece.toByteBuffer());
      }
    }
    return pieces;
  }

  @Override
  public void close() {
    program.close();
    scope.close();
  }

  /** Where a tensor lies in a fused one, in elements. */
  private record Location(NDArray array, long start, long size) {}
}
