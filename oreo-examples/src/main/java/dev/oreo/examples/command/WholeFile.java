package dev.oreo.examples.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Text files that appear complete or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** What writes a file's text. */
  interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes a file in UTF-8, replacing one that is there. */
  static void write(Path target, Text text) throws IOException {
    Path partial =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      try (Writer out = Files.newBufferedWriter(partial)) {
        text.writeTo(out);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
