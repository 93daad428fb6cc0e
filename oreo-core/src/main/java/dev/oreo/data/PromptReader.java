package dev.oreo.data;

import com.google.common.base.Suppliers;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads prompts from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A row has one of the following; where it has more, the first of them counts.
 *
 * <ul>
 *   <li>{@code "prompt_token_ids"}, taken as they are.
 *   <li>{@code "prompt"}, tokenized with the special tokens that the tokenizer's own post-processor
 *       adds.
 *   <li>{@code "messages"}, a list of objects with {@code "role"} and {@code "content"}, the last
 *       of them not the assistant's. The chat template writes them with a generation prompt, and
 *       {@link Tokenizer#encode} tokenizes that text: special tokens in it become their ids and no
 *       others are added.
 * </ul>
 *
 * <p>{@code "max_new_tokens"} is the row's own limit. Other keys are carried through.
 */
public final class PromptReader {
  private final Tokenizer tokenizer;
  private final Supplier<Optional<ChatTemplate>> template;

  private PromptReader(Tokenizer tokenizer, Supplier<Optional<ChatTemplate>> template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  /**
   * Reads a whole file for a policy without a chat template, so that rows with {@code "messages"}
   * alone are refused.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @return one per row, in the file's order
   * @throws DataFormatException if a row breaks a rule, or if the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static List<PromptRow> read(Path file, Tokenizer tokenizer) throws IOException {
    return read(file, tokenizer, Optional::empty);
  }

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @param template gives the policy's, or empty if it has none; asked once, at the first row whose
   *     messages are needed, so that a template that cannot be used spoils no other rows
   * @return one per row, in the file's order
   * @throws DataFormatException if a row breaks a rule, if it needs a template and there is none,
   *     or if the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static List<PromptRow> read(
      Path file, Tokenizer tokenizer, Supplier<Optional<ChatTemplate>> template)
      throws IOException {
    PromptReader reader = new PromptReader(tokenizer, Suppliers.memoize(template::get));
    List<PromptRow> rows = new ArrayList<>();
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next()) {
        try {
          rows.add(reader.row(lines.number(), RowFields.parse(lines.text())));
        } catch (RowProblem problem) {
          throw new DataFormatException(file, lines.number(), problem.text());
        }
      }
    }
    return rows;
  }

  private PromptRow row(long line, RowFields fields) throws RowProblem {
    int[] tokenIds = tokenIds(fields);
    if (tokenIds.length == 0) {
      throw RowFields.malformed("prompt must have at least one token, got none");
    }
    return new PromptRow(line, tokenIds, fields.object(), fields.positiveInt("max_new_tokens"));
  }

  private int[] tokenIds(RowFields fields) throws RowProblem {
    if (fields.has("prompt_token_ids")) {
      return fields.tokenIds("prompt_token_ids");
    }
    if (fields.has("prompt")) {
      return tokenizer.encodePrompt(fields.text("prompt")).tokenIds();
    }
    if (fields.has(ChatMessages.KEY)) {
      return tokenizer.encode(conversation(fields)).tokenIds();
    }
    throw RowFields.malformed(
        "row must have prompt, prompt_token_ids or messages, got the keys "
            + fields.object().keySet());
  }

  private String conversation(RowFields fields) throws RowProblem {
    List<ChatMessage> messages = ChatMessages.toAnswer(fields);
    Optional<ChatTemplate> known = template.get();
    if (known.isEmpty()) {
      throw RowFields.malformed(
          "row must have prompt or prompt_token_ids, as the policy has no chat template for"
              + " messages, got the keys "
              + fields.object().keySet());
    }
    return Conversation.rendered(known.get(), messages, true);
  }
}
