package dev.oreo.djl.internal.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a tensor lies in a safetensors file: row-major, little-endian, contiguous.
 *
 * <p>The shape array is shared, not copied; equality is that of its identity.
 *
 * @param name the tensor's name
 * @param type its element type
 * @param shape its sizes, empty for a scalar
 * @param file the file it lies in
 * @param position its first byte in the file
 * @param bytes how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record StoredTensor(
    String name, StoredType type, long[] shape, Path file, long position, long bytes) {

  /**
   * Returns the number of elements.
   *
   * @return the product of the shape
   */
  public long elements() {
    return bytes / type.bytes();
  }

  @Override
  public String toString() {
    return "%s %s%s (%s)".formatted(name, type, Arrays.toString(shape), file.getFileName());
  }
}
