package dev.oreo.search;

import dev.oreo.internal.Seeds;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.ValueReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws N responses per prompt and values each: to be ranked by V, or counted by their answers.
 *
 * <p>As thread-safe as its generator and value function. Closes nothing.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.4</a>
 */
public final class BestOfN {
  private final TextGenerator generator;
  private final ValueReader valueFunction;
  private final BestOfNConfig config;

  /**
   * Creates a search.
   *
   * @param generator draws responses
   * @param valueFunction values them
   * @param config how many, how long, seed
   */
  public BestOfN(TextGenerator generator, ValueReader valueFunction, BestOfNConfig config) {
    this.generator = generator;
    this.valueFunction = valueFunction;
    this.config = config;
  }

  /**
   * Draws and values the responses of all prompts, in one call each of generator and value
   * function. The seed of each response is derived from the configuration's, the prompt's index and
   * its own.
   *
   * @param prompts token ids, each at least one
   * @return one per prompt, in order, with N responses
   * @throws IllegalStateException if V is not finite
   */
  public List<SampledAnswers> sample(List<int[]> prompts) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      for (int sample = 0; sample < config.samples(); sample++) {
        long seed = Seeds.derive(config.seed(), i, sample);
        requests.add(new GenerationRequest(prompts.get(i), config.maxNewTokens(), seed));
      }
    }
    List<Generation> generations = generator.generate(requests, config.generation());
    double[] values =
        ResponseValues.read(
            valueFunction,
            requests.stream().map(GenerationRequest::promptTokenIds).toList(),
            generations);
    return group(generations, values);
  }

  private List<SampledAnswers> group(List<Generation> generations, double[] values) {
    List<SampledAnswers> grouped = new ArrayList<>();
    for (int from = 0; from < values.length; from += config.samples()) {
      List<ScoredAnswer> answers = new ArrayList<>();
      for (int r = from; r < from + config.samples(); r++) {
        answers.add(new ScoredAnswer(generations.get(r), values[r]));
      }
      grouped.add(new SampledAnswers(answers));
    }
    return grouped;
  }
}
