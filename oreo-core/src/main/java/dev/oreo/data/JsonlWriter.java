package dev.oreo.data;

import com.google.gson.JsonObject;
import dev.oreo.internal.AtomicFile;
import dev.oreo.internal.Json;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a JSONL file in UTF-8 that appears complete or not at all.
 *
 * <p>Rows go to a file beside the target, which {@link #commit} moves into place; closing without
 * it leaves nothing behind. Construct it before the work whose results it takes: a place that
 * cannot be written to fails at once. Not thread-safe.
 *
 * <pre>{@code
 * try (JsonlWriter out = new JsonlWriter(file)) {
 *   for (JsonObject row : rows) {
 *     out.write(row);
 *   }
 *   out.commit();
 * }
 * }</pre>
 */
public final class JsonlWriter implements AutoCloseable {
  private final AtomicFile file;

  /**
   * Opens a file.
   *
   * @param target where it appears, replacing a file that is there
   * @throws IOException if the folder does not exist or cannot be written to, or the target is a
   *     folder; the message names the target
   */
  public JsonlWriter(Path target) throws IOException {
    this.file = new AtomicFile(target);
  }

  /**
   * Writes one row.
   *
   * @param row an object whose numbers are finite
   * @throws IllegalArgumentException if a number is NaN or infinite
   * @throws IOException if it cannot be written
   */
  public void write(JsonObject row) throws IOException {
    file.writer().append(Json.line(row)).append('\n');
  }

  /**
   * Ends writing and puts the file in its place.
   *
   * @throws IOException if either fails; the file is then absent
   */
  public void commit() throws IOException {
    file.commit();
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
