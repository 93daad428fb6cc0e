package dev.oreo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears complete or not at all: written beside its place and moved there at the end.
 *
 * <p>For oreo's own modules only. Not thread-safe.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final OutputStream stream;
  private final BufferedWriter writer;
  private boolean open = true;

  /**
   * Opens the file, so that a place that cannot be written to fails now.
   *
   * @param target where the file appears on {@link #commit}, replacing one that is there
   * @throws IOException if the folder does not exist or cannot be written to, or the target is a
   *     folder; the message names the target
   */
  public AtomicFile(Path target) throws IOException {
    this.target = target;
    Path name = target.getFileName();
    if (name == null || Files.isDirectory(target)) {
      throw failure(target, "output must be a file, got a folder");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw failure(target, "output must be in a folder that exists, got " + folder);
    }
    this.partial = folder.resolve("." + name + "." + UUID.randomUUID() + ".partial");
    try {
      this.stream =
          new BufferedOutputStream(Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      FileSystemException failure = failure(target, "output must be writable, got " + e);
      failure.initCause(e);
      throw failure;
    }
    this.writer = new BufferedWriter(new OutputStreamWriter(stream, UTF_8.newEncoder()));
  }

  private static FileSystemException failure(Path target, String reason) {
    return new FileSystemException(target.toString(), null, reason);
  }

  /**
   * Returns where to write the content of a text file, in UTF-8.
   *
   * @return a buffered writer; not to be closed by the caller
   */
  public Writer writer() {
    return writer;
  }

  /**
   * Returns where to write the content of a binary file, instead of {@link #writer}.
   *
   * @return a buffered stream; not to be closed by the caller
   */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Ends writing and puts the file in its place.
   *
   * @throws IOException if either fails; the file is then absent
   * @throws IllegalStateException if this is closed
   */
  public void commit() throws IOException {
    Checks.state(open, "output must be open to be committed, got a closed one (%s)", target);
    writer.close();
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    open = false;
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      try {
        writer.close();
      } finally {
        Files.deleteIfExists(partial);
      }
    }
  }
}
