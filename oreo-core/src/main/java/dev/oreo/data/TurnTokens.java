package dev.oreo.data;

import dev.oreo.model.TokenizedText;
import dev.oreo.trajectory.Step;
import java.util.ArrayList;
import java.util.List;

/** Finds the tokens of a conversation's turns. */
final class TurnTokens {
  private final String text;
  private final int[] starts;

  private TurnTokens(String text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /** One step per turn; the last has the reward. */
  static List<Step> steps(Conversation conversation, TokenizedText tokens, double reward)
      throws RowProblem {
    TurnTokens finder = new TurnTokens(conversation.text(), tokens.starts());
    List<Step> steps = new ArrayList<>();
    for (Conversation.Turn turn : conversation.turns()) {
      boolean last = steps.size() == conversation.turns().size() - 1;
      steps.add(new Step(finder.first(turn), finder.end(turn), last ? reward : 0));
    }
    return steps;
  }

  /* A token across this border is none that the policy, given the generation prompt, could choose. */
  private int first(Conversation.Turn turn) throws RowProblem {
    int first = firstFrom(turn.start());
    RowTrajectories.requirePrompt(first);
    if (first == starts.length || starts[first] != turn.start()) {
      throw Conversation.unaligned(
          "%s must begin where a token begins, got char %d within \"%s\""
              .formatted(turn.name(), turn.start(), tokenText(first - 1)));
    }
    return first;
  }

  /* A marker may take in the white space behind it; any other text is not the turn's. */
  private int end(Conversation.Turn turn) throws RowProblem {
    int end = firstFrom(turn.end());
    if (!text.substring(turn.end(), startOf(end)).isBlank()) {
      throw Conversation.unaligned(
          "%s must end where a token ends, got char %d within \"%s\""
              .formatted(turn.name(), turn.end(), tokenText(end - 1)));
    }
    return end;
  }

  /** The first token that begins at a char or after it. */
  private int firstFrom(int index) {
    int token = 0;
    while (token < starts.length && starts[token] < index) {
      token++;
    }
    return token;
  }

  private int startOf(int token) {
    return token < starts.length ? starts[token] : text.length();
  }

  private String tokenText(int token) {
    int start = token < 0 ? 0 : starts[token];
    return text.substring(start, startOf(token + 1)).replace("\n", "\\n");
  }
}
