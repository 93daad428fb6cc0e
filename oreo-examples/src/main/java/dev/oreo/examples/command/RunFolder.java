package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a training run. Without checkpoints it appears when all is done. With checkpoints
 * it is there from the beginning, for {@code --resume} to find; it is complete once it has a
 * manifest.
 *
 * <p>Not thread-safe.
 */
final class RunFolder implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";
  private static final String CHECKPOINTS = "checkpoints";

  /** Where the trained networks are while not all of them are saved. */
  private static final String FINISHING = ".finishing";

  private final Path folder;
  private final Optional<OutputFolder> atOnce;

  private RunFolder(Path folder, Optional<OutputFolder> atOnce) {
    this.folder = folder;
    this.atOnce = atOnce;
  }

  /**
   * Begins a folder, or takes up that of a run that has not ended.
   *
   * @param output where; must not exist unless a run may go on
   * @throws IllegalArgumentException if what is there is not the folder of a run with checkpoints
   * @throws IOException if nothing can be written there
   */
  static RunFolder open(Path output, CheckpointOptions options) throws IOException {
    if (!options.wanted()) {
      OutputFolder whole = OutputFolder.create(output);
      return new RunFolder(whole.workspace(), Optional.of(whole));
    }
    if (Files.exists(output) && !isEmptyFolder(output)) {
      boolean ours = Files.isDirectory(output.resolve(CHECKPOINTS));
      checkArgument(
          ours, "--output must be absent or the folder of a run with checkpoints, got %s", output);
      checkArgument(
          options.resume(),
          "--output must not exist yet, got the folder of a run with checkpoints, %s (--resume goes"
              + " on with it)",
          output);
    }
    Files.createDirectories(output.toAbsolutePath().normalize().resolveSibling("."));
    return new RunFolder(output, Optional.empty());
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    return Files.isDirectory(path) && children(path).isEmpty();
  }

  /**
   * Makes the folder if it is to be there while training goes on. What came before left no trace.
   */
  void begin() throws IOException {
    if (atOnce.isEmpty()) {
      Files.createDirectories(checkpoints());
    }
  }

  /** Returns whether there is a checkpoint to go on from. */
  boolean hasCheckpoint() throws IOException {
    return children(checkpoints()).stream()
        .anyMatch(child -> String.valueOf(child.getFileName()).startsWith("update-"));
  }

  /** Returns whether a run with checkpoints has ended in a folder. */
  static boolean finished(Path output) {
    return Files.exists(output.resolve(MANIFEST)) && Files.isDirectory(output.resolve(CHECKPOINTS));
  }

  Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  Path checkpoints() {
    return folder.resolve(CHECKPOINTS);
  }

  /** Returns an empty folder for the trained networks. */
  Path networks() throws IOException {
    if (atOnce.isPresent()) {
      return folder;
    }
    Path finishing = folder.resolve(FINISHING);
    delete(finishing);
    return Files.createDirectory(finishing);
  }

  /**
   * Completes the folder. Networks that an earlier process has put in place before it was killed
   * make room.
   */
  void commit(RunManifest manifest) throws IOException {
    if (atOnce.isPresent()) {
      manifest.write(folder.resolve(MANIFEST));
      atOnce.get().commit();
      return;
    }
    Path finishing = folder.resolve(FINISHING);
    for (Path network : children(finishing)) {
      Path place = folder.resolve(network.getFileName());
      delete(place);
      Files.move(network, place, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.delete(finishing);
    manifest.write(folder.resolve(MANIFEST));
  }

  private static List<Path> children(Path of) throws IOException {
    try (Stream<Path> children = Files.list(of)) {
      return children.toList();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Deletes what was written without checkpoints, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (atOnce.isPresent()) {
      atOnce.get().close();
    }
  }
}
