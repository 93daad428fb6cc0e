package dev.oreo.environment;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The JSON objects of a file, one a line, plain or as one or several gzip members. */
final class JsonlFile implements Iterator<JsonFields> {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP = 0x8b1f;

  private final String file;
  private final BufferedReader reader;
  private @Nullable String next;
  private int line;

  private JsonlFile(String file, Reader reader) {
    this.file = file;
    this.reader = new BufferedReader(reader, BUFFER);
    advance();
  }

  /** The objects of a file, blank lines left out; closing the stream closes the file. */
  static Stream<JsonFields> stream(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      Reader reader =
          new InputStreamReader(unpacked(file, in), StandardCharsets.UTF_8.newDecoder());
      return StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(
                  new JsonlFile(file.toString(), reader),
                  Spliterator.ORDERED | Spliterator.NONNULL),
              false)
          .onClose(() -> close(in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream unpacked(Path file, InputStream in) throws IOException {
    in.mark(2);
    int magic = in.read() | in.read() << 8;
    in.reset();
    if (magic != GZIP) {
      return in;
    }
    try {
      return new GZIPInputStream(in, BUFFER);
    } catch (EOFException | ZipException e) {
      throw new GameFormatException(
          file.toString(), 1, "the file must be whole gzip, got " + e.getMessage());
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void advance() {
    try {
      do {
        next = reader.readLine();
        line++;
      } while (next != null && next.isBlank());
    } catch (EOFException | ZipException | CharacterCodingException e) {
      throw new GameFormatException(
          file, line + 1, "the file must be whole and in UTF-8, got " + e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public JsonFields next() {
    String text = next;
    if (text == null) {
      throw new NoSuchElementException();
    }
    JsonFields fields = JsonFields.parse(file, line, text);
    advance();
    return fields;
  }
}
