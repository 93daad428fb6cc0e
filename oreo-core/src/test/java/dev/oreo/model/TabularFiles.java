package dev.oreo.model;

import dev.oreo.OreoException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of doubles in a folder, each under the token ids it belongs to. */
final class TabularFiles {
  private static final String FILE = "table.txt";

  private TabularFiles() {}

  private static final class DamagedTableException extends OreoException {
    private static final long serialVersionUID = 1L;

    DamagedTableException(Path file, String problem) {
      super(file + ": " + problem);
    }
  }

  static void write(Path directory, Map<List<Integer>, double[]> rows) throws IOException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
    Files.createDirectory(partial);
    List<String> lines =
        rows.entrySet().stream()
            .map(row -> row.getKey() + "=" + Arrays.toString(row.getValue()))
            .toList();
    Files.write(partial.resolve(FILE), lines);
    Files.move(partial, directory);
  }

  /** Reads rows in the order in which they were written, each of so many numbers. */
  static Map<List<Integer>, double[]> read(Path directory, int multiple) throws IOException {
    Path file = directory.resolve(FILE);
    Map<List<Integer>, double[]> rows = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      throw new DamagedTableException(file, "must exist, but does not");
    }
    for (String line : Files.readAllLines(file)) {
      String[] sides = line.split("=", -1);
      try {
        List<Integer> key = entries(sides[0]).stream().map(Integer::valueOf).toList();
        double[] row = entries(sides[1]).stream().mapToDouble(Double::parseDouble).toArray();
        if (row.length % multiple != 0) {
          throw new DamagedTableException(file, "row must be whole, got " + line);
        }
        rows.put(key, row);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new DamagedTableException(file, "row must be whole, got " + line);
      }
    }
    return rows;
  }

  private static List<String> entries(String list) {
    if (!list.startsWith("[") || !list.endsWith("]")) {
      throw new IllegalArgumentException(list);
    }
    String inner = list.substring(1, list.length() - 1);
    return inner.isEmpty() ? List.of() : List.of(inner.split(", ", -1));
  }
}
