package dev.oreo.data;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.Json;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSONL file in UTF-8 that grows by whole rows, for work that may be killed and taken up again.
 *
 * <p>Its first line is a header that says what the rows belong to. Each row is written at once: a
 * process that is killed loses none that {@link #append} returned for, and leaves at most one that
 * is not complete, which the next opening removes. (A machine that loses power may lose more.) Rows
 * stay in the file; only their places are held in memory.
 *
 * <p>Only one process at a time has the file open. Not thread-safe.
 */
public final class JsonlJournal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final List<Long> ends = new ArrayList<>();

  private JsonlJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a journal, beginning it if there is none.
   *
   * @param file the journal; created if it does not exist
   * @param header what the rows belong to; values that are compared as JSON
   * @return the journal, with the rows of earlier openings
   * @throws IllegalArgumentException if the file has another header; the message names the first
   *     key that differs, and both values
   * @throws DataFormatException if a complete line is not a JSON object
   * @throws FileSystemException if another process has it open
   * @throws IOException if it cannot be read or written
   */
  public static JsonlJournal open(Path file, JsonObject header) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    JsonlJournal journal = new JsonlJournal(file, channel);
    try {
      journal.lock();
      journal.recover(header);
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new FileSystemException(
          file.toString(), null, "it must be open only once, but another run writes to it");
    }
  }

  private void recover(JsonObject header) throws IOException {
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next() && lines.start() + lines.length() < channel.size()) {
        JsonObject found = parse(lines.text(), lines.number());
        if (ends.isEmpty()) {
          requireSame(found, header);
        }
        ends.add(lines.start() + lines.length() + 1L);
      }
    }
    channel.truncate(ends.isEmpty() ? 0 : end(ends.size() - 1));
    if (ends.isEmpty()) {
      append(header);
    }
  }

  private JsonObject parse(String line, long number) {
    try {
      return Json.parseObject(line);
    } catch (MalformedJsonException e) {
      throw new DataFormatException(
          file, number, "row must be a JSON object, got " + e.getMessage());
    }
  }

  private void requireSame(JsonObject found, JsonObject header) {
    Set<String> keys = new TreeSet<>(found.keySet());
    keys.addAll(header.keySet());
    for (String key : keys) {
      String before = shown(found, key);
      String now = shown(header, key);
      if (!before.equals(now)) {
        throw new IllegalArgumentException(
            "%s must be what %s was begun with, got %s and there %s (go on with that, or delete"
                    .formatted(key, file, now, before)
                + " the file)");
      }
    }
  }

  private static String shown(JsonObject object, String key) {
    if (!object.has(key)) {
      return "nothing";
    }
    return object.get(key) instanceof JsonPrimitive primitive
        ? primitive.getAsString()
        : Json.line(object.get(key));
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 0; the header is none
   */
  public int size() {
    return ends.size() - 1;
  }

  /**
   * Reads a row.
   *
   * @param index from 0, in the order of {@link #append}
   * @return an object of its own
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws IOException if it cannot be read
   */
  public JsonObject row(int index) throws IOException {
    long start = end(index);
    ByteBuffer bytes = ByteBuffer.allocate((int) (end(index + 1) - start));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException(file + " must hold row " + index + ", got its end");
      }
    }
    return parse(JsonlLines.text(file, index + 2L, bytes.flip()), index + 2L);
  }

  /**
   * Adds a row.
   *
   * @param row an object whose numbers are finite
   * @throws IllegalArgumentException if a number is NaN or infinite
   * @throws IOException if it cannot be written
   */
  public void append(JsonObject row) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.line(row) + "\n");
    long position = ends.isEmpty() ? 0 : end(ends.size() - 1);
    long end = position + bytes.remaining();
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    ends.add(end);
  }

  private long end(int line) {
    return ends.get(line);
  }

  /** Closes the file, which stays where it is. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
