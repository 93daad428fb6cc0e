package dev.oreo.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a file in strict UTF-8, one at a time, blank ones left out. Not thread-safe. */
final class JsonlLines implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long number;
  private long start;
  private long nextStart;

  JsonlLines(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  /** Moves to the next line that is not blank; false at the end of the file. */
  boolean next() throws IOException {
    while (readLine()) {
      for (byte b : bytes.toByteArray()) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return true;
        }
      }
    }
    return false;
  }

  private boolean readLine() throws IOException {
    bytes.reset();
    int b = in.read();
    if (b < 0) {
      return false;
    }
    number++;
    start = nextStart;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      bytes.write(b);
    }
    nextStart = start + bytes.size() + (b == '\n' ? 1 : 0);
    return true;
  }

  /** Number of the current line, counted from 1. */
  long number() {
    return number;
  }

  /** Where the current line begins in the file, in bytes. */
  long start() {
    return start;
  }

  /** Bytes of the current line without its end. */
  int length() {
    return bytes.size();
  }

  /** The current line's text. */
  String text() {
    return text(file, number, ByteBuffer.wrap(bytes.toByteArray()));
  }

  /** The text of a line's bytes. */
  static String text(Path file, long number, ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new DataFormatException(file, number, "file must be UTF-8, got " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
