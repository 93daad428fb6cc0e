package dev.oreo.data;

import dev.oreo.model.ChatMessage;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The datasets of mathematics in their own JSONL, and how the OREO paper asks and divides them.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2110.14168">Cobbe et al. 2021, GSM8K</a>
 * @see <a href="https://arxiv.org/abs/2103.03874">Hendrycks et al. 2021, MATH</a>
 */
public enum MathDataset {
  /**
   * Rows {@code {"question", "answer"}}, the answer being a solution that ends in {@code #### N}. A
   * step is a line.
   */
  GSM8K(
      "Please reason step by step, and put your final answer after ####, as in \"#### 0\".",
      StepSegmenter.NEWLINE) {
    @Override
    MathProblem problem(String id, RowFields fields) throws RowProblem {
      List<ChatMessage> messages = messages(fields);
      return new MathProblem(
          id,
          question(fields, "question", messages),
          fields.text("answer"),
          Optional.empty(),
          OptionalInt.empty(),
          messages);
    }
  },
  /**
   * Rows {@code {"problem", "solution", "level"}} with the subject in {@code "type"} or {@code
   * "subject"}, the first of them where both are there, and the name, if any, in {@code
   * "unique_id"}. The level is {@code "Level 3"} or 3; {@code "Level ?"} is none. The solution's
   * answer is in its last {@code \boxed}. A step is a sentence.
   */
  MATH(
      "Please reason step by step, and put your final answer within \\boxed{}.",
      StepSegmenter.SENTENCE) {
    @Override
    MathProblem problem(String id, RowFields fields) throws RowProblem {
      List<ChatMessage> messages = messages(fields);
      return new MathProblem(
          fields.has("unique_id") ? fields.text("unique_id") : id,
          question(fields, "problem", messages),
          fields.text("solution"),
          subject(fields),
          level(fields),
          messages);
    }
  };

  private static final Pattern LEVEL = Pattern.compile("Level ([1-5?])");

  private final String instruction;
  private final StepSegmenter segmenter;

  MathDataset(String instruction, StepSegmenter segmenter) {
    this.instruction = instruction;
    this.segmenter = segmenter;
  }

  abstract MathProblem problem(String id, RowFields fields) throws RowProblem;

  /**
   * Reads a file of the dataset in UTF-8, one row a line, blank lines skipped; other keys are
   * ignored. A row may have {@code "messages"} in place of the question: the whole conversation
   * that asks, written by the policy's chat template without an instruction of ours.
   *
   * @param file the JSONL file
   * @return one per row, in the file's order
   * @throws DataFormatException if a row breaks a rule, or if the file is not UTF-8
   * @throws IOException if the file cannot be read
   */
  public List<MathProblem> read(Path file) throws IOException {
    List<MathProblem> problems = new ArrayList<>();
    try (JsonlLines lines = new JsonlLines(file)) {
      while (lines.next()) {
        try {
          String id = file.getFileName() + ":" + lines.number();
          problems.add(problem(id, RowFields.parse(lines.text())));
        } catch (RowProblem problem) {
          throw new DataFormatException(file, lines.number(), problem.text());
        }
      }
    }
    return problems;
  }

  /**
   * Returns what a policy is told to do.
   *
   * @return the instruction; that of MATH is the paper's, that of GSM8K has its {@code #### 0} in
   *     words of our own
   */
  public String instruction() {
    return instruction;
  }

  /**
   * Returns how a response is cut into steps. Its {@link StepSegmenter#delimiters} end the steps of
   * a search.
   *
   * @return the paper's rule for the dataset
   */
  public StepSegmenter segmenter() {
    return segmenter;
  }

  private static List<ChatMessage> messages(RowFields fields) throws RowProblem {
    return fields.has(ChatMessages.KEY) ? ChatMessages.toAnswer(fields) : List.of();
  }

  private static String question(RowFields fields, String key, List<ChatMessage> messages)
      throws RowProblem {
    return messages.isEmpty() ? fields.text(key) : messages.get(messages.size() - 1).content();
  }

  private static Optional<String> subject(RowFields fields) throws RowProblem {
    for (String key : List.of("type", "subject")) {
      if (fields.has(key)) {
        return Optional.of(fields.text(key));
      }
    }
    return Optional.empty();
  }

  private static OptionalInt level(RowFields fields) throws RowProblem {
    if (!fields.has("level") || !fields.isText("level")) {
      return fields.positiveInt("level");
    }
    Matcher matcher = LEVEL.matcher(fields.text("level"));
    if (!matcher.matches()) {
      throw RowFields.malformed(
          "level must be a number or \"Level 1\" to \"Level 5\", got " + fields.text("level"));
    }
    return matcher.group(1).equals("?")
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(matcher.group(1)));
  }
}
