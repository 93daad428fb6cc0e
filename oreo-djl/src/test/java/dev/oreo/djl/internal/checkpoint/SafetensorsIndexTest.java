package dev.oreo.djl.internal.checkpoint;

import static dev.oreo.djl.internal.checkpoint.SafetensorsFiles.entry;
import static dev.oreo.djl.internal.checkpoint.SafetensorsFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.SharedData;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsIndexTest {
  private final Path folder;
  private final Path file;

  SafetensorsIndexTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("model.safetensors");
  }

  @Test
  void open_singleFile_listsEveryTensor() throws IOException {
    write(
        file,
        "{'__metadata__':{'format':'pt'},"
            + entry("a", "F32", "[1,2]", 2, 10)
            + ","
            + entry("b", "BF16", "[]", 0, 2)
            + ","
            + entry("none", "I64", "[0,3]", 10, 10)
            + "}   ",
        10);

    SafetensorsIndex index = SafetensorsIndex.open(folder);

    assertThat(index.tensors()).containsOnlyKeys("a", "b", "none");
    StoredTensor a = index.find("a").orElseThrow();
    assertThat(a.type()).isEqualTo(StoredType.F32);
    assertThat(a.shape()).containsExactly(1, 2);
    assertThat(a.elements()).isEqualTo(2);
    assertThat(a.file()).isEqualTo(file);
    StoredTensor b = index.find("b").orElseThrow();
    assertThat(b.shape()).isEmpty();
    assertThat(b.elements()).isEqualTo(1);
    assertThat(b.position()).isEqualTo(Files.size(file) - 10);
    assertThat(index.read(index.find("none").orElseThrow(), 0, ByteBuffer.allocate(4)).remaining())
        .isZero();
    assertThat(index.find("c")).isEmpty();
    assertThat(index.files()).containsExactly(file);
  }

  @Test
  void read_tensor_isItsBytesFromAnywhereOnLittleEndian() throws IOException {
    write(file, "{" + entry("a", "I16", "[3]", 0, 6) + "}", 6);

    SafetensorsIndex index = SafetensorsIndex.open(folder);
    StoredTensor a = index.find("a").orElseThrow();
    ByteBuffer room = ByteBuffer.allocate(4);

    assertThat(index.read(a, 0, room).remaining()).isEqualTo(4);
    assertThat(index.read(a, 0, room).getShort(2)).isEqualTo((short) 0x0302);
    assertThat(index.read(a, 4, room).remaining()).isEqualTo(2);
    assertThat(index.read(a, 4, room).getShort(0)).isEqualTo((short) 0x0504);
    assertThat(index.read(a, 6, room).remaining()).isZero();
  }

  @Test
  void read_fileCutShortSinceItWasOpened_namesFileAndTensor() throws IOException {
    write(file, "{" + entry("a", "F32", "[5]", 0, 20) + "}", 20);
    SafetensorsIndex index = SafetensorsIndex.open(folder);
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) - 4);
    }

    assertThatThrownBy(() -> index.read(index.find("a").orElseThrow(), 0, ByteBuffer.allocate(20)))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("tensor a");
  }

  @Test
  void read_tensorBeyondTwoGibibytes_reachesItsEnd() throws IOException {
    long bytes = (1L << 31) + 8;
    byte[] header =
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(bytes / 2, bytes)
            .getBytes(StandardCharsets.UTF_8);
    write(file, header.length, header, 0);
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(8 + header.length + bytes - 2); // sparse
      channel.write(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    SafetensorsIndex index = SafetensorsIndex.open(folder);
    ByteBuffer end = index.read(index.find("a").orElseThrow(), bytes - 6, ByteBuffer.allocate(8));

    assertThat(end.remaining()).isEqualTo(6);
    assertThat(end.getShort(4)).isEqualTo((short) 0x0201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F32|[2]|0|4|tensor a: F32[2] needs 8 bytes, its data_offsets [0, 4] hold 4",
        "F32|[2,-1]|0|8|tensor a: shape must hold whole numbers >= 0, got [2,-1]",
        "F32|[2.5]|0|8|tensor a: shape must hold whole numbers >= 0, got [2.5]",
        "F32|3|0|8|tensor a: shape must be a list of whole numbers, got 3",
        "F32|[2]|8|0|tensor a: data_offsets must be a begin and a later end, got [8, 0]",
        "F32|[4294967296,4294967296]|0|8|tensor a: shape [4294967296, 4294967296] is too large",
        "F32|[3]|0|12|is truncated: tensor a ends at byte",
        "F32|[1]|0|4|must end at byte",
        "F32|[1]|4|8|tensor a: must begin at byte",
        "F7|[2]|0|8|tensor a: dtype must be one of [BOOL,"
      })
  void open_entryThatContradictsTheFile_isRejected(
      String type, String shape, int begin, int end, String message) throws IOException {
    write(file, "{" + entry("a", type, shape, begin, end) + "}", 8);

    assertRejected().hasMessageStartingWith("%s: %s", file, message);
  }

  @Test
  void open_overlappingTensors_areRejected() throws IOException {
    String header =
        "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 4, 12) + "}";
    write(file, header, 12);

    int data = 8 + header.length();
    assertRejected()
        .hasMessage(
            "%s: tensor b: must begin at byte %d, where a ends, got %d", file, data + 8, data + 4);
  }

  @Test
  void open_nameTwice_isRejected() throws IOException {
    write(
        file, "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 4, 8) + "}", 8);

    assertRejected().hasMessage("%s: must name a tensor once, got a twice", file);
  }

  @Test
  void open_headerLengthOutOfRange_isRejected() throws IOException {
    write(file, -1, new byte[0], 8);
    assertRejected().hasMessage("%s: header length must be in [2, 100000000], got -1", file);

    write(file, 100_000_001, new byte[0], 8);
    assertRejected().hasMessageEndingWith("got 100000001");

    write(file, 1000, new byte[0], 8);
    assertRejected()
        .hasMessage("%s: is truncated: its header needs 1008 bytes, the file has 16", file);

    Files.write(file, new byte[5]);
    assertRejected()
        .hasMessage("%s: must begin with an 8 byte header length, got a file of 5 bytes", file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'a':[|header must be a JSON", "[1]|header must be a JSON", "{} {}|header must"})
  void open_headerThatIsNoObject_isRejected(String header, String message) throws IOException {
    write(file, header, 0);

    assertRejected().hasMessageContaining(message);
  }

  @Test
  void open_fileCutAnywhere_isRejected() throws IOException {
    Path whole = SharedData.path("fixtures/hf/qwen2-f16/model.safetensors");
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {0, 7, 8, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertRejected().hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void open_folderWithoutWeights_isRejected() throws IOException {
    assertRejected()
        .hasMessage(
            "%s must hold model.safetensors or model.safetensors.index.json, got neither", folder);

    Files.createFile(folder.resolve("pytorch_model.bin"));
    assertRejected().hasMessageContaining("pytorch_model.bin is not read: save it as safetensors");
  }

  @Test
  void open_shards_areOneSetOfTensors() throws IOException {
    SafetensorsIndex index = SafetensorsIndex.open(SharedData.path("fixtures/hf/qwen2-sharded"));

    assertThat(index.files()).hasSize(5);
    assertThat(index.tensors()).containsKeys("lm_head.weight", "model.embed_tokens.weight");
    assertThat(index.source()).hasFileName("model.safetensors.index.json");
  }

  @Test
  void open_indexThatContradictsItsShards_isRejected() throws IOException {
    write(folder.resolve("s1"), "{" + entry("a", "F32", "[1]", 0, 4) + "}", 4);
    write(folder.resolve("s2"), "{" + entry("b", "F32", "[1]", 0, 4) + "}", 4);
    Path index = folder.resolve("model.safetensors.index.json");

    weightMap("'a':'s1','b':'s3'");
    assertRejected().hasMessage("%s: shard s3 must be in the folder, found no such file", index);
    weightMap("'a':'s2','b':'s2'");
    assertRejected().hasMessage("%s: tensor a must be in shard s2, found it in none", index);
    weightMap("'a':'s2','b':'s1'");
    assertRejected().hasMessage("%s: tensor a must be in shard s2, found it in s1", index);
    weightMap("'a':'s1','b':'s2','c':'s2'");
    assertRejected().hasMessage("%s: tensor c must be in shard s2, found it in none", index);
    weightMap("'a':'../s1'");
    assertRejected().hasMessage("%s: shard of tensor a must be a file name, got \"../s1\"", index);
    write(folder.resolve("s2"), "{" + entry("a", "F32", "[1]", 0, 4) + "}", 4);
    weightMap("'a':'s1','b':'s2'");
    assertRejected().hasMessageStartingWith("tensor a must be in one shard, found it in ");
    write(
        folder.resolve("s2"),
        "{" + entry("b", "F32", "[1]", 0, 4) + "," + entry("x", "F32", "[1]", 4, 8) + "}",
        8);
    assertRejected()
        .hasMessage("%s: weight_map must name every tensor, got no x, which is in s2", index);
    Files.writeString(index, "{}");
    assertRejected().hasMessage("%s: weight_map must be a JSON object, got null", index);
  }

  @Test
  void open_everyFixture_isAccepted() throws IOException {
    Path fixtures = SharedData.path("fixtures");
    List<Path> files;
    try (Stream<Path> all = Files.walk(fixtures)) {
      files = all.filter(path -> path.toString().endsWith(".safetensors")).toList();
    }

    assertThat(files).hasSizeGreaterThan(50);
    for (Path each : files) {
      assertThat(SafetensorsIndex.openFile(each).tensors()).isNotEmpty();
    }
  }

  private void weightMap(String entries) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{'weight_map':{%s}}".formatted(entries).replace('\'', '"'));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRejected() {
    return assertThatThrownBy(() -> SafetensorsIndex.open(folder))
        .isInstanceOf(CheckpointFormatException.class);
  }
}
