package dev.oreo.examples.mathematics;

import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import java.util.ArrayList;
import java.util.List;

/**
 * How many problems a policy solves with the best token always.
 *
 * @param problems what to solve
 * @param grader how answers are graded
 * @param maxNewTokens longest response
 */
public record GreedyTest(List<MathProblem> problems, Grader grader, int maxNewTokens) {

  /** Copies the list. {@inheritDoc} */
  public GreedyTest {
    problems = List.copyOf(problems);
  }

  /**
   * Solves the problems.
   *
   * @param policy the policy
   * @param prompt how questions become its prompts
   * @return right answers of all
   */
  public Accuracy run(TextGenerator policy, ProblemPrompt prompt) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (MathProblem problem : problems) {
      requests.add(new GenerationRequest(prompt.tokenIds(problem), maxNewTokens, 0));
    }
    List<Generation> responses = policy.generate(requests, GenerationConfig.GREEDY);
    int right = 0;
    for (int i = 0; i < responses.size(); i++) {
      right += grader.grade(problems.get(i), responses.get(i).text()).right() ? 1 : 0;
    }
    return new Accuracy(right, problems.size());
  }
}
