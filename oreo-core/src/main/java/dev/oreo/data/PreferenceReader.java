package dev.oreo.data;

import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads pairs of answers from a JSONL file in UTF-8, one pair a line, blank lines skipped.
 *
 * <p>A text row is
 *
 * <pre>{"prompt": "...", "chosen": "...", "rejected": "..."}</pre>
 *
 * and a token row
 *
 * <pre>
 * {"prompt_token_ids": [..], "chosen_token_ids": [..], "rejected_token_ids": [..]}</pre>
 *
 * of which a token row may give {@code "chosen_steps"} and {@code "rejected_steps"}. {@code
 * "chosen_reward"} and {@code "rejected_reward"} are 1 and 0 if they are absent or null; which of
 * them is larger is not checked. Both answers become tokens and steps as {@link TrajectoryReader}'s
 * response does. A row is taken, refused or left out as a whole, for the first reason found, the
 * chosen answer's before the rejected one's.
 */
public final class PreferenceReader {
  private static final AnswerKeys CHOSEN = new AnswerKeys("chosen", false);
  private static final AnswerKeys REJECTED = new AnswerKeys("rejected", false);

  private PreferenceReader() {}

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @param options the limit, what to do with rows that break a rule
   * @return the pairs taken, and how many rows were left out for each reason
   * @throws DataFormatException if a row breaks a rule and no option asks to leave it out, or if
   *     the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static PreferenceFile read(Path file, Tokenizer tokenizer, TrajectoryReaderOptions options)
      throws IOException {
    List<PreferencePair> pairs = new ArrayList<>();
    RowTally tally =
        new RowFile<>(file, options, parser(tokenizer, options))
            .forEach((row, at) -> pairs.add(row.example()));
    return new PreferenceFile(pairs, tally.dropped(), tally.truncated());
  }

  /**
   * Opens a file whose rows are to be read one by one.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's; must stay open as long as the rows are used
   * @param options the limit, what to do with rows that break a rule
   * @return the pairs that {@link #read} gives, to be closed by the caller
   * @throws DataFormatException as {@link #read} does
   * @throws IOException if the file cannot be read
   */
  public static IndexedFile<PreferencePair> index(
      Path file, Tokenizer tokenizer, TrajectoryReaderOptions options) throws IOException {
    return IndexedFile.open(new RowFile<>(file, options, parser(tokenizer, options)));
  }

  private static RowParser<PreferencePair> parser(
      Tokenizer tokenizer, TrajectoryReaderOptions options) {
    RowTrajectories trajectories = new RowTrajectories(tokenizer, options);
    return (id, fields) -> {
      double chosenReward = fields.reward("chosen_reward", OptionalDouble.of(1));
      double rejectedReward = fields.reward("rejected_reward", OptionalDouble.of(0));
      RowPrompt prompt = trajectories.prompt(fields, List.of(CHOSEN, REJECTED));
      Trajectory chosen = trajectories.trajectory(id + ":chosen", prompt, CHOSEN, chosenReward);
      Trajectory rejected =
          trajectories.trajectory(id + ":rejected", prompt, REJECTED, rejectedReward);
      requireSamePrompt(chosen, rejected);
      return new ParsedRow<>(new PreferencePair(chosen, rejected), prompt.length());
    };
  }

  /* Steps that begin after the answer's first token put what is before them into the prompt. */
  private static void requireSamePrompt(Trajectory chosen, Trajectory rejected) throws RowProblem {
    int[] ofChosen = chosen.promptTokenIds();
    int[] ofRejected = rejected.promptTokenIds();
    if (!Arrays.equals(ofChosen, ofRejected)) {
      throw RowFields.malformed(
          "chosen and rejected must have the same tokens before their first step, got %d and %d%s"
              .formatted(
                  ofChosen.length,
                  ofRejected.length,
                  ofChosen.length == ofRejected.length ? " that differ" : ""));
    }
  }
}
