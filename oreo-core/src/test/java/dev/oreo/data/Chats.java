package dev.oreo.data;

import dev.oreo.model.ChatTemplate;
import java.util.stream.Collectors;

/** ChatML by hand, a tokenizer that knows its tokens, and rows of conversations. */
final class Chats {
  static final PieceTokenizer TOKENIZER =
      new PieceTokenizer("<|im_start|>", "<|im_end|>", "\n\n", "user", "assistant", "system");
  static final ChatTemplate CHATML =
      (messages, prompt) ->
          messages.stream()
                  .map(m -> "<|im_start|>" + m.role() + "\n" + m.content() + "<|im_end|>\n")
                  .collect(Collectors.joining())
              + (prompt ? "<|im_start|>assistant\n" : "");

  private Chats() {}

  /** A row of reward 1, single quotes in place of double ones. */
  static String row(String... rolesAndContents) {
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < rolesAndContents.length; i += 2) {
      messages
          .append(i == 0 ? "" : ",")
          .append(
              "{'role':'%s','content':'%s'}"
                  .formatted(rolesAndContents[i], rolesAndContents[i + 1]));
    }
    return "{'messages':[" + messages + "],'reward':1}\n";
  }
}
