package dev.oreo.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads answers to be checked from a JSONL file in UTF-8, one row a line, blank lines skipped, one
 * row at a time.
 *
 * <p>A row has {@code "prediction"} and {@code "reference"}, two plain answers, or {@code
 * "response"} and {@code "solution"}, two texts that the answers have to be found in, the question
 * beside them in {@code "question"} where it is known. Other keys are carried through. Not
 * thread-safe; the caller closes it.
 */
public final class AnswerReader implements AutoCloseable {
  private final Path file;
  private final JsonlLines lines;

  /**
   * Opens a file.
   *
   * @param file the JSONL file
   * @throws IOException if it cannot be opened
   */
  public AnswerReader(Path file) throws IOException {
    this.file = file;
    this.lines = new JsonlLines(file);
  }

  /**
   * Returns the next row.
   *
   * @return empty at the end of the file
   * @throws DataFormatException if the row breaks a rule, or if the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public Optional<AnswerRow> next() throws IOException {
    if (!lines.next()) {
      return Optional.empty();
    }
    try {
      return Optional.of(row(RowFields.parse(lines.text())));
    } catch (RowProblem problem) {
      throw new DataFormatException(file, lines.number(), problem.text());
    }
  }

  private AnswerRow row(RowFields fields) throws RowProblem {
    boolean extracted = fields.has("prediction");
    if (extracted == fields.has("response")) {
      throw RowFields.malformed(
          "row must have either prediction and reference or response and solution, got the keys "
              + fields.object().keySet());
    }
    return new AnswerRow(
        lines.number(),
        extracted,
        fields.has("question") ? fields.text("question") : "",
        fields.text(extracted ? "prediction" : "response"),
        fields.text(extracted ? "reference" : "solution"),
        fields.object());
  }

  /** Closes the file. */
  @Override
  public void close() throws IOException {
    lines.close();
  }
}
