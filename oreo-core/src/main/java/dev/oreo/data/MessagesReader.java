package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads conversations from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A row is
 *
 * <pre>
 * {"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}],
 *  "reward": 1}</pre>
 *
 * on one line. The assistant's messages are the steps, all others are conditioned on and never
 * scored. The reward is earned at the end of the last step. Other keys of the row are ignored;
 * other keys of a message are refused, since a template could read them.
 *
 * <p><b>A turn's text.</b> The chat template writes the conversation. The turn of message {@code i}
 * is what it writes of messages {@code 0..i} behind what it writes of those before {@code i} with a
 * generation prompt, the white space at its end left out if a marker stands before that. In ChatML
 * the text {@code <|im_start|>assistant\nYes.<|im_end|>\n} holds the turn {@code Yes.<|im_end|>}. A
 * template whose only marker is white space, such as a newline, keeps it, as nothing else ends a
 * turn. The policy learns to write the marker; nothing is appended.
 *
 * <p><b>Its tokens.</b> The whole conversation is tokenized once with {@link Tokenizer#encode}:
 * special tokens in the text, those in a message's content too, become their ids and no others are
 * added, so one that begins the text is the template's to write. A turn's tokens are those that
 * begin in its text. A token across the turn's beginning is refused, as the policy cannot choose it
 * behind the generation prompt; one across its end is part of the turn if only white space follows
 * the turn in it (a marker that takes in the newline behind it), else it is refused. Tokens behind
 * the last turn are left out.
 *
 * <p>A template that writes a turn otherwise once messages follow it, such as one that then leaves
 * its reasoning out, is refused for such rows: {@link DropReason#UNALIGNED_TURN}.
 */
public final class MessagesReader {
  private static final AnswerKeys MESSAGES = new AnswerKeys(ChatMessages.KEY, true);

  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final TrajectoryReaderOptions options;
  private final RowTrajectories trajectories;

  private MessagesReader(
      Tokenizer tokenizer, ChatTemplate template, TrajectoryReaderOptions options) {
    Checks.argument(
        options.segmenter() == StepSegmenter.WHOLE,
        "segmenter must be WHOLE for conversations, whose turns are the steps, got %s",
        options.segmenter());
    this.tokenizer = tokenizer;
    this.template = template;
    this.options = options;
    this.trajectories = new RowTrajectories(tokenizer, options);
  }

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @param template the policy's
   * @param options the limit, what to do with rows that break a rule; its segmenter is {@link
   *     StepSegmenter#WHOLE}
   * @return the rows taken, and how many were left out for each reason; a row's prompt is what is
   *     before the first turn
   * @throws IllegalArgumentException if the options have another segmenter
   * @throws DataFormatException if a row breaks a rule and no option asks to leave it out, or if
   *     the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static TrajectoryFile read(
      Path file, Tokenizer tokenizer, ChatTemplate template, TrajectoryReaderOptions options)
      throws IOException {
    MessagesReader reader = new MessagesReader(tokenizer, template, options);
    return TrajectoryReader.readAll(new RowFile<>(file, options, reader::row));
  }

  /**
   * Opens a file whose rows are to be read one by one.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's; must stay open as long as the rows are used
   * @param template the policy's
   * @param options as of {@link #read}
   * @return the trajectories that {@link #read} gives, to be closed by the caller
   * @throws IllegalArgumentException if the options have another segmenter
   * @throws DataFormatException as {@link #read} does
   * @throws IOException if the file cannot be read
   */
  public static IndexedFile<Trajectory> index(
      Path file, Tokenizer tokenizer, ChatTemplate template, TrajectoryReaderOptions options)
      throws IOException {
    MessagesReader reader = new MessagesReader(tokenizer, template, options);
    return IndexedFile.open(new RowFile<>(file, options, reader::row));
  }

  private ParsedRow<Trajectory> row(String id, RowFields fields) throws RowProblem {
    double reward = fields.reward("reward", options.absentReward());
    List<ChatMessage> messages = messages(fields);
    Conversation conversation = Conversation.of(messages, template);
    TokenizedText tokens = tokenizer.encode(conversation.text());
    List<Step> steps = TurnTokens.steps(conversation, tokens, reward);
    int promptLength = steps.get(0).start();
    trajectories.requireRoom(promptLength);
    int[] tokenIds = Arrays.copyOf(tokens.tokenIds(), steps.get(steps.size() - 1).end());
    Trajectory whole = Trajectory.of(id, tokenIds, steps);
    return new ParsedRow<>(trajectories.fitted(whole, MESSAGES), promptLength);
  }

  private List<ChatMessage> messages(RowFields fields) throws RowProblem {
    if (!fields.has(ChatMessages.KEY)) {
      throw RowFields.malformed("row must have messages, got the keys " + fields.object().keySet());
    }
    List<ChatMessage> messages = ChatMessages.of(fields);
    if (messages.stream().noneMatch(ChatMessage::fromAssistant)) {
      throw RowFields.malformed(
          "messages must hold one of the role assistant, got the roles "
              + ChatMessages.roles(messages));
    }
    for (int i = 0; i < messages.size() && !options.allowEmptyResponse(); i++) {
      if (messages.get(i).fromAssistant() && messages.get(i).content().isEmpty()) {
        throw new RowProblem(
            DropReason.EMPTY_RESPONSE, "messages[%d].content must not be empty".formatted(i));
      }
    }
    return messages;
  }
}
