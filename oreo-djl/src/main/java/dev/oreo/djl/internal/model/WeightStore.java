package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.StoredTensor;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Makes a network's weights on the engine from a checkpoint's tensors, a piece at a time: never
 * more than one piece is held twice.
 */
final class WeightStore implements AutoCloseable {
  /** Elements converted at a time: 16 MiB of float32. */
  private static final int PIECE = 1 << 22;

  private final NDManager manager;
  private final boolean trainable;
  private final Program program;

  /** One for all pieces: direct buffers are freed only when the garbage collector finds them. */
  private final ByteBuffer wide =
      ByteBuffer.allocateDirect(PIECE * Float.BYTES).order(ByteOrder.nativeOrder());

  /**
   * Creates a store.
   *
   * @param manager owns the weights
   * @param trainable whether weights have gradients
   */
  WeightStore(NDManager manager, boolean trainable) {
    this.manager = manager;
    this.trainable = trainable;
    this.program = Program.load(manager, "tensors");
  }

  /**
   * Returns a weight whose gradient autograd keeps.
   *
   * @param index where the parts are
   * @param parts the checkpoint's tensors, one after the other along the first dimension; may be
   *     none
   * @param dtype as libtorch numbers them; float32 if trainable
   */
  Weight load(SafetensorsIndex index, List<WeightSpec> parts, long dtype) throws IOException {
    if (parts.isEmpty()) {
      return new Weight(parts, Decoder.none(manager), Optional.empty());
    }
    NDArray array = fill(index, parts, dtype);
    if (trainable) {
      array.setRequiresGradient(true);
    }
    return new Weight(parts, array, Optional.empty());
  }

  /** Returns a float32 weight whose gradient is gathered in a buffer, outside of autograd. */
  Weight loadBuffered(SafetensorsIndex index, WeightSpec part) throws IOException {
    return buffered(part, fill(index, List.of(part), Decoder.dtype(Precision.FP32)));
  }

  /** Returns a float32 weight of zeros whose gradient is gathered in a buffer. */
  Weight zerosBuffered(WeightSpec part) {
    return buffered(part, manager.zeros(new Shape(part.shape())));
  }

  private Weight buffered(WeightSpec part, NDArray array) {
    Optional<NDArray> buffer =
        trainable ? Optional.of(manager.zeros(array.getShape())) : Optional.empty();
    return new Weight(List.of(part), array, buffer);
  }

  private NDArray fill(SafetensorsIndex index, List<WeightSpec> parts, long dtype)
      throws IOException {
    long[] shape = parts.get(0).shape().clone();
    shape[0] = parts.stream().mapToLong(p -> p.shape()[0]).sum();
    NDArray array = zeros(shape, dtype);
    fill(index, parts, array);
    return array;
  }

  /** Overwrites an array with a checkpoint's tensors, one after the other. */
  void fill(SafetensorsIndex index, List<WeightSpec> parts, NDArray array) throws IOException {
    long start = 0;
    for (WeightSpec part : parts) {
      StoredTensor tensor = index.find(part.name()).orElseThrow();
      for (ByteBuffer bytes : index.map(tensor)) {
        start += fill(array, start, bytes, tensor.type());
      }
    }
  }

  /**
   * The JVM side can make float32 only; what a program makes cannot take part in a graph, and need
   * not.
   */
  private NDArray zeros(long[] shape, long dtype) {
    if (dtype == Decoder.dtype(Precision.FP32)) {
      return manager.zeros(new Shape(shape));
    }
    try (NDArray here = Decoder.none(manager)) {
      return program.run(manager, "zeros", here, shape, dtype);
    }
  }

  private long fill(NDArray array, long start, ByteBuffer bytes, StoredType type) {
    long done = 0;
    int step = PIECE * type.bytes();
    for (int from = 0; from < bytes.capacity(); from += step) {
      ByteBuffer piece =
          bytes.slice(from, Math.min(step, bytes.capacity() - from)).order(ByteOrder.LITTLE_ENDIAN);
      try (NDArray values = toTensor(piece, type)) {
        program.execute("fill", array, start + done, values);
        done += values.size();
      }
    }
    return done;
  }

  private NDArray toTensor(ByteBuffer bytes, StoredType type) {
    Shape shape = new Shape(bytes.capacity() / type.bytes());
    return switch (type) {
      case F32 -> manager.create(bytes, shape, DataType.FLOAT32);
      case F16 -> manager.create(bytes, shape, DataType.FLOAT16);
      case BF16 -> manager.create(widen(bytes.asShortBuffer()), shape, DataType.FLOAT32);
      default ->
          throw new IllegalArgumentException("stored type must be F32, F16 or BF16, got " + type);
    };
  }

  /** A bfloat16 is the upper half of the float32 of the same value. */
  private ByteBuffer widen(ShortBuffer halves) {
    IntBuffer bits = wide.asIntBuffer();
    for (int i = 0; i < halves.limit(); i++) {
      bits.put(i, halves.get(i) << Short.SIZE);
    }
    return wide.slice(0, halves.limit() * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    program.close();
  }
}
