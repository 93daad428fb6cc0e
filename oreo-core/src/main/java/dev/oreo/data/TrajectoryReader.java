package dev.oreo.data;

import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads trajectories from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A text row is
 *
 * <pre>{"prompt": "...", "response": "...", "reward": 1}</pre>
 *
 * and becomes the prompt's ids (with the special tokens that the tokenizer's own post-processor
 * adds), the response's ids (none added) and the end of text token. A token row is
 *
 * <pre>
 * {"prompt_token_ids": [..], "response_token_ids": [..], "reward": 1}</pre>
 *
 * and is taken as it is, nothing appended; it wins where a row has both forms. A token row may give
 * {@code "steps"}: half-open spans {@code [[start, end], ...]} counted from the response's first
 * token, in order and disjoint; tokens between them are observations. Without it the segmenter cuts
 * the response's text. The reward is earned at the end of the last step. Other keys are ignored.
 */
public final class TrajectoryReader {
  private static final AnswerKeys RESPONSE = new AnswerKeys("response", true);

  private TrajectoryReader() {}

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @param options the limit, what to do with rows that break a rule
   * @return the rows taken, and how many were left out for each reason
   * @throws DataFormatException if a row breaks a rule and no option asks to leave it out, or if
   *     the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static TrajectoryFile read(Path file, Tokenizer tokenizer, TrajectoryReaderOptions options)
      throws IOException {
    return readAll(new RowFile<>(file, options, parser(tokenizer, options)));
  }

  /**
   * Opens a file whose rows are to be read one by one.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's; must stay open as long as the rows are used
   * @param options the limit, what to do with rows that break a rule
   * @return the trajectories that {@link #read} gives, to be closed by the caller
   * @throws DataFormatException as {@link #read} does
   * @throws IOException if the file cannot be read
   */
  public static IndexedFile<Trajectory> index(
      Path file, Tokenizer tokenizer, TrajectoryReaderOptions options) throws IOException {
    return IndexedFile.open(new RowFile<>(file, options, parser(tokenizer, options)));
  }

  static TrajectoryFile readAll(RowFile<Trajectory> file) throws IOException {
    List<TrajectoryRow> rows = new ArrayList<>();
    RowTally tally =
        file.forEach(
            (row, at) ->
                rows.add(new TrajectoryRow(at.number(), row.example(), row.promptLength())));
    return new TrajectoryFile(rows, tally.dropped(), tally.truncated());
  }

  private static RowParser<Trajectory> parser(
      Tokenizer tokenizer, TrajectoryReaderOptions options) {
    RowTrajectories trajectories = new RowTrajectories(tokenizer, options);
    return (id, fields) -> {
      double reward = fields.reward("reward", options.absentReward());
      RowPrompt prompt = trajectories.prompt(fields, List.of(RESPONSE));
      return new ParsedRow<>(
          trajectories.trajectory(id, prompt, RESPONSE, reward), prompt.length());
    };
  }
}
