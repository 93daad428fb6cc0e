package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Ints;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.ValueReader;
import dev.oreo.model.ValueSession;
import dev.oreo.objective.Score;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.SearchResult;
import dev.oreo.search.ValueGuidedBeamSearch;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on the engine: bfloat16, memory, search. */
final class DjlSessionTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final ModelOptions BF16 = ModelOptions.cpu(Precision.BF16);

  /** Eight bits of fraction, through two layers with large weights. */
  private static final double BFLOAT16 = 0.2;

  /** Another order of sums, through two layers with large weights. */
  private static final double FLOAT32 = 2e-5;

  private static final int MEMORY_TURNS = 200;

  @TempDir private Path folder;

  @Test
  void values_bf16_areCloseToThoseInOneReading() throws IOException {
    Random random = new Random(1);
    try (DjlValueFunction value =
            TinyCheckpoint.createValue(folder, "qwen2", 3).loadValueFunction(BF16);
        ValueSession session = value.openValueSession()) {
      int[] state = {1, 2, 3};
      for (int turn = 0; turn < 10; turn++) {
        state = Ints.concat(state, random.ints(5, 0, TinyCheckpoint.VOCABULARY).toArray());
        assertThat(session.values(List.of(state))[0])
            .isCloseTo(value.values(List.of(state))[0], within(BFLOAT16));
      }
    }
  }

  @Test
  void generate_bf16_takesTokensThatAreNearlyTheMostLikely() throws IOException {
    try (DjlPolicy policy = TinyCheckpoint.create(folder, "llama", false, 4).loadPolicy(BF16);
        GenerationSession session = policy.openGenerationSession()) {
      int[] prompt = {1, 2, 3};
      for (int turn = 0; turn < 8; turn++) {
        GenerationRequest request = new GenerationRequest(prompt, 1, 0);
        int drawn =
            session.generate(List.of(request), GenerationConfig.GREEDY).get(0).tokenIds()[0];
        double[] logProbs = nextTokenLogProbs(policy, prompt);
        double best = Arrays.stream(logProbs).max().orElseThrow();
        assertThat(logProbs[drawn]).isCloseTo(best, within(BFLOAT16));
        prompt = Ints.concat(prompt, new int[] {drawn, turn, turn + 1});
      }
    }
  }

  private static double[] nextTokenLogProbs(DjlPolicy policy, int[] state) {
    List<Trajectory> rows = new ArrayList<>();
    for (int token = 0; token < TinyCheckpoint.VOCABULARY; token++) {
      int[] ids = Ints.concat(state, new int[] {token});
      rows.add(
          Trajectory.of("token " + token, ids, List.of(new Step(ids.length - 1, ids.length, 0))));
    }
    return policy.score(rows, Set.of(Score.LOG_PROB)).stream()
        .mapToDouble(scores -> scores.get(Score.LOG_PROB)[state.length - 1])
        .toArray();
  }

  @Test
  void sessions_manyTurns_keepNoArrays() throws IOException {
    Random random = new Random(1);
    try (DjlPolicy policy = TinyCheckpoint.create(folder, "qwen2", true, 1).loadPolicy(FP32);
        GenerationSession session = policy.openGenerationSession();
        DjlValueFunction value =
            TinyCheckpoint.createValue(folder, "llama", 3).loadValueFunction(FP32);
        ValueSession values = value.openValueSession()) {
      NDManager system = policy.model().weights().get(0).array().getManager().getParentManager();
      List<Integer> arrays = new ArrayList<>();
      int[] row = {0};
      for (int turn = 0; turn < MEMORY_TURNS; turn++) {
        int[] prompt = Ints.concat(row, random.ints(4, 0, TinyCheckpoint.VOCABULARY).toArray());
        List<GenerationRequest> requests = new ArrayList<>();
        for (int sample = 0; sample < 3; sample++) {
          requests.add(new GenerationRequest(prompt, 4, random.nextLong()));
        }
        List<Generation> drawn = session.generate(requests, GenerationConfig.sampling(1));
        row = Ints.concat(prompt, drawn.get(turn % 3).tokenIds());
        assertThat(values.values(List.of(prompt, row))).hasSize(2);
        arrays.add(system.getManagedArrays().size());
        row = row.length > 50 ? new int[] {turn % TinyCheckpoint.VOCABULARY} : row;
      }

      assertThat(arrays).containsOnly(arrays.get(0));
    }
  }

  @Test
  void search_withSessions_findsWhatItFindsWithout() throws IOException {
    try (Search search = new Search(folder, 10_000)) {
      assertSame(
          search.run(search.policy, search.value), search.run(search.session, search.values));
    }
  }

  @Test
  void search_sessionsWithLittleRoom_findsWhatItFindsWithout() throws IOException {
    for (int tokens : new int[] {400, 90, 1}) {
      try (Search search = new Search(folder, tokens)) {
        assertSame(
            search.run(search.policy, search.value), search.run(search.session, search.values));
      }
    }
  }

  private static void assertSame(List<SearchResult> expected, List<SearchResult> actual) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).tokenIds()).isEqualTo(expected.get(i).tokenIds());
      assertThat(actual.get(i).text()).isEqualTo(expected.get(i).text());
      assertThat(actual.get(i).value()).isCloseTo(expected.get(i).value(), within(FLOAT32));
      assertThat(actual.get(i).finished()).isEqualTo(expected.get(i).finished());
      assertThat(actual.get(i).candidates()).isEqualTo(expected.get(i).candidates());
    }
  }

  @Test
  void search_withSessions_readsNothingTwice() throws IOException {
    try (Search search = new Search(folder, 10_000)) {
      Beginnings drawn = new Beginnings();
      Beginnings valued = new Beginnings();
      assertThat(search.run(drawn.of(search.session), valued.of(search.values))).isNotEmpty();

      assertThat(drawn.asked).as("what plain calls read").isGreaterThan(4 * drawn.fresh);
      assertThat(search.session.tokensRead()).isEqualTo(drawn.fresh);
      // siblings that begin alike for a few tokens are read side by side
      assertThat(search.values.tokensRead())
          .isBetween((long) valued.fresh, (long) (valued.fresh * 1.5));
    }
  }

  @Test
  void search_sessionsWithLittleRoom_readLessThanPlainCalls() throws IOException {
    try (Search search = new Search(folder, 400)) { // of some 1,000 tokens
      Beginnings drawn = new Beginnings();
      Beginnings valued = new Beginnings();
      assertThat(search.run(drawn.of(search.session), valued.of(search.values))).isNotEmpty();

      assertThat(search.session.tokensRead()).isLessThan(drawn.asked / 2);
      assertThat(search.values.tokensRead()).isLessThan(valued.asked / 2);
    }
  }

  /** Tokens that calls ask for, and those behind a beginning that no call has had before. */
  private static final class Beginnings {
    private final Set<List<Integer>> known = new HashSet<>();
    private int asked;
    private int fresh;

    /** Counts a row; its last token is read in any case if {@code must} is 1. */
    private void add(int[] row, int must) {
      asked += row.length;
      int unknown = 0;
      for (int end = row.length;
          end > 0 && known.add(Ints.asList(Arrays.copyOf(row, end)));
          end--) {
        unknown++;
      }
      fresh += Math.max(must, unknown);
    }

    TextGenerator of(TextGenerator generator) {
      return (requests, config) -> {
        Set<List<Integer>> prompts = new HashSet<>();
        for (GenerationRequest request : requests) {
          boolean first = prompts.add(Ints.asList(request.promptTokenIds()));
          add(request.promptTokenIds(), first ? 1 : 0);
        }
        List<Generation> drawn = generator.generate(requests, config);
        for (int i = 0; i < drawn.size(); i++) {
          int[] prompt = requests.get(i).promptTokenIds();
          int[] row = Ints.concat(prompt, drawn.get(i).tokenIds());
          // each row draws for itself, also where two draw the same
          fresh += row.length - 1 - prompt.length;
          int before = fresh;
          add(Arrays.copyOf(row, row.length - 1), 0);
          fresh = before;
        }
        return drawn;
      };
    }

    ValueReader of(ValueReader reader) {
      return states -> {
        states.forEach(state -> add(state, 1));
        return reader.values(states);
      };
    }
  }

  /** Networks, sessions of them and a search. */
  private static final class Search implements AutoCloseable {
    private final HuggingFaceCheckpoint checkpoint;
    private final DjlPolicy policy;
    private final DjlValueFunction value;
    private final GenerationSession session;
    private final ValueSession values;

    Search(Path folder, int tokens) throws IOException {
      ModelOptions options = FP32.withGenerationTokens(tokens);
      checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 4);
      policy = checkpoint.loadPolicy(options);
      value = TinyCheckpoint.createValue(folder, "llama", 3).loadValueFunction(options);
      session = policy.openGenerationSession();
      values = value.openValueSession();
    }

    List<SearchResult> run(TextGenerator generator, ValueReader reader) {
      GenerationConfig steps = GenerationConfig.sampling(1).withStopStrings(List.of("c", "f"));
      BeamSearchConfig config = new BeamSearchConfig(3, 8, 6, 40, steps, 5);
      Random random = new Random(1);
      List<int[]> prompts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        prompts.add(random.ints(12 + i, 0, TinyCheckpoint.END).toArray());
      }
      return new ValueGuidedBeamSearch(generator, reader, checkpoint.tokenizer(), config)
          .search(prompts);
    }

    @Override
    public void close() {
      values.close();
      session.close();
      value.close();
      policy.close();
    }
  }
}
