package dev.oreo.djl.internal.checkpoint;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of one safetensors file: its length in 8 little-endian bytes, then JSON of name
 * to dtype, shape and the half-open range of bytes behind the header.
 */
final class SafetensorsHeader {
  /** The format's own limit. */
  static final long MAX_HEADER_BYTES = 100_000_000;

  static final int LENGTH_BYTES = 8;

  private static final String METADATA = "__metadata__";

  private final Path file;

  private SafetensorsHeader(Path file) {
    this.file = file;
  }

  /** Returns the file's tensors by name, in the header's order; every byte belongs to one. */
  static Map<String, StoredTensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsHeader(file).read(channel);
    }
  }

  private Map<String, StoredTensor> read(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw failure("must begin with an 8 byte header length, got a file of %d bytes", size);
    }
    long length = bytes(channel, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw failure("header length must be in [2, %d], got %d", MAX_HEADER_BYTES, length);
    }
    if (length > size - LENGTH_BYTES) {
      throw failure(
          "is truncated: its header needs %d bytes, the file has %d", length + LENGTH_BYTES, size);
    }
    String json =
        StandardCharsets.UTF_8.decode(bytes(channel, LENGTH_BYTES, (int) length)).toString();
    Map<String, StoredTensor> tensors = parse(json, LENGTH_BYTES + length);
    checkCoverage(tensors, LENGTH_BYTES + length, size);
    return tensors;
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
    return buffer.flip();
  }

  /** Reads entry by entry, because a parsed object would hide a name that occurs twice. */
  private Map<String, StoredTensor> parse(String json, long dataStart) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        JsonElement entry = JsonParser.parseReader(reader);
        if (name.equals(METADATA)) {
          continue;
        }
        if (tensors.put(name, tensor(name, entry, dataStart)) != null) {
          throw failure("must name a tensor once, got %s twice", name);
        }
      }
      reader.endObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw failure("header must end after one JSON object");
      }
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new CheckpointFormatException(
          "%s: header must be a JSON object, got: %s".formatted(file, e.getMessage()), e);
    }
    return tensors;
  }

  private StoredTensor tensor(String name, JsonElement json, long dataStart) {
    if (!json.isJsonObject()) {
      throw failure("tensor %s: must be a JSON object, got %s", name, JsonFiles.excerpt(json));
    }
    JsonObject entry = json.getAsJsonObject();
    StoredType type = type(name, entry.get("dtype"));
    long[] shape = longs(name, "shape", entry.get("shape"));
    long[] offsets = longs(name, "data_offsets", entry.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw failure(
          "tensor %s: data_offsets must be a begin and a later end, got %s",
          name, Arrays.toString(offsets));
    }
    long bytes = byteCount(name, type, shape);
    if (offsets[1] - offsets[0] != bytes) {
      throw failure(
          "tensor %s: %s%s needs %d bytes, its data_offsets %s hold %d",
          name,
          type,
          Arrays.toString(shape),
          bytes,
          Arrays.toString(offsets),
          offsets[1] - offsets[0]);
    }
    return new StoredTensor(name, type, shape, file, dataStart + offsets[0], bytes);
  }

  private StoredType type(String name, @Nullable JsonElement json) {
    if (json == null || !json.isJsonPrimitive()) {
      throw failure("tensor %s: dtype must be a string, got %s", name, json);
    }
    return StoredType.named(json.getAsString())
        .orElseThrow(
            () ->
                failure(
                    "tensor %s: dtype must be one of %s, got %s",
                    name, Arrays.toString(StoredType.values()), json.getAsString()));
  }

  private long[] longs(String name, String key, @Nullable JsonElement json) {
    if (json == null || !json.isJsonArray()) {
      throw failure("tensor %s: %s must be a list of whole numbers, got %s", name, key, json);
    }
    JsonArray array = json.getAsJsonArray();
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = JsonFiles.wholeNumber(array.get(i)).orElse(-1);
      if (values[i] < 0) {
        throw failure("tensor %s: %s must hold whole numbers >= 0, got %s", name, key, array);
      }
    }
    return values;
  }

  private long byteCount(String name, StoredType type, long[] shape) {
    try {
      long count = type.bytes();
      for (long size : shape) {
        count = Math.multiplyExact(count, size);
      }
      return count;
    } catch (ArithmeticException e) {
      throw failure("tensor %s: shape %s is too large", name, Arrays.toString(shape));
    }
  }

  private void checkCoverage(Map<String, StoredTensor> tensors, long dataStart, long size) {
    List<StoredTensor> ordered =
        tensors.values().stream()
            .sorted(
                Comparator.comparingLong(StoredTensor::position)
                    .thenComparingLong(StoredTensor::bytes))
            .toList();
    long end = dataStart;
    String previous = "the header";
    for (StoredTensor tensor : ordered) {
      if (tensor.position() != end) {
        throw failure(
            "tensor %s: must begin at byte %d, where %s ends, got %d",
            tensor.name(), end, previous, tensor.position());
      }
      end += tensor.bytes();
      if (end > size) {
        throw failure(
            "is truncated: tensor %s ends at byte %d, the file has %d", tensor.name(), end, size);
      }
      previous = tensor.name();
    }
    if (end != size) {
      throw failure("must end at byte %d, where %s ends, got %d bytes", end, previous, size);
    }
  }

  @FormatMethod
  private CheckpointFormatException failure(
      @FormatString String message, @Nullable Object... args) {
    return new CheckpointFormatException(file + ": " + String.format(Locale.ROOT, message, args));
  }
}
