package dev.oreo.model;

import java.util.List;

/** Writes a conversation as the text that a policy was trained to continue. Thread-safe. */
public interface ChatTemplate {

  /**
   * Returns a conversation as text, special tokens written out; it is to be tokenized with {@link
   * Tokenizer#encode}, which adds none.
   *
   * @param messages in the order in which they were said; empty before an assistant that speaks
   *     first
   * @param addGenerationPrompt whether the text goes on with what begins an assistant's message
   * @return the text
   * @throws IllegalArgumentException if the template refuses the messages, such as roles in an
   *     order that it does not know; the message says why
   */
  String render(List<ChatMessage> messages, boolean addGenerationPrompt);
}
