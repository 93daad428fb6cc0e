package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.StoredTensor;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint's files as memory: each is mapped once, and a tensor is a view of it, of any size.
 * Confined to one thread; closing leaves the views intact, and the last of them unmaps a file.
 */
final class MappedFiles implements AutoCloseable {
  private final NDManager owner;
  private final GraphTensors tensors;
  private final Map<Path, NDArray> files = new HashMap<>();
  private long bytes;

  /**
   * Creates an empty set of files.
   *
   * @param owner of the views
   */
  MappedFiles(NDManager owner, GraphTensors tensors) {
    this.owner = owner;
    this.tensors = tensors;
  }

  /**
   * Returns a stored tensor; empty if it does not begin at a multiple of its element's size, where
   * no tensor can lie.
   *
   * @param dtype what it has to be stored as
   * @throws IllegalArgumentException if it is stored as something else
   */
  Optional<NDArray> find(StoredTensor stored, long dtype) throws IOException {
    StoredType needed = dtype == Decoder.dtype(Precision.BF16) ? StoredType.BF16 : StoredType.F32;
    Checks.argument(
        stored.type() == needed,
        "weights to be mapped must be stored as %s, which is the compute precision, got %s",
        needed,
        stored);
    if (stored.position() % needed.bytes() != 0) {
      return Optional.empty();
    }
    NDArray file = files.get(stored.file());
    if (file == null) {
      long elements = Files.size(stored.file()) / needed.bytes();
      file = tensors.file(owner, stored.file(), elements, dtype);
      files.put(stored.file(), file);
    }
    bytes += stored.bytes();
    return Optional.of(
        tensors.part(owner, file, stored.shape(), stored.position() / needed.bytes()));
  }

  /** Returns how many bytes of the files are in use. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    files.values().forEach(NDArray::close);
    files.clear();
  }
}
