package dev.oreo.rollout;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Seeds;
import dev.oreo.model.DecodedText;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Draws several responses to each prompt and makes trajectories of them.
 *
 * <p>A trajectory has the token ids exactly as drawn, the end token included where there is one;
 * nothing is tokenized again, and nothing appended. As thread-safe as its generator. Closes
 * nothing.
 */
public final class RolloutCollector {
  private final TextGenerator generator;
  private final Tokenizer tokenizer;
  private final RolloutConfig config;

  /**
   * Creates a collector.
   *
   * @param generator the policy to sample from
   * @param tokenizer its tokenizer, for finding steps
   * @param config how many, how long, seed
   */
  public RolloutCollector(TextGenerator generator, Tokenizer tokenizer, RolloutConfig config) {
    this.generator = generator;
    this.tokenizer = tokenizer;
    this.config = config;
  }

  /**
   * Draws the responses of all prompts. The seed of each is derived from the configuration's, the
   * prompt's index and its own.
   *
   * @param prompts token ids, each at least one
   * @param reward what each response earns
   * @param promptsDone told how many prompts are done after each call of the generator
   * @return K per prompt
   * @throws IllegalArgumentException if a reward is not finite
   */
  public Rollouts collect(List<int[]> prompts, RewardFunction reward, IntConsumer promptsDone) {
    List<Rollout> rollouts = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += config.promptsPerCall()) {
      int to = Math.min(prompts.size(), from + config.promptsPerCall());
      List<Generation> generations =
          generator.generate(requests(prompts, from, to), config.generation());
      for (int i = 0; i < generations.size(); i++) {
        int prompt = from + i / config.samplesPerPrompt();
        int sample = i % config.samplesPerPrompt();
        rollouts.add(rollout(prompts.get(prompt), prompt, sample, generations.get(i), reward));
      }
      promptsDone.accept(to);
    }
    return new Rollouts(rollouts);
  }

  /**
   * Draws responses and tells each as soon as it has ended, for work that is kept while it goes on
   * and may be taken up again. Which responses are drawn changes none of them: the seed of each is
   * that of {@link #collect(List, RewardFunction, IntConsumer)}. All are given to the generator at
   * once.
   *
   * @param prompts token ids, each at least one
   * @param reward what each response earns
   * @param wanted which responses to draw
   * @param finished told once for each of them, in any order, by the calling thread; what it throws
   *     ends the work
   * @throws IllegalArgumentException if a reward is not finite
   */
  public void collect(
      List<int[]> prompts,
      RewardFunction reward,
      SampleSelection wanted,
      Consumer<Rollout> finished) {
    List<GenerationRequest> requests = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (int prompt = 0; prompt < prompts.size(); prompt++) {
      for (int sample = 0; sample < config.samplesPerPrompt(); sample++) {
        if (wanted.includes(prompt, sample)) {
          requests.add(request(prompts, prompt, sample));
          places.add(new int[] {prompt, sample});
        }
      }
    }
    generator.generate(
        requests,
        config.generation(),
        (request, generation) -> {
          int prompt = places.get(request)[0];
          int sample = places.get(request)[1];
          finished.accept(rollout(prompts.get(prompt), prompt, sample, generation, reward));
        });
  }

  private List<GenerationRequest> requests(List<int[]> prompts, int from, int to) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int prompt = from; prompt < to; prompt++) {
      for (int sample = 0; sample < config.samplesPerPrompt(); sample++) {
        requests.add(request(prompts, prompt, sample));
      }
    }
    return requests;
  }

  private GenerationRequest request(List<int[]> prompts, int prompt, int sample) {
    long seed = Seeds.derive(config.seed(), prompt, sample);
    return new GenerationRequest(prompts.get(prompt), config.maxNewTokens(), seed);
  }

  private Rollout rollout(
      int[] promptIds, int prompt, int sample, Generation generation, RewardFunction reward) {
    DecodedText decoded = DecodedText.of(tokenizer, generation.tokenIds());
    List<Step> steps =
        config
            .segmenter()
            .steps(
                decoded.starts(),
                decoded.text(),
                promptIds.length,
                reward.reward(prompt, generation));
    Trajectory trajectory =
        Trajectory.of(
            "rollout-" + prompt + "-" + sample,
            Ints.concat(promptIds, generation.tokenIds()),
            steps);
    return new Rollout(prompt, sample, generation, trajectory);
  }
}
