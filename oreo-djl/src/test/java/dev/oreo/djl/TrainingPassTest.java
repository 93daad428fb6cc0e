package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That sharing prompts and computing layers again change how a pass is done and not what it gives.
 */
final class TrainingPassTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);

  /** Of the largest entry of a gradient; float32 sums of another order. */
  private static final double ROUNDING = 1e-5;

  private static final Set<Score> SCORES = Set.of(Score.LOG_PROB, Score.REVERSE_KL);

  @TempDir private Path folder;

  /** Eight answers to each of two prompts, which open with the same 16 tokens. */
  private static List<Trajectory> rows() {
    Random random = new Random(5);
    int[] opening = random.ints(16, 0, TinyCheckpoint.END).toArray();
    List<Trajectory> rows = new ArrayList<>();
    for (int prompt = 0; prompt < 2; prompt++) {
      int[] question = random.ints(17, 0, TinyCheckpoint.END).toArray();
      question[0] = prompt;
      for (int answer = 0; answer < 8; answer++) {
        int length = 1 + random.nextInt(12);
        int[] ids =
            Stream.of(opening, question, random.ints(length, 0, TinyCheckpoint.END).toArray())
                .flatMapToInt(IntStream::of)
                .toArray();
        rows.add(
            Trajectory.of(
                prompt + "-" + answer, ids, List.of(new Step(33, ids.length, answer % 2))));
      }
    }
    return rows;
  }

  /** What passes over micro-batches gave. */
  private record Result(List<double[]> scores, List<float[]> gradients) {}

  private static double[] slope(Trajectory row, long seed) {
    return new Random(seed + row.id().hashCode()).doubles(row.positions(), -1, 1).toArray();
  }

  private Result policy(ModelOptions options, List<List<Trajectory>> microBatches)
      throws IOException {
    return policy(TinyCheckpoint.create(folder, "qwen2", false, 1), options, microBatches);
  }

  private Result policy(
      HuggingFaceCheckpoint checkpoint, ModelOptions options, List<List<Trajectory>> microBatches)
      throws IOException {
    HuggingFaceCheckpoint other = TinyCheckpoint.create(folder, "qwen2", false, 2);
    List<double[]> scores = new ArrayList<>();
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(options);
        DjlPolicy reference = other.loadPolicy(options)) {
      for (List<Trajectory> microBatch : microBatches) {
        try (ForwardPass pass = policy.forward(microBatch, SCORES, reference)) {
          List<TrajectoryGradients> slopes = new ArrayList<>();
          for (TrajectoryScores one : pass.scores()) {
            SCORES.forEach(score -> scores.add(one.get(score)));
            Trajectory row = one.trajectory();
            slopes.add(
                new TrajectoryGradients(
                    row, Map.of(Score.LOG_PROB, slope(row, 1), Score.REVERSE_KL, slope(row, 2))));
          }
          pass.backward(slopes);
        }
      }
      return new Result(scores, gradients(policy.model().weights()));
    }
  }

  private Result value(ModelOptions options, List<List<Trajectory>> microBatches)
      throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.createValue(folder, "llama", 3);
    List<double[]> scores = new ArrayList<>();
    try (DjlTrainableValueFunction value = checkpoint.loadTrainableValueFunction(options)) {
      for (List<Trajectory> microBatch : microBatches) {
        try (ForwardPass pass = value.forward(microBatch)) {
          pass.scores().forEach(one -> scores.add(one.get(Score.VALUE)));
          pass.backward(
              microBatch.stream()
                  .map(row -> new TrajectoryGradients(row, Map.of(Score.VALUE, slope(row, 3))))
                  .toList());
        }
      }
      return new Result(scores, gradients(value.model().weights()));
    }
  }

  private static List<float[]> gradients(List<Weight> weights) {
    List<float[]> gradients = new ArrayList<>();
    try (NDManager scope = weights.get(0).array().getManager().newSubManager()) {
      weights.forEach(weight -> gradients.add(weight.gradient(scope).toFloatArray()));
    }
    return gradients;
  }

  private static void assertClose(Result actual, Result expected) {
    assertThat(actual.scores()).hasSameSizeAs(expected.scores());
    for (int i = 0; i < expected.scores().size(); i++) {
      assertThat(actual.scores().get(i))
          .containsExactly(expected.scores().get(i), within(ROUNDING));
    }
    for (int w = 0; w < expected.gradients().size(); w++) {
      float[] gradient = expected.gradients().get(w);
      float largest = 0;
      for (float entry : gradient) {
        largest = Math.max(largest, Math.abs(entry));
      }
      assertThat(largest).isPositive();
      assertThat(actual.gradients().get(w))
          .containsExactly(gradient, within((float) (ROUNDING * largest)));
    }
  }

  private static List<List<Trajectory>> oneByOne(List<Trajectory> rows) {
    return rows.stream().map(List::of).toList();
  }

  @Test
  void policy_sharedPrompts_givesWhatEachRowGivesAlone() throws IOException {
    assertClose(policy(FP32, List.of(rows())), policy(FP32, oneByOne(rows())));
  }

  @Test
  void policy_sharedPromptsThroughAWindow_givesWhatEachRowGivesAlone() throws IOException {
    // a window that ends within the answer, one within the question and one within the opening
    for (int window : new int[] {3, 20, 36}) {
      HuggingFaceCheckpoint checkpoint = TinyCheckpoint.createWindowed(folder, window, 1);

      assertClose(
          policy(checkpoint, FP32, List.of(rows())), policy(checkpoint, FP32, oneByOne(rows())));
    }
  }

  @Test
  void value_sharedPrompts_givesWhatEachRowGivesAlone() throws IOException {
    assertClose(value(FP32, List.of(rows())), value(FP32, oneByOne(rows())));
  }

  @Test
  void states_sharedBeginnings_haveTheValuesTheyHaveAlone() throws IOException {
    List<int[]> states = rows().stream().map(Trajectory::tokenIds).toList();
    try (DjlValueFunction value =
        TinyCheckpoint.createValue(folder, "qwen2", 3).loadValueFunction(FP32)) {
      double[] alone =
          states.stream().mapToDouble(state -> value.values(List.of(state))[0]).toArray();

      assertThat(value.values(states)).containsExactly(alone, within(ROUNDING));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void checkpointed_givesWhatTheWholeGraphGives(Precision precision) throws IOException {
    ModelOptions whole = ModelOptions.cpu(precision);
    ModelOptions checkpointed = whole.withGradientCheckpointing(true);
    List<List<Trajectory>> microBatches = List.of(rows().subList(0, 10), rows().subList(10, 16));

    assertClose(policy(checkpointed, microBatches), policy(whole, microBatches));
    assertClose(value(checkpointed, microBatches), value(whole, microBatches));
  }
}
