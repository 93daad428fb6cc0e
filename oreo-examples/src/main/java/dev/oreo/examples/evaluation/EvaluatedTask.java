package dev.oreo.examples.evaluation;

import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.examples.mathematics.Grader;
import dev.oreo.trajectory.StepSegmenter;
import java.util.List;

/**
 * What an evaluation asks, and how it judges.
 *
 * @param problems what to solve, at least one
 * @param prompt how it is asked
 * @param grader how answers are graded
 * @param segmenter how responses are cut into steps
 * @param maxNewTokens longest response
 */
public record EvaluatedTask(
    List<MathProblem> problems,
    ProblemPrompt prompt,
    Grader grader,
    StepSegmenter segmenter,
    int maxNewTokens) {

  /** Copies the list. {@inheritDoc} */
  public EvaluatedTask {
    problems = List.copyOf(problems);
  }

  /** Returns the prompt of each problem. */
  List<int[]> prompts() {
    return problems.stream().map(prompt::tokenIds).toList();
  }
}
