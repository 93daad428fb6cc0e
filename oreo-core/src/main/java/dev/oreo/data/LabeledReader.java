package dev.oreo.data;

import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads completions with a label from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A text row is
 *
 * <pre>{"prompt": "...", "completion": "...", "label": true}</pre>
 *
 * and becomes a trajectory of reward 1 if the label is true and 0 if it is false. A token row has
 * {@code "prompt_token_ids"}, {@code "completion_token_ids"} and optionally {@code "steps"}. All
 * else is as {@link TrajectoryReader} has it.
 */
public final class LabeledReader {
  private static final AnswerKeys COMPLETION = new AnswerKeys("completion", true);

  private LabeledReader() {}

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
    return TrajectoryReader.readAll(new RowFile<>(file, options, parser(tokenizer, options)));
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

  private static RowParser<Trajectory> parser(
      Tokenizer tokenizer, TrajectoryReaderOptions options) {
    RowTrajectories trajectories = new RowTrajectories(tokenizer, options);
    return (id, fields) -> {
      double reward = fields.labelReward("label", options.absentReward());
      RowPrompt prompt = trajectories.prompt(fields, List.of(COMPLETION));
      return new ParsedRow<>(
          trajectories.trajectory(id, prompt, COMPLETION, reward), prompt.length());
    };
  }
}
