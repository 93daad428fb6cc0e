package dev.oreo.examples.quickstart;

import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.arithmetic.Problem;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.model.Tokenizer;
import dev.oreo.objective.Score;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.Rollouts;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Picks examples that show what was learnt. */
final class Showcase {
  private final List<Problem> problems;

  Showcase(List<Problem> problems) {
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns the solutions that some policies give to one problem: the first that imitation gets
   * wrong, so not a typical one.
   */
  String solutions(Map<Method, Rollouts> greedy) {
    int problem =
        Objects.requireNonNull(greedy.get(Method.IMITATION)).rollouts().stream()
            .filter(solution -> !solution.success())
            .map(Rollout::prompt)
            .findFirst()
            .orElse(0);
    StringBuilder text =
        new StringBuilder("The first held-out problem that imitation gets wrong: ")
            .append(problems.get(problem).prompt())
            .append('\n');
    greedy.forEach(
        (method, solutions) -> {
          Rollout solution = solutions.rollouts().get(problem);
          text.append("\n%s (%s)\n".formatted(method.label(), verdict(solution)));
          solution.generation().text().lines().forEach(l -> text.append("    " + l + "\n"));
        });
    return text.toString();
  }

  /**
   * Returns V along a right and a wrong solution of one problem: the first with both among the
   * samples. Empty if there is none.
   */
  List<ValueTrace> traces(Rollouts samples, HuggingFaceCheckpoint value) throws IOException {
    for (int problem = 0; problem < problems.size(); problem++) {
      Optional<Rollout> right = first(samples, problem, true);
      Optional<Rollout> wrong = first(samples, problem, false);
      if (right.isPresent() && wrong.isPresent()) {
        return traces(List.of(right.get(), wrong.get()), value);
      }
    }
    return List.of();
  }

  private static Optional<Rollout> first(Rollouts samples, int problem, boolean success) {
    return samples.rollouts().stream()
        .filter(r -> r.prompt() == problem && r.success() == success)
        .findFirst();
  }

  private List<ValueTrace> traces(List<Rollout> solutions, HuggingFaceCheckpoint checkpoint)
      throws IOException {
    List<ValueTrace> traces = new ArrayList<>();
    try (DjlValueFunction value = checkpoint.loadValueFunction(TinyModel.OPTIONS)) {
      for (Rollout solution : solutions) {
        Trajectory trajectory = solution.trajectory();
        double[] values = value.score(List.of(trajectory)).get(0).get(Score.VALUE);
        int start = trajectory.steps().get(0).firstPosition();
        traces.add(
            new ValueTrace(
                solution.success(),
                problems.get(solution.prompt()).prompt(),
                tokens(solution.generation().tokenIds(), checkpoint.tokenizer()),
                Arrays.copyOfRange(values, start, trajectory.positions())));
      }
    }
    return traces;
  }

  private static List<String> tokens(int[] tokenIds, Tokenizer tokenizer) {
    return Arrays.stream(tokenIds).mapToObj(id -> tokenizer.decode(new int[] {id})).toList();
  }

  private static String verdict(Rollout solution) {
    return solution.success() ? "right" : "wrong";
  }
}
