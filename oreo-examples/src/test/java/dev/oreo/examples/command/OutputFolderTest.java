package dev.oreo.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFolderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @Test
  void close_withoutCommit_leavesNothingBehind() throws IOException {
    try (OutputFolder output = OutputFolder.create(folder.resolve("new/run"))) {
      Files.writeString(output.workspace().resolve("half"), "written");
    }

    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @Test
  void commit_newFolder_appearsWithItsContent() throws IOException {
    Path target = folder.resolve("run");
    try (OutputFolder output = OutputFolder.create(target)) {
      Files.writeString(output.workspace().resolve("metrics"), "1");
      assertThat(target).doesNotExist();
      output.commit();
    }

    assertThat(target.resolve("metrics")).hasContent("1");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void create_existingFolder_isRejected() {
    assertThatThrownBy(() -> OutputFolder.create(folder))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void create_belowAFile_isRejected() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> OutputFolder.create(file.resolve("run")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void replace_folderOfAnEarlierRun_isReplacedOnlyOnCommit() throws IOException {
    Path target = Files.createDirectory(folder.resolve("run"));
    Files.writeString(target.resolve("marker"), "old");

    try (OutputFolder output = OutputFolder.replace(target, "marker")) {
      Files.writeString(output.workspace().resolve("marker"), "new");
      assertThat(target.resolve("marker")).hasContent("old");
      output.commit();
    }

    assertThat(target.resolve("marker")).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void replace_folderOfSomethingElse_isRejected() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "years of work");

    assertThatThrownBy(() -> OutputFolder.replace(folder, "marker"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "output must be absent, empty or the folder of an earlier run, got %s without a marker",
            folder);
    assertThat(folder.resolve("thesis.tex")).hasContent("years of work");
  }
}
