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
 * more than one piece is held twice. Or, where they are mapped, makes none at all.
 */
final class WeightStore implements AutoCloseable {
  /** Elements converted at a time: 16 MiB of float32. */
  private static final int PIECE = 1 << 22;

  private final NDManager manager;
  private final Keeping keeping;
  private final Program program;
  private final GraphTensors tensors;
  private final MappedFiles files;
  private long copiedBytes;

  /** One for all pieces: direct buffers are freed only when the garbage collector finds them. */
  private final ByteBuffer read = ByteBuffer.allocateDirect(PIECE * Float.BYTES);

  private final ByteBuffer wide =
      ByteBuffer.allocateDirect(PIECE * Float.BYTES).order(ByteOrder.nativeOrder());

  /**
   * Creates a store.
   *
   * @param manager owns the weights
   * @param keeping what the weights are for
   */
  WeightStore(NDManager manager, Keeping keeping) {
    this.manager = manager;
    this.keeping = keeping;
    this.program = Program.load(manager, "tensors");
    this.tensors = new GraphTensors(manager);
    this.files = new MappedFiles(manager, tensors);
  }

  /** Returns whether parts are to be weights of their own, because a mapping cannot join them. */
  boolean keepsApart(List<WeightSpec> parts) {
    return keeping == Keeping.MAPPED && parts.size() > 1 && parts.get(0).shape().length > 1;
  }

  /** Returns how many bytes of weights are the files' own pages. */
  long mappedBytes() {
    return files.bytes();
  }

  /** Returns how many bytes of weights are in memory of their own. */
  long copiedBytes() {
    return copiedBytes;
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
    NDArray array = mapOrFill(index, parts, dtype);
    if (keeping == Keeping.TRAINABLE) {
      array.setRequiresGradient(true);
    }
    return new Weight(parts, array, Optional.empty());
  }

  /**
   * Returns a table of the vocabulary; see {@link Keeping} for its precision. If trainable, its
   * gradient is gathered in a buffer.
   *
   * @param dtype of the layers' arithmetic
   */
  Weight loadTable(SafetensorsIndex index, WeightSpec part, long dtype) throws IOException {
    StoredType stored = index.find(part.name()).orElseThrow().type();
    boolean asStored = keeping == Keeping.SHARED && stored == StoredType.BF16;
    if (keeping == Keeping.MAPPED || asStored) {
      return load(index, List.of(part), dtype);
    }
    return loadBuffered(index, part);
  }

  private NDArray mapOrFill(SafetensorsIndex index, List<WeightSpec> parts, long dtype)
      throws IOException {
    if (keeping == Keeping.MAPPED && parts.size() == 1) {
      StoredTensor tensor = index.find(parts.get(0).name()).orElseThrow();
      Optional<NDArray> mapped = files.find(tensor, dtype);
      if (mapped.isPresent()) {
        return mapped.get();
      }
    }
    return fill(index, parts, dtype);
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
        keeping == Keeping.TRAINABLE
            ? Optional.of(manager.zeros(array.getShape()))
            : Optional.empty();
    return new Weight(List.of(part), array, buffer);
  }

  private NDArray fill(SafetensorsIndex index, List<WeightSpec> parts, long dtype)
      throws IOException {
    long[] shape = parts.get(0).shape().clone();
    shape[0] = parts.stream().mapToLong(p -> p.shape()[0]).sum();
    NDArray array = tensors.zeros(manager, shape, dtype);
    copiedBytes += array.size() * Decoder.bytes(dtype);
    fill(index, parts, array);
    return array;
  }

  /** Overwrites an array with a checkpoint's tensors, one after the other. */
  void fill(SafetensorsIndex index, List<WeightSpec> parts, NDArray array) throws IOException {
    long start = 0;
    for (WeightSpec part : parts) {
      StoredTensor tensor = index.find(part.name()).orElseThrow();
      ByteBuffer room = read.slice(0, PIECE * tensor.type().bytes());
      for (long done = 0; done < tensor.bytes(); done += room.capacity()) {
        ByteBuffer bytes = index.read(tensor, done, room);
        try (NDArray values = toTensor(bytes, tensor.type())) {
          program.execute("fill", array, start, values);
          start += values.size();
        }
      }
    }
  }

  private NDArray toTensor(ByteBuffer bytes, StoredType type) {
    Shape shape = new Shape(bytes.remaining() / type.bytes());
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
    files.close();
    tensors.close();
    program.close();
  }
}
