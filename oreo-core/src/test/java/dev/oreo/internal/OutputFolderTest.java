package dev.oreo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFolderTest {
  private final Path parent;
  private final Path target;

  OutputFolderTest(@TempDir Path parent) {
    this.parent = parent;
    target = parent.resolve("model");
  }

  @Test
  void commit_movesEverythingIntoPlace() throws IOException {
    try (OutputFolder output = OutputFolder.create(target)) {
      Files.writeString(output.path().resolve("a"), "1");
      Files.createDirectory(output.path().resolve("deep"));
      Files.writeString(output.path().resolve("deep/b"), "2");
      assertThat(target).doesNotExist();

      output.commit();
    }

    assertThat(target.resolve("a")).hasContent("1");
    assertThat(target.resolve("deep/b")).hasContent("2");
    assertThat(parent).isDirectoryNotContaining("glob:**incomplete");
  }

  @Test
  void close_withoutCommit_leavesNothing() throws IOException {
    try (OutputFolder output = OutputFolder.create(target)) {
      Files.createDirectory(output.path().resolve("deep"));
      Files.writeString(output.path().resolve("deep/b"), "2");
    }

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void path_untilCommit_hasANameNobodyTakesForTheResult() throws IOException {
    try (OutputFolder output = OutputFolder.create(target)) {
      assertThat(String.valueOf(output.path().getFileName()))
          .startsWith(".model.")
          .endsWith(".incomplete");
      assertThat(output.path().getParent()).isEqualTo(parent);
    }
  }

  @Test
  void commit_targetThatAppearedMeanwhile_isKept() throws IOException {
    try (OutputFolder output = OutputFolder.create(target)) {
      Files.createDirectory(target);

      assertThatThrownBy(output::commit).isInstanceOf(FileAlreadyExistsException.class);
    }

    assertThat(target).isEmptyDirectory();
    assertThat(parent).isDirectoryNotContaining("glob:**incomplete");
  }

  @Test
  void commit_twice_isRejected() throws IOException {
    try (OutputFolder output = OutputFolder.create(target)) {
      output.commit();

      assertThatThrownBy(output::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("output folder must be committed once, got a second time (%s)", target);
    }
  }

  @Test
  void create_existingTarget_isRejected() throws IOException {
    Files.createDirectory(target);

    assertThatThrownBy(() -> OutputFolder.create(target))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage("%s: output folder must not exist yet", target);
  }

  @Test
  void create_missingParent_isRejected() {
    Path deep = parent.resolve("no/model");

    assertThatThrownBy(() -> OutputFolder.create(deep))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("%s: output folder's parent must exist", parent.resolve("no"));
  }

  @Test
  void create_parentThatIsAFile_isRejected() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> OutputFolder.create(file.resolve("model")))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage("%s: output folder's parent must be a folder", file);
  }

  @Test
  void create_unwritableParent_isRejected() throws IOException {
    Path locked = Files.createDirectory(parent.resolve("locked"));
    assumeFalse(
        !locked.toFile().setWritable(false) || Files.isWritable(locked),
        "this user may write everywhere");

    assertThatThrownBy(() -> OutputFolder.create(locked.resolve("model")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("%s: output folder's parent must be writable", locked);
  }

  @Test
  void remove_folder_isGoneWithAllItHolds() throws IOException {
    Files.createDirectories(target.resolve("deep"));
    Files.writeString(target.resolve("deep/b"), "2");

    OutputFolder.remove(target);

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void isLeftover_namesThatThisMakes_andNoOthers() throws IOException {
    Path made;
    try (OutputFolder output = OutputFolder.create(target)) {
      made = output.path();
    }

    assertThat(OutputFolder.isLeftover(made, "model"::equals)).isTrue();
    assertThat(OutputFolder.isLeftover(made, "other"::equals)).isFalse();
    assertThat(OutputFolder.isLeftover(target, "model"::equals)).isFalse();
    assertThat(OutputFolder.isLeftover(parent.resolve(".model.incomplete"), name -> true))
        .isFalse();
  }
}
