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
    for (; b >= 0 && b != '\n'; b = in.read()) {
      bytes.write(b);
    }
    return true;
  }

  /** Number of the current line, counted from 1. */
  long number() {
    return number;
  }

  /** The current line's text. */
  String text() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DataFormatException(file, number, "file must be UTF-8, got " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
