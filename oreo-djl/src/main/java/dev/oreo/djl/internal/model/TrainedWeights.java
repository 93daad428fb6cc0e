package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The checkpoint's tensors that lie in a network's weights, as bytes; where asked for, with the
 * adapters added that they have.
 */
final class TrainedWeights implements SafetensorsWriter.Source, AutoCloseable {
  /** Elements copied at a time: 64 MiB of float32. */
  private static final long PIECE = 1L << 24;

  private final NDManager scope;
  private final Program program;
  private final StoredType type;
  private final Map<String, Adapter> adapters;
  private final List<SafetensorsWriter.Entry> entries = new ArrayList<>();
  private final Map<String, Location> locations = new LinkedHashMap<>();

  TrainedWeights(List<Weight> weights, StoredType type) {
    this(weights, type, Map.of());
  }

  /**
   * Creates a source.
   *
   * @param weights each once
   * @param type F32 or BF16
   * @param adapters by the names of the matrices that they are added to
   */
  TrainedWeights(List<Weight> weights, StoredType type, Map<String, Adapter> adapters) {
    this.type = type;
    this.adapters = adapters;
    scope = weights.get(0).array().getManager().newSubManager();
    program = Program.load(scope, "tensors");
    for (Weight weight : weights) {
      long start = 0;
      for (WeightSpec part : weight.parts()) {
        entries.add(new SafetensorsWriter.Entry(part.name(), type, part.shape()));
        long columns = 1;
        for (int d = 1; d < part.shape().length; d++) {
          columns *= part.shape()[d];
        }
        long rows = part.shape().length == 0 ? 1 : part.shape()[0];
        locations.put(part.name(), new Location(weight.array(), start, rows, columns));
        start += rows;
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
    long step = Math.max(1, PIECE / location.columns());
    for (long done = 0; done < location.rows(); done += step) {
      long rows = Math.min(step, location.rows() - done);
      try (NDArray piece = piece(tensor.name(), location, done, rows)) {
        pieces.add(type == StoredType.BF16 ? rounded(piece) : piece.toByteBuffer());
      }
    }
    return pieces;
  }

  private NDArray piece(String name, Location location, long done, long rows) {
    Adapter adapter = adapters.get(name);
    if (adapter == null) {
      long from = (location.start() + done) * location.columns();
      return program.run(scope, "piece", location.array(), from, rows * location.columns());
    }
    return program.run(
        scope,
        "merged",
        location.array(),
        location.start() + done,
        rows,
        adapter.up().array(),
        done,
        adapter.down().array(),
        adapter.scale());
  }

  /** Rounds float32 to the nearest bfloat16, ties to even; NaN does not occur in weights. */
  private static ByteBuffer rounded(NDArray piece) {
    float[] values = piece.toFloatArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      bytes.putShort((short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16));
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    program.close();
    scope.close();
  }

  /** Where a tensor lies in a fused one, in rows. */
  private record Location(NDArray array, long start, long rows, long columns) {}
}
