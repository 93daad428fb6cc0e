package dev.oreo.data;

import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The rows of one JSONL file: all of them in order, or one whose place is known.
 *
 * @param <E> kind of example
 */
final class RowFile<E extends Example> {
  private final Path file;
  private final TrajectoryReaderOptions options;
  private final RowParser<E> parser;

  RowFile(Path file, TrajectoryReaderOptions options, RowParser<E> parser) {
    this.file = file;
    this.options = options;
    this.parser = parser;
  }

  /** Told of each row taken, with the lines standing at it. */
  @FunctionalInterface
  interface Visitor<E extends Example> {
    void taken(ParsedRow<E> row, JsonlLines lines);
  }

  Path path() {
    return file;
  }

  /** Parses every row once. Fails at a bad one, or counts it, as the options say. */
  RowTally forEach(Visitor<E> visitor) throws IOException {
    Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    int truncated = 0;
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next()) {
        try {
          ParsedRow<E> row = parse(lines.number(), lines.text());
          visitor.taken(row, lines);
          truncated += cut(row.example()) ? 1 : 0;
        } catch (RowProblem problem) {
          if (!options.drops(problem.reason())) {
            throw new DataFormatException(file, lines.number(), problem.text());
          }
          dropped.merge(problem.reason(), 1, Integer::sum);
        }
      }
    }
    return new RowTally(dropped, truncated);
  }

  /** Parses a row again that {@link #forEach} took. */
  E example(long line, ByteBuffer bytes) {
    try {
      return parse(line, JsonlLines.text(file, line, bytes)).example();
    } catch (RowProblem problem) {
      throw new DataFormatException(file, line, problem.text());
    }
  }

  private ParsedRow<E> parse(long line, String text) throws RowProblem {
    return parser.parse(file.getFileName() + ":" + line, RowFields.parse(text));
  }

  private static boolean cut(Example example) {
    return example.trajectories().stream().anyMatch(Trajectory::truncated);
  }
}
