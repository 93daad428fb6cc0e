package dev.oreo.internal;

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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that is complete or absent, never half written.
 *
 * <p>Files are written into a sibling with another name, which {@link #commit} moves into place at
 * once; {@link #close} removes it if that did not happen. What a killed process leaves behind is
 * {@linkplain #isLeftover known by its name}.
 *
 * <p>For oreo's own modules only. For one thread.
 */
public final class OutputFolder implements AutoCloseable {
  private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern LEFTOVER =
      Pattern.compile("\\.(?<target>.+)\\." + UUID_PATTERN + "\\.incomplete");

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
    Path incomplete = hidden(absolute);
    try {
      Files.createDirectory(incomplete);
    } catch (IOException e) {
      throw new IOException(
          "%s: output folder's parent must be writable, got %s".formatted(parent, e), e);
    }
    return new OutputFolder(target, incomplete);
  }

  private static Path hidden(Path target) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + UUID.randomUUID() + ".incomplete");
  }

  /**
   * Returns whether a path is what a killed process left behind.
   *
   * @param path a file or folder
   * @param target what its folder's name would have become
   * @return whether its name is one that this class makes, for such a target
   */
  public static boolean isLeftover(Path path, Predicate<String> target) {
    Matcher matcher = LEFTOVER.matcher(String.valueOf(path.getFileName()));
    return matcher.matches() && target.test(matcher.group("target"));
  }

  /**
   * Removes a folder and all it holds. It is gone or whole: a process that is killed meanwhile
   * leaves a {@linkplain #isLeftover leftover} behind.
   *
   * @param folder an existing folder
   * @throws IOException if it cannot be removed
   */
  public static void remove(Path folder) throws IOException {
    Path hidden = hidden(folder.toAbsolutePath().normalize());
    Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
    delete(hidden);
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
    for (Path path : contents(incomplete)) {
      sync(path);
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "output folder must not exist yet");
    }
    Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
    committed = true;
    sync(incomplete.resolveSibling("."));
  }

  /** Brings a file, or the names in a folder, to the disk; a folder only where it can be opened. */
  private static void sync(Path path) throws IOException {
    boolean openable = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (Files.isRegularFile(path) || (Files.isDirectory(path) && openable)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes what was written unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!committed && Files.exists(incomplete)) {
      delete(incomplete);
    }
  }

  /**
   * Removes a leftover.
   *
   * @param folder what {@link #isLeftover} holds of
   * @throws IOException if it cannot be removed
   */
  public static void delete(Path folder) throws IOException {
    for (Path path : contents(folder)) {
      Files.delete(path);
    }
  }

  /** Returns everything in a folder and itself, children before their parents. */
  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
