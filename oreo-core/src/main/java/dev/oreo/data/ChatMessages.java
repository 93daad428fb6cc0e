package dev.oreo.data;

import dev.oreo.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The key {@code "messages"} of a row: a list of objects with role and content. */
final class ChatMessages {
  static final String KEY = "messages";
  private static final Set<String> MESSAGE_KEYS = Set.of("role", "content");

  private ChatMessages() {}

  /**
   * The row's messages, in order; other keys of a message are refused, templates could read them.
   */
  static List<ChatMessage> of(RowFields fields) throws RowProblem {
    List<ChatMessage> messages = new ArrayList<>();
    for (RowFields message : fields.objects(KEY)) {
      if (!MESSAGE_KEYS.equals(message.object().keySet())) {
        throw RowFields.malformed(
            "messages[%d] must have role and content alone, got the keys %s"
                .formatted(messages.size(), message.object().keySet()));
      }
      messages.add(new ChatMessage(message.text("role"), message.text("content")));
    }
    return messages;
  }

  /** Who speaks, in order, as messages of a problem show it. */
  static List<String> roles(List<ChatMessage> messages) {
    return messages.stream().map(ChatMessage::role).toList();
  }

  /** The messages of a row that asks for an answer. */
  static List<ChatMessage> toAnswer(RowFields fields) throws RowProblem {
    List<ChatMessage> messages = of(fields);
    if (messages.isEmpty()) {
      throw RowFields.malformed("messages must hold at least one message to answer, got none");
    }
    if (messages.get(messages.size() - 1).fromAssistant()) {
      throw RowFields.malformed(
          "messages must not end with the assistant's, as that leaves nothing to answer,"
              + " got the roles "
              + roles(messages));
    }
    return messages;
  }
}
