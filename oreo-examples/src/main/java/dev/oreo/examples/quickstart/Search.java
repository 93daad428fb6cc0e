package dev.oreo.examples.quickstart;

import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.examples.arithmetic.LastDigitVerifier;
import dev.oreo.examples.arithmetic.Problem;
import dev.oreo.examples.arithmetic.Sampling;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.Tokenizer;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.BestOfN;
import dev.oreo.search.BestOfNConfig;
import dev.oreo.search.SampledAnswers;
import dev.oreo.search.ScoredAnswer;
import dev.oreo.search.SearchResult;
import dev.oreo.search.ValueGuidedBeamSearch;
import dev.oreo.verify.Verifier;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Ways to spend more computation on a problem, with the value function's help. */
final class Search {
  private static final int MAX_STEPS = 20;
  private static final GenerationConfig SAMPLING = GenerationConfig.sampling(1);

  private final Verifier verifier = new LastDigitVerifier();
  private final ActorCritic pair;
  private final List<Problem> problems;
  private final long seed;

  Search(ActorCritic pair, List<Problem> problems, long seed) {
    this.pair = pair;
    this.problems = List.copyOf(problems);
    this.seed = seed;
  }

  /** Returns the accuracy of each method that searches. */
  Map<Method, Accuracy> run(int beam, int candidates) throws IOException {
    Tokenizer tokenizer = pair.policy().tokenizer();
    List<int[]> prompts =
        problems.stream().map(p -> tokenizer.encodePrompt(p.prompt()).tokenIds()).toList();
    try (DjlPolicy policy = pair.policy().loadPolicy(TinyModel.OPTIONS);
        DjlValueFunction value = pair.value().loadValueFunction(TinyModel.OPTIONS);
        GenerationSession session = policy.openGenerationSession();
        ValueSession values = value.openValueSession()) {
      List<SearchResult> found =
          new ValueGuidedBeamSearch(session, values, tokenizer, beamConfig(beam)).search(prompts);
      List<SampledAnswers> sampled =
          new BestOfN(session, values, bestOfNConfig(candidates)).sample(prompts);

      Map<Method, Accuracy> accuracies = new EnumMap<>(Method.class);
      accuracies.put(Method.BEAM, accuracy(i -> answer(found.get(i))));
      accuracies.put(Method.BEST_OF_N, accuracy(i -> answer(sampled.get(i).best())));
      accuracies.put(Method.MAJORITY, accuracy(i -> sampled.get(i).majority(this::answer)));
      accuracies.put(
          Method.WEIGHTED_MAJORITY,
          accuracy(i -> sampled.get(i).valueWeightedMajority(this::answer)));
      return accuracies;
    }
  }

  private BeamSearchConfig beamConfig(int beam) {
    return new BeamSearchConfig(
        beam,
        MAX_STEPS,
        Sampling.MAX_NEW_TOKENS,
        Sampling.MAX_NEW_TOKENS,
        SAMPLING.withStopStrings(List.of("\n")),
        seed);
  }

  private BestOfNConfig bestOfNConfig(int candidates) {
    return new BestOfNConfig(candidates, Sampling.MAX_NEW_TOKENS, SAMPLING, seed);
  }

  private Accuracy accuracy(IntFunction<Optional<String>> answers) {
    int correct = 0;
    for (int i = 0; i < problems.size(); i++) {
      correct += answers.apply(i).equals(Optional.of(problems.get(i).reference())) ? 1 : 0;
    }
    return new Accuracy(correct, problems.size());
  }

  /** A search without a finished candidate has no answer. */
  private Optional<String> answer(SearchResult result) {
    return result.finished() ? answer(result.text()) : Optional.empty();
  }

  private Optional<String> answer(ScoredAnswer best) {
    return answer(best.generation().text());
  }

  private Optional<String> answer(String solution) {
    return verifier.verify(solution, "").extracted();
  }
}
