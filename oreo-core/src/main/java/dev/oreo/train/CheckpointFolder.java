package dev.oreo.train;

import dev.oreo.internal.OutputFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a run's checkpoints, locked against other processes. For one thread. */
final class CheckpointFolder implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("update-([1-9][0-9]{0,17})");
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;

  private CheckpointFolder(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens a folder, making it if need be, and removes what killed processes have left half written
   * or half removed in it.
   *
   * @throws FileSystemException if a run has it open
   */
  static CheckpointFolder open(Path directory) throws IOException {
    Files.createDirectories(directory);
    CheckpointFolder folder = new CheckpointFolder(directory, lock(directory.resolve(LOCK)));
    try {
      folder.removeLeftovers();
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this process has it open: the same to the caller as another one
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new FileSystemException(
        file.toString(), null, "checkpoints must be of one run at a time, but another is going on");
  }

  private void removeLeftovers() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        if (OutputFolder.isLeftover(child, name -> NAME.matcher(name).matches())) {
          OutputFolder.delete(child);
        }
      }
    }
  }

  /** Returns the latest checkpoint. */
  Optional<Path> newest() throws IOException {
    return Optional.ofNullable(complete().lastEntry()).map(Map.Entry::getValue);
  }

  private NavigableMap<Long, Path> complete() throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        Matcher name = NAME.matcher(String.valueOf(child.getFileName()));
        if (name.matches()) {
          found.put(Long.valueOf(name.group(1)), child);
        }
      }
    }
    return found;
  }

  /** Writes a checkpoint's files into a folder that exists. */
  interface Content {
    void write(Path folder) throws IOException;
  }

  /** Adds a checkpoint, and then removes the oldest ones beyond so many. */
  void add(long update, int keep, Content content) throws IOException {
    try (OutputFolder folder = OutputFolder.create(directory.resolve("update-" + update))) {
      content.write(folder.path());
      folder.commit();
    }
    NavigableMap<Long, Path> complete = complete();
    while (complete.size() > keep) {
      OutputFolder.remove(complete.pollFirstEntry().getValue());
    }
  }

  /** Lets other runs open the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
