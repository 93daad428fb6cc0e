package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that appears complete or not at all: everything is written into a hidden folder beside
 * it, which {@link #commit} renames and {@link #close} otherwise deletes.
 *
 * <p>Not thread-safe.
 */
final class OutputFolder implements AutoCloseable {
  private final Path target;
  private final Path workspace;

  private OutputFolder(Path target) throws IOException {
    this.target = target.toAbsolutePath().normalize();
    Path parent = this.target.getParent();
    checkArgument(parent != null, "output must not be the file system's root, got %s", target);
    Files.createDirectories(parent);
    workspace = Files.createDirectory(hiddenBesideTarget("partial"));
  }

  /**
   * Begins a folder.
   *
   * @param target where it is to appear; must not exist
   * @throws FileAlreadyExistsException if it exists
   * @throws IOException if nothing can be written beside it
   */
  static OutputFolder create(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    return new OutputFolder(target);
  }

  /**
   * Begins a folder that may take the place of an earlier one of its kind.
   *
   * @param target where it is to appear; absent, empty, or a folder that contains {@code marker}
   * @param marker name of a file by which its own kind is known
   * @throws IllegalArgumentException if something else is there
   * @throws IOException if nothing can be written beside it
   */
  static OutputFolder replace(Path target, String marker) throws IOException {
    checkArgument(
        !Files.exists(target) || Files.exists(target.resolve(marker)) || isEmptyFolder(target),
        "output must be absent, empty or the folder of an earlier run, got %s without a %s",
        target,
        marker);
    return new OutputFolder(target);
  }

  /** Returns the folder to write into. */
  Path workspace() {
    return workspace;
  }

  /** Puts the folder in its place. What was there before is deleted. */
  void commit() throws IOException {
    if (Files.exists(target)) {
      Path old = Files.move(target, hiddenBesideTarget("old"));
      Files.move(workspace, target);
      delete(old);
    } else {
      Files.move(workspace, target);
    }
  }

  /** Deletes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (Files.exists(workspace)) {
      delete(workspace);
    }
  }

  private Path hiddenBesideTarget(String purpose) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + purpose + "-" + UUID.randomUUID());
  }

  private static void delete(Path folder) throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private static boolean isEmptyFolder(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> children = Files.list(target)) {
      return children.findAny().isEmpty();
    }
  }
}
