package dev.oreo.data;

import dev.oreo.model.DecodedText;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads trajectories from a JSONL file in UTF-8, one row a line, blank lines skipped.
 *
 * <p>A text row is
 *
 * <pre>{"prompt": "...", "response": "...", "reward": 1}</pre>
 *
 * and becomes the prompt's ids (with the special tokens that the tokenizer's own post-processor
 * adds), the response's ids (none added) and the end of text token. A token row is
 *
 * <pre>
 * {"prompt_token_ids": [..], "response_token_ids": [..], "reward": 1}</pre>
 *
 * and is taken as it is, nothing appended; it wins where a row has both forms. A token row may give
 * {@code "steps"}: half-open spans {@code [[start, end], ...]} counted from the response's first
 * token, in order and disjoint; tokens between them are observations. Without it the segmenter cuts
 * the response's text. The reward is earned at the end of the last step. Other keys are ignored.
 */
public final class TrajectoryReader {
  private final Path file;
  private final Tokenizer tokenizer;
  private final TrajectoryReaderOptions options;

  private TrajectoryReader(Path file, Tokenizer tokenizer, TrajectoryReaderOptions options) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.options = options;
  }

  /**
   * Reads a whole file.
   *
   * @param file the JSONL file
   * @param tokenizer the policy's
   * @param options the limit, what to do with rows that break a rule
   * @return the rows taken, and how many were left out for each reason
   * @throws DataFormatException if a row breaks a rule and no option asks to leave it out, or if
   *     the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public static TrajectoryFile read(Path file, Tokenizer tokenizer, TrajectoryReaderOptions options)
      throws IOException {
    return new TrajectoryReader(file, tokenizer, options).readAll();
  }

  private TrajectoryFile readAll() throws IOException {
    List<TrajectoryRow> rows = new ArrayList<>();
    Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    int truncated = 0;
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next()) {
        try {
          TrajectoryRow row = row(lines.number(), RowFields.parse(lines.text()));
          rows.add(row);
          truncated += row.trajectory().truncated() ? 1 : 0;
        } catch (RowProblem problem) {
          if (!drops(problem.reason())) {
            throw new DataFormatException(file, lines.number(), problem.text());
          }
          dropped.merge(problem.reason(), 1, Integer::sum);
        }
      }
    }
    return new TrajectoryFile(rows, dropped, truncated);
  }

  private boolean drops(DropReason reason) {
    return switch (reason) {
      case MALFORMED, BAD_REWARD, EMPTY_RESPONSE -> options.skipInvalid();
      case PROMPT_TOO_LONG, TOO_LONG ->
          options.skipInvalid() || options.overlong() == OverlongRows.DROP;
    };
  }

  private TrajectoryRow row(long line, RowFields fields) throws RowProblem {
    double reward = fields.reward(options.requireReward());
    Response response;
    int[] prompt;
    if (fields.has("prompt_token_ids") && fields.has("response_token_ids")) {
      prompt = fields.tokenIds("prompt_token_ids");
      response = tokenResponse(fields, prompt.length, reward);
    } else if (fields.has("prompt") && fields.has("response")) {
      prompt = tokenizer.encodePrompt(fields.text("prompt")).tokenIds();
      response = textResponse(fields, prompt.length, reward);
    } else {
      throw RowFields.malformed(
          "row must have prompt and response, or prompt_token_ids and response_token_ids,"
              + " got the keys "
              + fields.object().keySet());
    }
    int[] tokenIds = Arrays.copyOf(prompt, prompt.length + response.tokenIds.length);
    System.arraycopy(response.tokenIds, 0, tokenIds, prompt.length, response.tokenIds.length);
    Trajectory whole = Trajectory.of(file.getFileName() + ":" + line, tokenIds, response.steps);
    return new TrajectoryRow(line, fitted(whole), prompt.length);
  }

  /* Its steps index the whole row, so the prompt's length is checked before there are any. */
  private Response textResponse(RowFields fields, int promptLength, double reward)
      throws RowProblem {
    String text = fields.text("response");
    if (fields.has("steps")) {
      throw RowFields.malformed("steps must come with response_token_ids, got a text row");
    }
    TokenizedText response = tokenizer.encode(text);
    int length = response.tokenIds().length;
    checkLengths(promptLength, options.allowEmptyResponse() ? length + 1 : length);
    int[] tokenIds = Arrays.copyOf(response.tokenIds(), length + 1);
    tokenIds[length] = tokenizer.endOfTextId();
    int[] starts = Arrays.copyOf(response.starts(), length + 1);
    starts[length] = text.length();
    return new Response(tokenIds, options.segmenter().steps(starts, text, promptLength, reward));
  }

  private Response tokenResponse(RowFields fields, int promptLength, double reward)
      throws RowProblem {
    int[] tokenIds = fields.tokenIds("response_token_ids");
    checkLengths(promptLength, tokenIds.length);
    if (fields.has("steps")) {
      return new Response(tokenIds, givenSteps(fields, promptLength, tokenIds.length, reward));
    }
    DecodedText decoded = DecodedText.of(tokenizer, tokenIds);
    return new Response(
        tokenIds,
        options.segmenter().steps(decoded.starts(), decoded.text(), promptLength, reward));
  }

  private void checkLengths(int promptLength, int responseLength) throws RowProblem {
    if (promptLength == 0) {
      throw RowFields.malformed("prompt must have at least one token, got none");
    }
    if (responseLength == 0) {
      throw new RowProblem(
          DropReason.EMPTY_RESPONSE, "response must have at least one token, got none");
    }
    if (promptLength >= options.maxLength()) {
      throw new RowProblem(
          DropReason.PROMPT_TOO_LONG,
          "prompt must be shorter than maxLength, got "
              + promptLength
              + " tokens and maxLength "
              + options.maxLength());
    }
  }

  private static List<Step> givenSteps(
      RowFields fields, int promptLength, int responseLength, double reward) throws RowProblem {
    List<int[]> spans = fields.spans("steps");
    if (spans.isEmpty()) {
      throw RowFields.malformed("steps must hold at least one span, got []");
    }
    List<Step> steps = new ArrayList<>();
    int previousEnd = 0;
    for (int[] span : spans) {
      if (span[0] < previousEnd || span[1] <= span[0] || span[1] > responseLength) {
        throw RowFields.malformed(
            "steps must be in order, disjoint, not empty and within the %d response tokens, got %s after %d"
                .formatted(responseLength, Arrays.toString(span), previousEnd));
      }
      boolean last = steps.size() == spans.size() - 1;
      steps.add(new Step(promptLength + span[0], promptLength + span[1], last ? reward : 0));
      previousEnd = span[1];
    }
    return steps;
  }

  private Trajectory fitted(Trajectory whole) throws RowProblem {
    int limit = options.maxLength();
    if (whole.length() <= limit) {
      return whole;
    }
    if (options.overlong() != OverlongRows.TRUNCATE) {
      throw new RowProblem(
          DropReason.TOO_LONG,
          "row must have at most maxLength tokens, got "
              + whole.length()
              + " and maxLength "
              + limit);
    }
    int firstAction = whole.steps().get(0).start();
    if (firstAction >= limit) {
      throw new RowProblem(
          DropReason.PROMPT_TOO_LONG,
          "first action must be within maxLength, got token "
              + firstAction
              + " and maxLength "
              + limit);
    }
    return whole.truncate(limit);
  }

  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Response(int[] tokenIds, List<Step> steps) {}
}
