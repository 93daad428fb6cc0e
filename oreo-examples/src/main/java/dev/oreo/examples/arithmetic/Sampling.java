package dev.oreo.examples.arithmetic;

import com.google.common.primitives.Ints;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.data.JsonlWriter;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.Tokenizer;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.RolloutCollector;
import dev.oreo.rollout.RolloutConfig;
import dev.oreo.rollout.Rollouts;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.verify.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Has a policy solve problems, and the solutions verified: reward 1 if right, else 0. */
public final class Sampling {
  /** Enough for the longest solution with one step in each line: 8 lines of 7 tokens, 3 more. */
  public static final int MAX_NEW_TOKENS = 64;

  private static final int PROMPTS_PER_CALL = 375;

  private final Verifier verifier = new LastDigitVerifier();
  private final PrintWriter out;

  /**
   * Creates a sampler.
   *
   * @param out where progress is told
   */
  public Sampling(PrintWriter out) {
    this.out = out;
  }

  /**
   * Solves each problem with the best token always.
   *
   * @param checkpoint of the policy
   * @param problems what to solve
   * @return one solution of each problem
   * @throws IOException if the checkpoint cannot be read
   */
  public Rollouts greedy(HuggingFaceCheckpoint checkpoint, List<Problem> problems)
      throws IOException {
    return collect(checkpoint, problems, 1, GenerationConfig.GREEDY, 0);
  }

  /**
   * Draws solutions at temperature 1.
   *
   * @param checkpoint of the policy
   * @param problems what to solve
   * @param samples of each problem
   * @param seed of the samples
   * @return that many solutions of each problem
   * @throws IOException if the checkpoint cannot be read
   */
  public Rollouts sample(
      HuggingFaceCheckpoint checkpoint, List<Problem> problems, int samples, long seed)
      throws IOException {
    return collect(checkpoint, problems, samples, GenerationConfig.sampling(1), seed);
  }

  private Rollouts collect(
      HuggingFaceCheckpoint checkpoint,
      List<Problem> problems,
      int samples,
      GenerationConfig generation,
      long seed)
      throws IOException {
    RolloutConfig config =
        new RolloutConfig(
            samples, MAX_NEW_TOKENS, generation, StepSegmenter.NEWLINE, PROMPTS_PER_CALL, seed);
    Tokenizer tokenizer = checkpoint.tokenizer();
    try (DjlPolicy policy = checkpoint.loadPolicy(TinyModel.OPTIONS)) {
      return new RolloutCollector(policy, tokenizer, config)
          .collect(
              problems.stream().map(p -> tokenizer.encodePrompt(p.prompt()).tokenIds()).toList(),
              (problem, solution) ->
                  verifier.verify(solution.text(), problems.get(problem).reference()).score(),
              done -> tell(done, problems.size()));
    }
  }

  private void tell(int done, int problems) {
    if (problems > PROMPTS_PER_CALL) {
      out.printf("  %d of %d problems%n", done, problems);
    }
  }

  /**
   * Writes solutions as rows that {@code oreo train} reads.
   *
   * @param rollouts solutions
   * @param problems what they solve
   * @param file to write
   * @throws IOException if the file cannot be written
   */
  public static void write(Rollouts rollouts, List<Problem> problems, Path file)
      throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (Rollout rollout : rollouts.rollouts()) {
        writer.write(row(problems.get(rollout.prompt()), rollout));
      }
      writer.commit();
    }
  }

  private static JsonObject row(Problem problem, Rollout rollout) {
    int[] tokenIds = rollout.trajectory().tokenIds();
    int promptLength = tokenIds.length - rollout.generation().tokenIds().length;
    JsonObject row = new JsonObject();
    row.addProperty("prompt", problem.prompt());
    row.addProperty("response", rollout.generation().text());
    row.addProperty("reward", rollout.trajectory().reward());
    row.add("prompt_token_ids", array(Ints.asList(tokenIds).subList(0, promptLength)));
    row.add("response_token_ids", array(Ints.asList(rollout.generation().tokenIds())));
    return row;
  }

  private static JsonArray array(List<Integer> ids) {
    JsonArray array = new JsonArray(ids.size());
    ids.forEach(array::add);
    return array;
  }
}
