package dev.oreo.data;

import com.google.common.primitives.Ints;
import dev.oreo.model.DecodedText;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes trajectories of a row's prompt and answers, given as text or as token ids. */
final class RowTrajectories {
  private static final String PROMPT = "prompt";
  private static final String PROMPT_IDS = "prompt_token_ids";

  private final Tokenizer tokenizer;
  private final TrajectoryReaderOptions options;

  RowTrajectories(Tokenizer tokenizer, TrajectoryReaderOptions options) {
    this.tokenizer = tokenizer;
    this.options = options;
  }

  /** The prompt of a row that must have all the answers; token ids win where it has both forms. */
  RowPrompt prompt(RowFields fields, List<AnswerKeys> answers) throws RowProblem {
    List<String> texts = keys(PROMPT, answers.stream().map(AnswerKeys::text).toList());
    List<String> ids = keys(PROMPT_IDS, answers.stream().map(AnswerKeys::tokenIds).toList());
    if (ids.stream().allMatch(fields::has)) {
      return new RowPrompt(fields, fields.tokenIds(PROMPT_IDS), true);
    }
    if (texts.stream().allMatch(fields::has)) {
      return new RowPrompt(fields, tokenizer.encodePrompt(fields.text(PROMPT)).tokenIds(), false);
    }
    throw RowFields.malformed(
        "row must have %s, or %s, got the keys %s"
            .formatted(listed(texts), listed(ids), fields.object().keySet()));
  }

  private static List<String> keys(String first, List<String> others) {
    List<String> keys = new ArrayList<>(others);
    keys.add(0, first);
    return keys;
  }

  private static String listed(List<String> keys) {
    int last = keys.size() - 1;
    return String.join(", ", keys.subList(0, last)) + " and " + keys.get(last);
  }

  /** Prompt and one answer, within the limit. */
  Trajectory trajectory(String id, RowPrompt prompt, AnswerKeys keys, double reward)
      throws RowProblem {
    Answer answer =
        prompt.tokenForm() ? tokenAnswer(prompt, keys, reward) : textAnswer(prompt, keys, reward);
    int[] tokenIds = Ints.concat(prompt.tokenIds(), answer.tokenIds);
    return fitted(Trajectory.of(id, tokenIds, answer.steps), keys);
  }

  /* Its steps index the whole row, so the prompt's length is checked before there are any. */
  private Answer textAnswer(RowPrompt prompt, AnswerKeys keys, double reward) throws RowProblem {
    String text = prompt.fields().text(keys.text());
    if (prompt.fields().has(keys.steps())) {
      throw RowFields.malformed(
          "%s must come with %s, got a text row".formatted(keys.steps(), keys.tokenIds()));
    }
    TokenizedText answer = tokenizer.encode(text);
    int length = answer.tokenIds().length;
    requirePrompt(prompt.length());
    requireAnswer(keys.text(), options.allowEmptyResponse() ? length + 1 : length);
    requireRoom(prompt.length());
    int[] tokenIds = Arrays.copyOf(answer.tokenIds(), length + 1);
    tokenIds[length] = tokenizer.endOfTextId();
    int[] starts = Arrays.copyOf(answer.starts(), length + 1);
    starts[length] = text.length();
    return new Answer(tokenIds, options.segmenter().steps(starts, text, prompt.length(), reward));
  }

  private Answer tokenAnswer(RowPrompt prompt, AnswerKeys keys, double reward) throws RowProblem {
    int[] tokenIds = prompt.fields().tokenIds(keys.tokenIds());
    requirePrompt(prompt.length());
    requireAnswer(keys.text(), tokenIds.length);
    requireRoom(prompt.length());
    if (prompt.fields().has(keys.steps())) {
      return new Answer(tokenIds, givenSteps(prompt, keys, tokenIds.length, reward));
    }
    DecodedText decoded = DecodedText.of(tokenizer, tokenIds);
    return new Answer(
        tokenIds,
        options.segmenter().steps(decoded.starts(), decoded.text(), prompt.length(), reward));
  }

  static void requirePrompt(int length) throws RowProblem {
    if (length == 0) {
      throw RowFields.malformed("prompt must have at least one token, got none");
    }
  }

  private static void requireAnswer(String name, int length) throws RowProblem {
    if (length == 0) {
      throw new RowProblem(
          DropReason.EMPTY_RESPONSE, name + " must have at least one token, got none");
    }
  }

  void requireRoom(int promptLength) throws RowProblem {
    if (promptLength >= options.maxLength()) {
      throw new RowProblem(
          DropReason.PROMPT_TOO_LONG,
          "prompt must be shorter than maxLength, got %d tokens and maxLength %d"
              .formatted(promptLength, options.maxLength()));
    }
  }

  private static List<Step> givenSteps(
      RowPrompt prompt, AnswerKeys keys, int answerLength, double reward) throws RowProblem {
    List<int[]> spans = prompt.fields().spans(keys.steps());
    if (spans.isEmpty()) {
      throw RowFields.malformed(keys.steps() + " must hold at least one span, got []");
    }
    List<Step> steps = new ArrayList<>();
    int previousEnd = 0;
    for (int[] span : spans) {
      if (span[0] < previousEnd || span[1] <= span[0] || span[1] > answerLength) {
        throw RowFields.malformed(
            "%s must be in order, disjoint, not empty and within the %d %s tokens, got %s after %d"
                .formatted(
                    keys.steps(), answerLength, keys.text(), Arrays.toString(span), previousEnd));
      }
      boolean last = steps.size() == spans.size() - 1;
      steps.add(new Step(prompt.length() + span[0], prompt.length() + span[1], last ? reward : 0));
      previousEnd = span[1];
    }
    return steps;
  }

  /** The trajectory within the limit, cut to it if the options say so. */
  Trajectory fitted(Trajectory whole, AnswerKeys keys) throws RowProblem {
    int limit = options.maxLength();
    if (whole.length() <= limit) {
      return whole;
    }
    if (options.overlong() != OverlongRows.TRUNCATE) {
      throw new RowProblem(
          DropReason.TOO_LONG,
          "%s must have at most maxLength tokens, got %d and maxLength %d"
              .formatted(keys.whole(), whole.length(), limit));
    }
    int firstAction = whole.steps().get(0).start();
    if (firstAction >= limit) {
      throw new RowProblem(
          DropReason.PROMPT_TOO_LONG,
          "%s must be within maxLength, got token %d and maxLength %d"
              .formatted(keys.firstAction(), firstAction, limit));
    }
    return whole.truncate(limit);
  }

  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Answer(int[] tokenIds, List<Step> steps) {}
}
