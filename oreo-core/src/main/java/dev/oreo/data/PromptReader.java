package dev.oreo.data;

import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads prompts from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A row has {@code "prompt"}, tokenized with the special tokens that the tokenizer's own
 * post-processor adds, or {@code "prompt_token_ids"}, taken as they are; the ids win where a row
 * has both, and {@code "prompt"} wins over {@code "messages"}. {@code "max_new_tokens"} is the
 * row's own limit. Other keys are carried through.
 */
public final class PromptReader {
  private PromptReader() {}

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @return one per row, in the file's order
   * @throws DataFormatException if a row breaks a rule, or if the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static List<PromptRow> read(Path file, Tokenizer tokenizer) throws IOException {
    List<PromptRow> rows = new ArrayList<>();
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next()) {
        try {
          rows.add(row(lines.number(), RowFields.parse(lines.text()), tokenizer));
        } catch (RowProblem problem) {
          throw new DataFormatException(file, lines.number(), problem.text());
        }
      }
    }
    return rows;
  }

  private static PromptRow row(long line, RowFields fields, Tokenizer tokenizer) throws RowProblem {
    int[] tokenIds;
    if (fields.has("prompt_token_ids")) {
      tokenIds = fields.tokenIds("prompt_token_ids");
    } else if (fields.has("prompt")) {
      tokenIds = tokenizer.encodePrompt(fields.text("prompt")).tokenIds();
    } else {
      throw RowFields.malformed(
          "row must have prompt or prompt_token_ids, got the keys " + fields.object().keySet());
    }
    if (tokenIds.length == 0) {
      throw RowFields.malformed("prompt must have at least one token, got none");
    }
    return new PromptRow(line, tokenIds, fields.object(), fields.positiveInt("max_new_tokens"));
  }
}
