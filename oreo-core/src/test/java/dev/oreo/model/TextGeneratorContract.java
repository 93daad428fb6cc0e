package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.model.Generation.FinishReason;
import dev.oreo.objective.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend's {@link TextGenerator} must do, beside the {@link Policy} it samples from.
 */
public abstract class TextGeneratorContract {
  private static final int[] PROMPT = {1, 0, 2};
  private static final int NEW_TOKENS = 12;
  private static final int DRAWS = 2000;

  /* Standard errors that a frequency may be off: one in 2 million draws of the seeds would fail. */
  private static final double STANDARD_ERRORS = 5;

  private final OpenedResources opened = new OpenedResources();
  private TextGenerator generator = (requests, config) -> List.of();

  /** For subclasses. */
  protected TextGeneratorContract() {}

  /** Returns the generator under test. Closed by the contract if it can be. */
  protected abstract TextGenerator newGenerator();

  /** Returns the policy that the generator samples from; may be the same object. */
  protected abstract Policy policyOf(TextGenerator generator);

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  /** Returns the ids that end generation. */
  protected abstract Set<Integer> endTokenIds();

  /** Returns the tokenizer of the generated text. */
  protected abstract Tokenizer tokenizer();

  @BeforeEach
  final void open() {
    generator = opened.add(newGenerator());
  }

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  private Generation one(int[] prompt, int newTokens, long seed, GenerationConfig config) {
    return generator
        .generate(List.of(new GenerationRequest(prompt, newTokens, seed)), config)
        .get(0);
  }

  private static List<GenerationRequest> requests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int[] prompt = i % 3 == 0 ? PROMPT : IntStream.rangeClosed(0, i % 4).toArray();
      requests.add(new GenerationRequest(prompt, NEW_TOKENS - i, 7 + i / 2));
    }
    return requests;
  }

  @Test
  void generate_anyBatch_givesWhatEachRequestGivesAlone() {
    for (GenerationConfig config :
        List.of(
            GenerationConfig.GREEDY,
            GenerationConfig.sampling(1),
            new GenerationConfig(0.8, 3, 0.9, List.of()))) {
      List<Generation> together = generator.generate(requests(), config);

      assertThat(together).hasSize(requests().size());
      for (int i = 0; i < together.size(); i++) {
        GenerationRequest request = requests().get(i);
        Generation alone =
            one(request.promptTokenIds(), request.maxNewTokens(), request.seed(), config);
        assertThat(together.get(i).tokenIds()).as("request %d", i).isEqualTo(alone.tokenIds());
        assertThat(together.get(i).finishReason()).isEqualTo(alone.finishReason());
        assertThat(together.get(i).text()).isEqualTo(alone.text());
      }
    }
  }

  @Test
  void generate_withAListener_tellsEachRequestOnce() {
    GenerationConfig config = GenerationConfig.sampling(1);
    List<Generation> listed = generator.generate(requests(), config);
    Map<Integer, Generation> told = new HashMap<>();

    generator.generate(
        requests(),
        config,
        (request, generation) -> assertThat(told.put(request, generation)).isNull());

    assertThat(told).hasSameSizeAs(listed);
    for (int i = 0; i < listed.size(); i++) {
      Generation generation = Objects.requireNonNull(told.get(i));
      assertThat(generation.tokenIds()).as("request %d", i).isEqualTo(listed.get(i).tokenIds());
      assertThat(generation.text()).isEqualTo(listed.get(i).text());
      assertThat(generation.finishReason()).isEqualTo(listed.get(i).finishReason());
    }
  }

  @Test
  void generate_listenerThatThrows_endsTheGeneration() {
    assertThatThrownBy(
            () ->
                generator.generate(
                    requests(),
                    GenerationConfig.GREEDY,
                    (request, generation) -> {
                      throw new IllegalStateException("enough");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");

    assertThat(one(PROMPT, NEW_TOKENS, 0, GenerationConfig.GREEDY).tokenIds()).isNotEmpty();
  }

  @Test
  void generate_sameSeed_givesTheSameTokensAndOthersDiffer() {
    GenerationConfig config = GenerationConfig.sampling(1);

    assertThat(one(PROMPT, NEW_TOKENS, 5, config).tokenIds())
        .isEqualTo(one(PROMPT, NEW_TOKENS, 5, config).tokenIds());
    Set<List<Integer>> different = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      different.add(
          Arrays.stream(one(PROMPT, NEW_TOKENS, seed, config).tokenIds()).boxed().toList());
    }
    assertThat(different).hasSizeGreaterThan(5);
  }

  @Test
  void generate_greedy_takesTheMostLikelyTokenEachTime() {
    Generation generation = one(PROMPT, NEW_TOKENS, 0, GenerationConfig.GREEDY);
    int[] state = PROMPT;
    for (int token : generation.tokenIds()) {
      double[] probabilities = nextTokenProbabilities(state);
      double best = Arrays.stream(probabilities).max().orElseThrow();
      assertThat(probabilities[token]).isCloseTo(best, within(best * 1e-3)); // a near tie
      state = Arrays.copyOf(state, state.length + 1);
      state[state.length - 1] = token;
    }
  }

  @Test
  void generate_greedy_ignoresTheSeed() {
    assertThat(one(PROMPT, NEW_TOKENS, 1, GenerationConfig.GREEDY).tokenIds())
        .isEqualTo(one(PROMPT, NEW_TOKENS, 2, GenerationConfig.GREEDY).tokenIds());
  }

  @Test
  void generate_ends_atEndTokenOrLimit() {
    for (int seed = 0; seed < 50; seed++) {
      Generation generation = one(PROMPT, NEW_TOKENS, seed, GenerationConfig.sampling(1));
      int[] tokenIds = generation.tokenIds();
      boolean ended = endTokenIds().contains(tokenIds[tokenIds.length - 1]);

      assertThat(tokenIds).hasSizeBetween(1, NEW_TOKENS);
      assertThat(generation.finishReason())
          .isEqualTo(ended ? FinishReason.EOS : FinishReason.LENGTH);
      assertThat(ended || tokenIds.length == NEW_TOKENS).isTrue();
      assertThat(Arrays.stream(tokenIds).limit(tokenIds.length - 1))
          .noneMatch(endTokenIds()::contains);
      assertThat(generation.text()).isEqualTo(tokenizer().decode(tokenIds));
    }
  }

  @Test
  void generate_stopString_endsWhereTheTextFirstContainsIt() {
    Generation free = generationWithLetter();
    String stop = lastLetter(free.text()).orElseThrow();

    Generation stopped =
        one(
            PROMPT,
            NEW_TOKENS,
            seedWithLetter(),
            GenerationConfig.sampling(1).withStopStrings(List.of(stop)));

    assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP_STRING);
    assertThat(stopped.text()).contains(stop);
    assertThat(free.tokenIds()).startsWith(stopped.tokenIds());
    int[] shorter = Arrays.copyOf(stopped.tokenIds(), stopped.tokenIds().length - 1);
    assertThat(tokenizer().decode(shorter)).doesNotContain(stop);
  }

  private Generation generationWithLetter() {
    return one(PROMPT, NEW_TOKENS, seedWithLetter(), GenerationConfig.sampling(1));
  }

  /* A random model's text may hold no more than parts of characters. */
  private long seedWithLetter() {
    for (long seed = 0; seed < 200; seed++) {
      String text = one(PROMPT, NEW_TOKENS, seed, GenerationConfig.sampling(1)).text();
      if (lastLetter(text).isPresent()) {
        return seed;
      }
    }
    throw new AssertionError("no generation has a letter of the Latin alphabet");
  }

  private static Optional<String> lastLetter(String text) {
    return text.chars()
        .filter(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        .mapToObj(Character::toString)
        .reduce((first, second) -> second);
  }

  @Test
  void generate_frequencies_followThePolicy() {
    assertFrequencies(GenerationConfig.sampling(1), nextTokenProbabilities(PROMPT));
  }

  @Test
  void generate_frequenciesAtTemperature_followTheSharpenedPolicy() {
    double[] sharpened =
        Arrays.stream(nextTokenProbabilities(PROMPT)).map(p -> Math.pow(p, 1 / 0.5)).toArray();
    assertFrequencies(GenerationConfig.sampling(0.5), normalized(sharpened));
  }

  @Test
  void generate_frequenciesOfTopK_followTheBestTokensOnly() {
    double[] probabilities = nextTokenProbabilities(PROMPT);
    double[] kept = keepBest(probabilities, 2);
    assertFrequencies(new GenerationConfig(1, 2, 1, List.of()), normalized(kept));
  }

  @Test
  void generate_frequenciesOfTopP_followTheSmallestSetThatReachesIt() {
    double[] probabilities = nextTokenProbabilities(PROMPT);
    double[] sorted = Arrays.stream(probabilities).map(p -> -p).sorted().map(p -> -p).toArray();
    // half way into the third best token: reached by three tokens, not by two
    double topP = sorted[0] + sorted[1] + sorted[2] / 2;
    double[] kept = keepBest(probabilities, 3);
    assertFrequencies(new GenerationConfig(1, 0, topP, List.of()), normalized(kept));
  }

  @Test
  void generate_tokenOutsideTheVocabulary_isRejected() {
    for (int bad : new int[] {-1, vocabularySize()}) {
      assertThatThrownBy(() -> one(new int[] {0, bad}, 1, 0, GenerationConfig.GREEDY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(bad));
    }
  }

  @Test
  void generate_nothing_givesNothing() {
    assertThat(generator.generate(List.of(), GenerationConfig.GREEDY)).isEmpty();
  }

  private double[] nextTokenProbabilities(int[] state) {
    return policyOf(generator)
        .score(ContractExamples.everyToken(state, vocabularySize()), Set.of(Score.LOG_PROB))
        .stream()
        .mapToDouble(scores -> Math.exp(scores.get(Score.LOG_PROB)[state.length - 1]))
        .toArray();
  }

  private static double[] keepBest(double[] probabilities, int count) {
    double[] kept = new double[probabilities.length];
    IntStream.range(0, kept.length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -probabilities[j]))
        .limit(count)
        .forEach(j -> kept[j] = probabilities[j]);
    return kept;
  }

  private static double[] normalized(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  private void assertFrequencies(GenerationConfig config, double[] probabilities) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int seed = 0; seed < DRAWS; seed++) {
      requests.add(new GenerationRequest(PROMPT, 1, seed));
    }
    int[] counts = new int[vocabularySize()];
    generator.generate(requests, config).forEach(g -> counts[g.tokenIds()[0]]++);
    for (int token = 0; token < counts.length; token++) {
      double p = probabilities[token];
      double standardError = Math.sqrt(p * (1 - p) / DRAWS);
      assertThat((double) counts[token] / DRAWS)
          .as("frequency of token %d", token)
          .isCloseTo(p, within(STANDARD_ERRORS * standardError + (p > 0 ? 5.0 / DRAWS : 0)));
    }
  }
}
