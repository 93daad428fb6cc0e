package dev.oreo.examples.mathematics;

import dev.oreo.data.MathDataset;
import dev.oreo.data.MathProblem;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The tasks that have problems, prompts and graders. */
public enum MathTask {
  /** Grade-school word problems. */
  GSM8K(MathDataset.GSM8K, PromptStyle.CHAT, 1024),
  /** Competition problems. */
  MATH(MathDataset.MATH, PromptStyle.CHAT, 2048),
  /** The quickstart's last-digit chain, whose files have the form of GSM8K. */
  ARITHMETIC(MathDataset.GSM8K, PromptStyle.PLAIN, 64);

  private final MathDataset dataset;
  private final PromptStyle promptStyle;
  private final int maxNewTokens;

  MathTask(MathDataset dataset, PromptStyle promptStyle, int maxNewTokens) {
    this.dataset = dataset;
    this.promptStyle = promptStyle;
    this.maxNewTokens = maxNewTokens;
  }

  /**
   * Reads problems.
   *
   * @param file JSONL as the task's dataset has it
   * @return in the file's order
   * @throws IOException if the file cannot be read
   */
  public List<MathProblem> read(Path file) throws IOException {
    return dataset.read(file);
  }

  /**
   * Returns what a policy is told to do, where its prompt has a place for that.
   *
   * @return the dataset's instruction
   */
  public String instruction() {
    return dataset.instruction();
  }

  /**
   * Returns how responses are cut into steps.
   *
   * @return the dataset's rule
   */
  public StepSegmenter segmenter() {
    return dataset.segmenter();
  }

  /**
   * Returns the usual form of the prompt.
   *
   * @return the default
   */
  public PromptStyle promptStyle() {
    return promptStyle;
  }

  /**
   * Returns how many tokens a response may have unless something else is asked for.
   *
   * @return the default
   */
  public int maxNewTokens() {
    return maxNewTokens;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
