package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The tensors of a checkpoint folder: what its safetensors files hold and where.
 *
 * <p>Opening reads and checks headers only. Data is read through {@link #read}, a piece at a time.
 * Immutable and thread-safe; holds no file open.
 */
public final class SafetensorsIndex {
  /** The single file of a small checkpoint. */
  public static final String SINGLE_FILE = "model.safetensors";

  /** The file that says which shard holds which tensor. */
  public static final String INDEX_FILE = "model.safetensors.index.json";

  private final Path source;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsIndex(Path source, Map<String, StoredTensor> tensors) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Opens a folder's model.safetensors or, if there is none, its model.safetensors.index.json.
   *
   * @param directory the checkpoint
   * @return its tensors
   * @throws CheckpointFormatException if there is neither file, or a file is damaged or contradicts
   *     the index
   * @throws IOException if a file cannot be read
   */
  public static SafetensorsIndex open(Path directory) throws IOException {
    Path single = directory.resolve(SINGLE_FILE);
    if (Files.exists(single)) {
      return openFile(single);
    }
    Path index = directory.resolve(INDEX_FILE);
    if (Files.exists(index)) {
      return new SafetensorsIndex(index, readShards(index));
    }
    boolean pickled =
        Files.exists(directory.resolve("pytorch_model.bin"))
            || Files.exists(directory.resolve("pytorch_model.bin.index.json"));
    throw new CheckpointFormatException(
        "%s must hold %s or %s, got neither%s"
            .formatted(
                directory,
                SINGLE_FILE,
                INDEX_FILE,
                pickled ? " (pytorch_model.bin is not read: save it as safetensors)" : ""));
  }

  /**
   * Opens one safetensors file.
   *
   * @param file the file
   * @return its tensors
   * @throws CheckpointFormatException if the file is damaged
   * @throws IOException if it cannot be read
   */
  public static SafetensorsIndex openFile(Path file) throws IOException {
    return new SafetensorsIndex(file, SafetensorsHeader.read(file));
  }

  private static Map<String, StoredTensor> readShards(Path index) throws IOException {
    Map<String, String> shardOf = weightMap(index);
    Map<String, StoredTensor> found = new LinkedHashMap<>();
    for (String shard : new TreeSet<>(shardOf.values())) {
      Path file = index.resolveSibling(shard);
      if (!Files.exists(file)) {
        throw new CheckpointFormatException(
            "%s: shard %s must be in the folder, found no such file".formatted(index, shard));
      }
      for (StoredTensor tensor : SafetensorsHeader.read(file).values()) {
        StoredTensor other = found.put(tensor.name(), tensor);
        if (other != null) {
          throw new CheckpointFormatException(
              "tensor %s must be in one shard, found it in %s and %s"
                  .formatted(tensor.name(), other.file(), file));
        }
      }
    }
    checkAgainstIndex(index, shardOf, found);
    return found;
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    JsonObject json = JsonFiles.read(index);
    JsonElement entries = json.get("weight_map");
    if (entries == null || !entries.isJsonObject()) {
      throw new CheckpointFormatException(
          "%s: weight_map must be a JSON object, got %s".formatted(index, entries));
    }
    Map<String, String> shardOf = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : entries.getAsJsonObject().entrySet()) {
      JsonElement shard = entry.getValue();
      if (!shard.isJsonPrimitive() || !isPlainName(shard.getAsString())) {
        throw new CheckpointFormatException(
            "%s: shard of tensor %s must be a file name, got %s"
                .formatted(index, entry.getKey(), shard));
      }
      shardOf.put(entry.getKey(), shard.getAsString());
    }
    return shardOf;
  }

  private static boolean isPlainName(String name) {
    return !name.isEmpty()
        && !name.contains("/")
        && !name.contains("\\")
        && !name.equals(".")
        && !name.equals("..");
  }

  private static void checkAgainstIndex(
      Path index, Map<String, String> shardOf, Map<String, StoredTensor> found) {
    for (Map.Entry<String, String> entry : shardOf.entrySet()) {
      StoredTensor tensor = found.get(entry.getKey());
      if (tensor == null) {
        throw new CheckpointFormatException(
            "%s: tensor %s must be in shard %s, found it in none"
                .formatted(index, entry.getKey(), entry.getValue()));
      }
      if (!tensor.file().endsWith(entry.getValue())) {
        throw new CheckpointFormatException(
            "%s: tensor %s must be in shard %s, found it in %s"
                .formatted(index, entry.getKey(), entry.getValue(), tensor.file().getFileName()));
      }
    }
    for (StoredTensor tensor : found.values()) {
      if (!shardOf.containsKey(tensor.name())) {
        throw new CheckpointFormatException(
            "%s: weight_map must name every tensor, got no %s, which is in %s"
                .formatted(index, tensor.name(), tensor.file().getFileName()));
      }
    }
  }

  /**
   * Returns the file that was opened.
   *
   * @return the single file or the index
   */
  public Path source() {
    return source;
  }

  /**
   * Returns the files that hold data.
   *
   * @return without duplicates, in the order of the tensors
   */
  public List<Path> files() {
    return tensors.values().stream().map(StoredTensor::file).distinct().toList();
  }

  /**
   * Returns all tensors.
   *
   * @return by name, in the files' order
   */
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /**
   * Returns a tensor.
   *
   * @param name its name
   * @return empty if there is none of that name
   */
  public Optional<StoredTensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * Reads bytes of a tensor.
   *
   * @param tensor one of {@link #tensors()}
   * @param start the first byte to read, in [0, {@link StoredTensor#bytes()}]
   * @param room where to, from its first byte on
   * @return a little-endian view of what was read: as much as there is room for, to the tensor's
   *     end at most
   * @throws CheckpointFormatException if the file ends before the tensor does
   * @throws IOException if the file cannot be read
   */
  public ByteBuffer read(StoredTensor tensor, long start, ByteBuffer room) throws IOException {
    ByteBuffer bytes = room.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
    bytes.limit((int) Math.min(room.capacity(), tensor.bytes() - start));
    try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      channel.position(tensor.position() + start);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new CheckpointFormatException(
              "%s must be as long as when it was opened, got its end in tensor %s, at byte %d"
                  .formatted(tensor.file(), tensor.name(), channel.position()));
        }
      }
    }
    return bytes.flip();
  }
}
