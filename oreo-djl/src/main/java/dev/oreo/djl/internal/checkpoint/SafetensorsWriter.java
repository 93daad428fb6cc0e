package dev.oreo.djl.internal.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes weights as HuggingFace does: model.safetensors, or numbered shards with an index.
 *
 * <p>Holds one tensor's bytes at a time. Every file is on the disk when {@link #write} returns.
 */
public final class SafetensorsWriter {
  /** The largest shard unless said, in bytes: transformers' 5 GB. */
  public static final long DEFAULT_MAX_SHARD_BYTES = 5_000_000_000L;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
  private static final int HEADER_ALIGNMENT = 8;

  /**
   * A tensor to write.
   *
   * <p>The shape array is shared, not copied; equality is that of its identity.
   *
   * @param name its name
   * @param type its element type
   * @param shape its sizes
   */
  @SuppressWarnings("ArrayRecordComponent") // documented ownership
  public record Entry(String name, StoredType type, long[] shape) {
    long bytes() {
      long count = type.bytes();
      for (long size : shape) {
        count = Math.multiplyExact(count, size);
      }
      return count;
    }
  }

  /** Yields the bytes of tensors as they are written. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns a tensor's bytes, row-major and little-endian.
     *
     * @param tensor one of the tensors to write; each is asked for once
     * @return the bytes in order, in one or more buffers, which are free again at the next call
     * @throws IOException if they cannot be read
     */
    List<ByteBuffer> bytes(Entry tensor) throws IOException;
  }

  private SafetensorsWriter() {}

  /**
   * Writes tensors into a folder that has no weights yet.
   *
   * @param folder an existing folder
   * @param tensors in order, without duplicate names
   * @param maxShardBytes most data bytes in a file, greater than 0; a larger tensor gets a file of
   *     its own
   * @param source their bytes
   * @throws IllegalArgumentException if a name is there twice
   * @throws IllegalStateException if the source yields more or fewer bytes than a tensor has
   * @throws IOException if a file exists or cannot be written
   */
  public static void write(Path folder, List<Entry> tensors, long maxShardBytes, Source source)
      throws IOException {
    Checks.argument(maxShardBytes > 0, "maxShardBytes must be > 0, got %d", maxShardBytes);
    long names = tensors.stream().map(Entry::name).distinct().count();
    Checks.argument(
        names == tensors.size(), "names must differ, got %d of %d", names, tensors.size());
    List<List<Entry>> shards = shards(tensors, maxShardBytes);
    if (shards.size() == 1) {
      writeFile(folder.resolve(SafetensorsIndex.SINGLE_FILE), shards.get(0), source);
      return;
    }
    JsonObject weightMap = new JsonObject();
    for (int i = 0; i < shards.size(); i++) {
      String name =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
      writeFile(folder.resolve(name), shards.get(i), source);
      shards.get(i).forEach(tensor -> weightMap.addProperty(tensor.name(), name));
    }
    writeIndex(folder, tensors, weightMap);
  }

  /** Fills files in order; there is always at least one. */
  private static List<List<Entry>> shards(List<Entry> tensors, long maxShardBytes) {
    List<List<Entry>> shards = new ArrayList<>();
    List<Entry> shard = new ArrayList<>();
    long bytes = 0;
    for (Entry tensor : tensors) {
      if (!shard.isEmpty() && bytes + tensor.bytes() > maxShardBytes) {
        shards.add(shard);
        shard = new ArrayList<>();
        bytes = 0;
      }
      shard.add(tensor);
      bytes += tensor.bytes();
    }
    shards.add(shard);
    return shards;
  }

  private static void writeIndex(Path folder, List<Entry> tensors, JsonObject weightMap)
      throws IOException {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("total_size", tensors.stream().mapToLong(Entry::bytes).sum());
    JsonObject index = new JsonObject();
    index.add("metadata", metadata);
    index.add("weight_map", weightMap);
    try (FileChannel channel = create(folder.resolve(SafetensorsIndex.INDEX_FILE))) {
      writeFully(channel, ByteBuffer.wrap(PRETTY.toJson(index).getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  /**
   * Writes tensors into one file.
   *
   * @param file must not exist yet
   * @param tensors without duplicate names
   * @param source their bytes
   * @throws IllegalStateException if the source yields more or fewer bytes than a tensor has
   * @throws IOException if the file exists or cannot be written
   */
  public static void writeFile(Path file, List<Entry> tensors, Source source) throws IOException {
    // Wide types first, so that every tensor begins at a multiple of its element size.
    List<Entry> ordered =
        tensors.stream()
            .sorted(Comparator.comparingInt((Entry tensor) -> -tensor.type().bytes()))
            .toList();
    try (FileChannel channel = create(file)) {
      writeFully(channel, header(ordered));
      for (Entry tensor : ordered) {
        writeTensor(channel, tensor, source.bytes(tensor));
      }
      channel.force(true);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static ByteBuffer header(List<Entry> tensors) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("format", "pt");
    JsonObject header = new JsonObject();
    header.add("__metadata__", metadata);
    long end = 0;
    for (Entry tensor : tensors) {
      long begin = end;
      end += tensor.bytes();
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", tensor.type().name());
      entry.add("shape", array(tensor.shape()));
      entry.add("data_offsets", array(begin, end));
      header.add(tensor.name(), entry);
    }
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    int length = (json.length + HEADER_ALIGNMENT - 1) / HEADER_ALIGNMENT * HEADER_ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(padded)
        .flip();
  }

  private static JsonArray array(long... values) {
    JsonArray array = new JsonArray();
    for (long value : values) {
      array.add(value);
    }
    return array;
  }

  private static void writeTensor(FileChannel channel, Entry tensor, List<ByteBuffer> buffers)
      throws IOException {
    long given = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    Checks.state(
        given == tensor.bytes(),
        "bytes of tensor %s must be %d, got %d",
        tensor.name(),
        tensor.bytes(),
        given);
    for (ByteBuffer buffer : buffers) {
      writeFully(channel, buffer);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
