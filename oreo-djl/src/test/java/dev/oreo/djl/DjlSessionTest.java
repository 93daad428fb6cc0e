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
        double best = java.util.Arrays.stream(logProbs).max().orElseThrow();
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
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", false, 4);
    GenerationConfig steps = GenerationConfig.sampling(1).withStopStrings(List.of("c", "f"));
    BeamSearchConfig config = new BeamSearchConfig(3, 6, 5, 24, steps, 5);
    List<int[]> prompts = List.of(new int[] {1, 2, 3, 4, 5, 6}, new int[] {3, 2, 1});
    try (DjlPolicy policy = checkpoint.loadPolicy(FP32);
        GenerationSession session = policy.openGenerationSession();
        DjlValueFunction value =
            TinyCheckpoint.createValue(folder, "llama", 3).loadValueFunction(FP32);
        ValueSession values = value.openValueSession()) {
      List<SearchResult> expected = search(policy, value, checkpoint, config, prompts);
      List<SearchResult> actual = search(session, values, checkpoint, config, prompts);

      for (int i = 0; i < prompts.size(); i++) {
        assertThat(actual.get(i).tokenIds()).isEqualTo(expected.get(i).tokenIds());
        assertThat(actual.get(i).candidates()).isEqualTo(expected.get(i).candidates());
      }
    }
  }

  private static List<SearchResult> search(
      TextGenerator generator,
      ValueReader values,
      HuggingFaceCheckpoint checkpoint,
      BeamSearchConfig config,
      List<int[]> prompts) {
    return new ValueGuidedBeamSearch(generator, values, checkpoint.tokenizer(), config)
        .search(prompts);
  }
}
