package dev.oreo.data;

import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as text, and where in it the assistant's turns are.
 *
 * @param text the whole conversation, without a generation prompt at its end
 * @param turns of the assistant, in order, disjoint
 */
record Conversation(String text, List<Turn> turns) {
  private static final int SHOWN_CHARS = 20;

  /**
   * What the policy wrote in one message.
   *
   * @param message index of the message
   * @param start index of its first {@code char} in the text
   * @param end index after its last
   */
  record Turn(int message, int start, int end) {

    /** What messages of a problem with it begin with. */
    String name() {
      return "messages[" + message + "]";
    }
  }

  static Conversation of(List<ChatMessage> messages, ChatTemplate template) throws RowProblem {
    String text = rendered(template, messages, false);
    List<Turn> turns = new ArrayList<>();
    int previousEnd = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).fromAssistant()) {
        Turn turn = turn(messages.subList(0, i + 1), template, text);
        if (turn.start < previousEnd) {
          throw unaligned(
              "%s must be rendered after the turn before it, got char %d before %d"
                  .formatted(turn.name(), turn.start, previousEnd));
        }
        turns.add(turn);
        previousEnd = turn.end;
      }
    }
    return new Conversation(text, turns);
  }

  /** The turn that the last of the messages is; {@code text} is that of the whole conversation. */
  private static Turn turn(List<ChatMessage> messages, ChatTemplate template, String text)
      throws RowProblem {
    int index = messages.size() - 1;
    String before = rendered(template, messages.subList(0, index), true);
    String through = rendered(template, messages, false);
    requirePrefix(
        before, through, "messages[%d] must be rendered after the generation prompt", index);
    int start = before.length();
    int length = turnLength(through.substring(start), messages.get(index).content());
    if (length == 0) {
      throw unaligned(
          "messages[%d] must be rendered as at least one char, got none".formatted(index));
    }
    Turn turn = new Turn(index, start, start + length);
    requirePrefix(
        through.substring(0, turn.end),
        text,
        "messages[%d] must be rendered alike with and without the messages after it",
        index);
    return turn;
  }

  /* White space behind the end of turn marker separates messages; the policy does not write it. */
  private static int turnLength(String rendered, String content) {
    int at = rendered.indexOf(content.strip());
    int contentEnd = at < 0 ? 0 : at + content.strip().length();
    boolean marked = !rendered.substring(contentEnd).isBlank();
    return marked ? rendered.stripTrailing().length() : rendered.length();
  }

  /** What the template writes of the messages; its refusal is the row's problem. */
  static String rendered(
      ChatTemplate template, List<ChatMessage> messages, boolean addGenerationPrompt)
      throws RowProblem {
    try {
      return template.render(messages, addGenerationPrompt);
    } catch (IllegalArgumentException e) {
      throw RowFields.malformed(
          "the first %d messages must be what the chat template takes, got: %s"
              .formatted(messages.size(), e.getMessage()));
    }
  }

  private static void requirePrefix(String prefix, String text, String rule, int index)
      throws RowProblem {
    if (text.startsWith(prefix)) {
      return;
    }
    int i = 0;
    while (i < text.length() && text.charAt(i) == prefix.charAt(i)) {
      i++;
    }
    throw unaligned(
        (rule + ", got \"%s\" in place of \"%s\" at char %d")
            .formatted(index, shown(text, i), shown(prefix, i), i));
  }

  private static String shown(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + SHOWN_CHARS)).replace("\n", "\\n");
  }

  static RowProblem unaligned(String message) {
    return new RowProblem(DropReason.UNALIGNED_TURN, message);
  }
}
