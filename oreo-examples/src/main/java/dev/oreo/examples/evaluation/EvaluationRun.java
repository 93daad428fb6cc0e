package dev.oreo.examples.evaluation;

import com.google.common.collect.Lists;
import com.google.gson.JsonObject;
import dev.oreo.examples.mathematics.GradedRollouts;
import dev.oreo.examples.mathematics.RolloutRun;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import dev.oreo.model.ValueReader;
import dev.oreo.rollout.RolloutConfig;
import dev.oreo.search.ResponseValues;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws and grades the answers of an evaluation. Each is kept in a file of the folder as soon as it
 * is drawn, and not drawn again.
 */
public final class EvaluationRun {
  /** Responses whose V is read between two lines of progress. */
  private static final int CHUNK = 256;

  private final EvaluatedTask task;
  private final TextGenerator policy;
  private final Tokenizer tokenizer;
  private final PrintWriter out;

  /**
   * Prepares a run.
   *
   * @param task what is asked, and how it is graded
   * @param policy who answers
   * @param tokenizer the policy's
   * @param out where progress is told
   */
  public EvaluationRun(
      EvaluatedTask task, TextGenerator policy, Tokenizer tokenizer, PrintWriter out) {
    this.task = task;
    this.policy = policy;
    this.tokenizer = tokenizer;
    this.out = out;
  }

  /**
   * Answers each problem with the best token always.
   *
   * @param kept file of the answers
   * @param settings what determines them
   * @return one per problem, in order
   * @throws IOException if the file cannot be read or written
   */
  public List<GradedAnswer> greedy(Path kept, JsonObject settings) throws IOException {
    out.printf("greedy: %,d responses%n", task.problems().size());
    return draw(kept, settings, config(1, GenerationConfig.GREEDY, 0)).stream()
        .map(answers -> answers.get(0))
        .toList();
  }

  /**
   * Draws several answers to each problem.
   *
   * @param kept file of the answers
   * @param settings what determines them
   * @param config how many, how they are drawn, seed
   * @return per problem, in order, its answers as drawn
   * @throws IOException if the file cannot be read or written
   */
  public List<List<GradedAnswer>> samples(Path kept, JsonObject settings, Sampling config)
      throws IOException {
    out.printf(
        "samples: %,d x %,d responses%n", task.problems().size(), config.samplesPerProblem());
    return draw(
        kept, settings, config(config.samplesPerProblem(), config.generation(), config.seed()));
  }

  /**
   * How samples are drawn.
   *
   * @param samplesPerProblem how many, at least 1
   * @param generation temperature and cut-offs
   * @param seed of all draws
   */
  public record Sampling(int samplesPerProblem, GenerationConfig generation, long seed) {}

  private RolloutConfig config(int samples, GenerationConfig generation, long seed) {
    return new RolloutConfig(
        samples, task.maxNewTokens(), generation, task.segmenter(), Integer.MAX_VALUE, seed);
  }

  private List<List<GradedAnswer>> draw(Path kept, JsonObject settings, RolloutConfig config)
      throws IOException {
    try (GradedRollouts rollouts = GradedRollouts.open(kept, settings)) {
      new RolloutRun(task.problems(), task.prompt(), task.grader(), config, out)
          .run(policy, tokenizer, rollouts);
      List<List<GradedAnswer>> answers = new ArrayList<>();
      for (int problem = 0; problem < task.problems().size(); problem++) {
        List<GradedAnswer> ofProblem = new ArrayList<>();
        for (int sample = 0; sample < config.samplesPerPrompt(); sample++) {
          ofProblem.add(GradedAnswer.of(rollouts.row(problem, sample)));
        }
        answers.add(List.copyOf(ofProblem));
      }
      return answers;
    }
  }

  /**
   * Reads V of answers.
   *
   * @param samples per problem its answers, as many of each
   * @param valueFunction reads V; a session of one reads each prompt once
   * @return the same with V
   */
  public List<List<GradedAnswer>> valued(
      List<List<GradedAnswer>> samples, ValueReader valueFunction) {
    int each = samples.get(0).size();
    List<int[]> prompts =
        task.prompts().stream()
            .flatMap(prompt -> IntStream.range(0, each).mapToObj(sample -> prompt))
            .toList();
    List<GradedAnswer> all = samples.stream().flatMap(List::stream).toList();
    List<GradedAnswer> valued = new ArrayList<>();
    for (List<GradedAnswer> chunk : Lists.partition(all, CHUNK)) {
      List<Generation> responses = chunk.stream().map(GradedAnswer::generation).toList();
      int from = valued.size();
      double[] values =
          ResponseValues.read(valueFunction, prompts.subList(from, from + chunk.size()), responses);
      for (int i = 0; i < values.length; i++) {
        valued.add(chunk.get(i).withValue(values[i]));
      }
      out.printf("V of %,d of %,d responses%n", valued.size(), all.size());
      out.flush();
    }
    return List.copyOf(Lists.partition(valued, each));
  }
}
