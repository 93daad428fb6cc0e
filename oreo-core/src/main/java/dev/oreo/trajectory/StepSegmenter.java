package dev.oreo.trajectory;

import com.google.common.collect.ImmutableList;
import dev.oreo.internal.Checks;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a response's text into reasoning steps, and its tokens along with them.
 *
 * <p>A delimiter belongs to the step it ends, so the steps' texts joined give the response back; a
 * response that ends in a delimiter has no empty step after it. Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.2 and appendix</a>
 */
public enum StepSegmenter {
  /** The whole response is one step. */
  WHOLE(ImmutableList.of()),
  /**
   * A line is a step: it ends after a newline. An empty line is a step of its own. The authors'
   * rule for GSM8K.
   */
  NEWLINE(ImmutableList.of("\n")),
  /**
   * A sentence is a step: it ends after a newline, {@code ". "} or {@code ".$ "}. A decimal point
   * ends nothing, an abbreviation with a space after it does. The authors' rule for MATH.
   */
  SENTENCE(ImmutableList.of("\n", ". ", ".$ "));

  private final ImmutableList<String> delimiters;

  StepSegmenter(ImmutableList<String> delimiters) {
    this.delimiters = delimiters;
  }

  /**
   * Returns the texts that end a step.
   *
   * @return none for {@link #WHOLE}
   */
  public List<String> delimiters() {
    return delimiters;
  }

  /**
   * Returns where the steps of a text begin.
   *
   * @param text the response, without end of text token
   * @return index of each step's first {@code char}, increasing; the first is 0, also for an empty
   *     text
   */
  public List<Integer> starts(String text) {
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    for (int i = 0; i < text.length(); i++) {
      for (String delimiter : delimiters) {
        int end = i + delimiter.length();
        if (end < text.length() && text.startsWith(delimiter, i)) {
          starts.add(end);
        }
      }
    }
    return List.copyOf(starts);
  }

  /**
   * Returns the steps of a tokenized response as spans of a trajectory's tokens.
   *
   * <p>A step begins with the token that holds its first character. Every token belongs to exactly
   * one step: steps that would begin with the same token are one, and a blank step (an empty line)
   * whose first token began in the step before is part of that step. A last token that begins at
   * the text's end, such as end of text, belongs to the last step.
   *
   * @param tokenStarts index of each token's first {@code char} in the text, non-decreasing, at
   *     least one; tokens that are parts of one character share its index
   * @param text the response, without end of text token
   * @param offset index of the response's first token in the trajectory, at least 1
   * @param terminalReward reward of the last step; the others have 0
   * @return adjacent steps from {@code offset} to {@code offset + tokenStarts.length}
   * @throws IllegalArgumentException if there is no token, a start decreases or leaves the text, or
   *     {@code offset} or {@code terminalReward} is not a {@link Step}'s
   */
  public List<Step> steps(int[] tokenStarts, String text, int offset, double terminalReward) {
    requireStarts(tokenStarts, text);
    List<Integer> firstTokens = firstTokens(tokenStarts, text);
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < firstTokens.size(); k++) {
      boolean last = k == firstTokens.size() - 1;
      int end = last ? tokenStarts.length : firstTokens.get(k + 1);
      steps.add(new Step(offset + firstTokens.get(k), offset + end, last ? terminalReward : 0));
    }
    return List.copyOf(steps);
  }

  private List<Integer> firstTokens(int[] tokenStarts, String text) {
    List<Integer> starts = starts(text);
    List<Integer> firstTokens = new ArrayList<>();
    firstTokens.add(0);
    for (int k = 1; k < starts.size(); k++) {
      int start = starts.get(k);
      int end = k + 1 < starts.size() ? starts.get(k + 1) : text.length();
      int token = tokenHolding(start, tokenStarts);
      boolean inPreviousStep = tokenStarts[token] < start && text.substring(start, end).isBlank();
      if (token > firstTokens.get(firstTokens.size() - 1) && !inPreviousStep) {
        firstTokens.add(token);
      }
    }
    return firstTokens;
  }

  /** The first token that begins at the character, else the last that begins before it. */
  private static int tokenHolding(int character, int[] tokenStarts) {
    int token = 0;
    for (int i = 1; i < tokenStarts.length && tokenStarts[i] <= character; i++) {
      if (tokenStarts[i] < character || tokenStarts[token] < character) {
        token = i;
      }
    }
    return token;
  }

  private static void requireStarts(int[] tokenStarts, String text) {
    Checks.argument(tokenStarts.length > 0, "tokenStarts must not be empty");
    int previous = 0;
    for (int start : tokenStarts) {
      Checks.argument(
          start >= previous && start <= text.length(),
          "tokenStarts must be non-decreasing within the %d chars of the text, got %d after %d",
          text.length(),
          start,
          previous);
      previous = start;
    }
  }
}
