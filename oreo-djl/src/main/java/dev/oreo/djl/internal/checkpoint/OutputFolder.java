package dev.oreo.djl.internal.checkpoint;

import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that is complete or absent, never half written.
 *
 * <p>Files are written into a sibling with another name, which {@link #commit} moves into place at
 * once; {@link #close} removes it if that did not happen. What a killed process leaves behind has a
 * name that begins with a dot and ends in {@code .incomplete}. For one thread.
 */
public final class OutputFolder implements AutoCloseable {
  private final Path target;
  private final Path incomplete;
  private boolean committed;

  private OutputFolder(Path target, Path incomplete) {
    this.target = target;
    this.incomplete = incomplete;
  }

  /**
   * Prepares a new folder.
   *
   * @param target where it shall be; nothing may be there yet
   * @return an open folder, empty
   * @throws IOException saying which if the target exists, or its parent is missing, no folder or
   *     not writable
   */
  public static OutputFolder create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null || Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "output folder must not exist yet");
    }
    if (!Files.exists(parent)) {
      throw new NoSuchFileException(parent.toString(), null, "output folder's parent must exist");
    }
    if (!Files.isDirectory(parent)) {
      throw new NotDirectoryException(parent + ": output folder's parent must be a folder");
    }
    if (!Files.isWritable(parent)) {
      throw new AccessDeniedException(
          parent.toString(), null, "output folder's parent must be writable");
    }
    Path incomplete = parent.resolve("." + name + "." + UUID.randomUUID() + ".incomplete");
    try {
      Files.createDirectory(incomplete);
    } catch (IOException e) {
      throw new IOException(
          "%s: output folder's parent must be writable, got %s".formatted(parent, e), e);
    }
    return new OutputFolder(target, incomplete);
  }

  /**
   * Returns where to write until {@link #commit}.
   *
   * @return an existing folder
   */
  public Path path() {
    return incomplete;
  }

  /**
   * Puts the folder in its place, after all its files have reached the disk.
   *
   * @throws IllegalStateException if it is there already
   * @throws IOException if that fails, for instance because the target exists by now; the folder
   *     can still be closed
   */
  public void commit() throws IOException {
    Checks.state(
        !committed, "output folder must be committed once, got a second time (%s)", target);
    for (Path path : contents()) {
      if (Files.isRegularFile(path)) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "output folder must not exist yet");
    }
    Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
    committed = true;
  }

  /** Removes what was written unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!committed && Files.exists(incomplete)) {
      for (Path path : contents()) {
        Files.delete(path);
      }
    }
  }

  /** Returns everything in the folder and itself, children before their parents. */
  private List<Path> contents() throws IOException {
    try (Stream<Path> paths = Files.walk(incomplete)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
