package dev.oreo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output files, complete or absent. */
final class JsonlWriterTest {
  @TempDir private Path folder = Path.of("");

  private static JsonObject row(String text) {
    JsonObject row = new JsonObject();
    row.addProperty("text", text);
    row.add("none", JsonNull.INSTANCE);
    return row;
  }

  @Test
  void commit_replacesTheFileWithAllRows() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old");
    try (JsonlWriter out = new JsonlWriter(file)) {
      out.write(row("<é>\n"));
      out.write(row("b"));
      assertThat(file).hasContent("old");
      out.commit();
    }

    assertThat(Files.readString(file))
        .isEqualTo("{\"text\":\"<é>\\n\",\"none\":null}\n{\"text\":\"b\",\"none\":null}\n");
    assertOnlyFile("out.jsonl");
  }

  @Test
  void closeWithoutCommit_leavesNothing() throws IOException {
    try (JsonlWriter out = new JsonlWriter(folder.resolve("out.jsonl"))) {
      out.write(row("a"));
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_numberThatJsonDoesNotHave_isRejected() throws IOException {
    JsonObject row = new JsonObject();
    row.addProperty("value", Double.NaN);
    try (JsonlWriter out = new JsonlWriter(folder.resolve("out.jsonl"))) {
      assertThatThrownBy(() -> out.write(row)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void open_folderThatDoesNotExist_isRefusedAtOnce() {
    Path file = folder.resolve("none/out.jsonl");

    assertThatThrownBy(() -> new JsonlWriter(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            file + ": output must be in a folder that exists, got " + folder.resolve("none"));
  }

  @Test
  void open_folderInPlaceOfTheFile_isRefusedAtOnce() {
    assertThatThrownBy(() -> new JsonlWriter(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": output must be a file, got a folder");
  }

  @Test
  void open_placeThatCannotBeWritten_isRefusedAtOnce() {
    Path file = Path.of("/proc/out.jsonl");
    assumeTrue(Files.isDirectory(Path.of("/proc")), "needs a folder that nobody can write to");

    assertThatThrownBy(() -> new JsonlWriter(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith("/proc/out.jsonl: output must be writable, got ");
  }

  @Test
  void commit_afterClose_isRejected() throws IOException {
    JsonlWriter out = new JsonlWriter(folder.resolve("out.jsonl"));
    out.close();

    assertThatThrownBy(out::commit).isInstanceOf(IllegalStateException.class);
  }

  private void assertOnlyFile(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(name));
    }
  }
}
