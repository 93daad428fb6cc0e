package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsWriterTest {
  private static final List<Entry> TENSORS =
      List.of(
          new Entry("bias", StoredType.BF16, new long[] {3}),
          new Entry("weight", StoredType.F32, new long[] {2, 2}),
          new Entry("scalar", StoredType.F32, new long[] {}),
          new Entry("head \"<é>", StoredType.BF16, new long[] {1, 5}));

  private final Path folder;

  SafetensorsWriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 22, 16, 1})
  void write_anyShardSize_readsBackTheSame(long maxShardBytes) throws IOException {
    SafetensorsWriter.write(folder, TENSORS, maxShardBytes, SafetensorsWriterTest::content);

    SafetensorsIndex index = SafetensorsIndex.open(folder);

    assertThat(index.tensors()).hasSameSizeAs(TENSORS);
    for (Entry tensor : TENSORS) {
      StoredTensor stored = index.find(tensor.name()).orElseThrow();
      assertThat(stored.type()).isEqualTo(tensor.type());
      assertThat(stored.shape()).isEqualTo(tensor.shape());
      assertThat(stored.position() % stored.type().bytes()).isZero();
      assertThat(bytes(List.of(index.read(stored, 0, ByteBuffer.allocate((int) stored.bytes())))))
          .isEqualTo(bytes(content(tensor)));
    }
  }

  @Test
  void write_smallModel_isOneFileWithPaddedHeader() throws IOException {
    SafetensorsWriter.write(
        folder,
        TENSORS.subList(0, 2),
        SafetensorsWriter.DEFAULT_MAX_SHARD_BYTES,
        SafetensorsWriterTest::content);

    assertThat(folder).isDirectoryNotContaining("glob:**index.json");
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("model.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    long length = file.getLong(0);
    assertThat(length % 8).isZero();
    assertThat(file.limit()).isEqualTo(8 + length + 22);
    String header = new String(file.array(), 8, (int) length, StandardCharsets.UTF_8);
    assertThat(header.stripTrailing())
        .isEqualTo(
            """
            {"__metadata__":{"format":"pt"},\
            "weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
            "bias":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]}}""");
  }

  @Test
  void write_beyondTheShardSize_fillsShardsInOrderWithIndex() throws IOException {
    SafetensorsWriter.write(folder, TENSORS, 22, SafetensorsWriterTest::content);

    JsonObject index =
        JsonParser.parseString(Files.readString(folder.resolve("model.safetensors.index.json")))
            .getAsJsonObject();
    assertThat(index.getAsJsonObject("metadata").get("total_size").getAsInt()).isEqualTo(36);
    JsonObject weightMap = index.getAsJsonObject("weight_map");
    assertThat(weightMap.get("bias").getAsString()).isEqualTo("model-00001-of-00002.safetensors");
    assertThat(weightMap.get("weight").getAsString()).isEqualTo("model-00001-of-00002.safetensors");
    assertThat(weightMap.get("scalar").getAsString()).isEqualTo("model-00002-of-00002.safetensors");
    assertThat(weightMap.size()).isEqualTo(4);
  }

  @Test
  void write_sourceOfAnotherLength_isRejected() {
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    folder, TENSORS, 100, tensor -> List.of(ByteBuffer.allocateDirect(4))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bytes of tensor weight must be 16, got 4");
  }

  @Test
  void write_overExistingWeights_isRejected() throws IOException {
    Files.createFile(folder.resolve("model.safetensors"));

    assertThatThrownBy(
            () -> SafetensorsWriter.write(folder, TENSORS, 100, SafetensorsWriterTest::content))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void write_nameTwice_isRejected() {
    List<Entry> twice = List.of(TENSORS.get(0), TENSORS.get(0));

    assertThatThrownBy(
            () -> SafetensorsWriter.write(folder, twice, 100, SafetensorsWriterTest::content))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names must differ, got 1 of 2");
  }

  /** Two buffers of bytes that depend on the name. */
  private static List<ByteBuffer> content(Entry tensor) {
    ByteBuffer whole = ByteBuffer.allocateDirect((int) tensor.bytes());
    for (int i = 0; i < whole.limit(); i++) {
      whole.put(i, (byte) (tensor.name().length() * 31 + i));
    }
    int half = whole.limit() / 2;
    return List.of(whole.slice(0, half), whole.slice(half, whole.limit() - half));
  }

  private static byte[] bytes(List<ByteBuffer> buffers) {
    ByteBuffer all = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
    buffers.forEach(all::put);
    return all.array();
  }
}
