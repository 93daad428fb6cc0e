package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.StoredTensor;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.BatchContext;
import dev.oreo.objective.Objective;
import dev.oreo.objective.ObjectiveResult;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.SftObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One update against the losses, gradients and parameters that PyTorch's autograd and AdamW gave.
 */
final class OreoStepParityTest {
  /**
   * Of each tensor's largest entry; float32 and float64 differ by up to 4e-6 of it in the fixtures.
   */
  private static final double GRADIENT = 1e-5;

  private static final double LOSS = 1e-5;

  /**
   * Where the gradient is at least {@link #CLEAR_GRADIENT}; below, AdamW's first step amplifies
   * rounding.
   */
  private static final double PARAMETER = 1e-5;

  private static final double CLEAR_GRADIENT = 1e-6;

  /**
   * Of each tensor's largest entry: float32 sums in another order. A wrong count in a normalisation
   * is orders of magnitude larger.
   */
  private static final double MICRO_BATCH = 1e-6;

  static Stream<Path> updates() {
    return SharedData.folders("fixtures/oreo_step").stream()
        .flatMap(model -> SharedData.folders("fixtures/oreo_step/" + model.getFileName()).stream())
        .filter(
            f -> f.getFileName().toString().matches("(token|step|response)(-batch8|-multiturn)?"));
  }

  static Stream<Path> models() {
    return SharedData.folders("fixtures/oreo_step").stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("updates")
  void update_fixtureBatch_givesTorchLossesAndGradients(Path folder) throws IOException {
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    try (Networks networks = Networks.open(folder.getParent())) {
      List<Trajectory> batch = networks.batch(folder, expected);

      ObjectiveResult result = networks.accumulate(batch, objective(expected), batch.size());

      assertThat(result.policyLoss())
          .isCloseTo(expected.get("total_policy_loss").getAsDouble(), within(LOSS));
      assertThat(result.valueLoss())
          .isCloseTo(expected.get("value_loss").getAsDouble(), within(LOSS));
      assertGradients(networks.policyGradients(), folder.resolve("policy_grad.safetensors"));
      if (folder.resolve("value_grad.safetensors").toFile().exists()) {
        assertGradients(networks.valueGradients(), folder.resolve("value_grad.safetensors"));
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("updates")
  void update_microBatchesOfOne_givesTheWholeBatchsGradients(Path folder) throws IOException {
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    try (Networks whole = Networks.open(folder.getParent());
        Networks single = Networks.open(folder.getParent())) {
      List<Trajectory> batch = whole.batch(folder, expected);

      whole.accumulate(batch, objective(expected), batch.size());
      single.accumulate(batch, objective(expected), 1);

      assertClose(single.policyGradients(), whole.policyGradients(), MICRO_BATCH);
      assertClose(single.valueGradients(), whole.valueGradients(), MICRO_BATCH);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("updates")
  void step_fixtureBatch_givesTorchParameters(Path folder) throws IOException {
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    for (double learningRate : new double[] {5e-6, 1e-3}) {
      String suffix = "_after_lr" + (learningRate == 1e-3 ? "0.001" : "5e-06") + ".safetensors";
      if (!folder.resolve("policy" + suffix).toFile().exists()) {
        continue;
      }
      try (Networks networks = Networks.open(folder.getParent())) {
        List<Trajectory> batch = networks.batch(folder, expected);
        networks.accumulate(batch, objective(expected), batch.size());
        Map<String, float[]> policyGradients = networks.policyGradients();
        Map<String, float[]> valueGradients = networks.valueGradients();

        try (Optimizer policy = networks.policy.newOptimizer(AdamWConfig.DEFAULT);
            Optimizer value = networks.value.newOptimizer(AdamWConfig.DEFAULT)) {
          assertThat(policy.step(learningRate))
              .isCloseTo(expected.get("policy_grad_norm").getAsDouble(), within(LOSS));
          value.step(learningRate);
        }

        Path policyAfter = folder.resolve("policy" + suffix);
        assertParameters(
            parameters(networks.policy.model().weights()),
            policyGradients,
            policyAfter,
            learningRate);
        Path valueAfter = folder.resolve("value" + suffix);
        if (valueAfter.toFile().exists()) {
          assertParameters(
              parameters(networks.value.model().weights()),
              valueGradients,
              valueAfter,
              learningRate);
        }
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  void sft_fixtureBatch_givesTorchLossAndGradients(Path model) throws IOException {
    Path folder = model.resolve("sft");
    JsonObject expected = SharedData.json(folder.resolve("expected.json"));
    try (Networks networks = Networks.open(model)) {
      List<Trajectory> batch = networks.batch(folder, expected);

      ObjectiveResult result = networks.accumulatePolicy(batch, new SftObjective());

      assertThat(result.policyLoss()).isCloseTo(expected.get("loss").getAsDouble(), within(LOSS));
      assertGradients(networks.policyGradients(), folder.resolve("policy_grad.safetensors"));
    }
  }

  private static Objective<Trajectory> objective(JsonObject expected) {
    String level = expected.get("level").getAsString().toUpperCase(Locale.ROOT);
    return SoftBellmanObjective.builder(Granularity.valueOf(level))
        .beta(expected.get("beta").getAsDouble())
        .klCoefficient(expected.get("alpha").getAsDouble())
        .build();
  }

  static void assertGradients(Map<String, float[]> actual, Path file) throws IOException {
    Map<String, float[]> expected = read(file);
    assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertClose(actual, expected, GRADIENT);
  }

  private static void assertClose(
      Map<String, float[]> actual, Map<String, float[]> expected, double relative) {
    expected.forEach(
        (name, numbers) -> {
          double largest = 0;
          for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
          }
          double worst = 0;
          for (int i = 0; i < numbers.length; i++) {
            worst = Math.max(worst, Math.abs(actual.get(name)[i] - numbers[i]));
          }
          assertThat(worst).as(name).isLessThanOrEqualTo(relative * largest);
        });
  }

  private static void assertParameters(
      Map<String, float[]> actual, Map<String, float[]> gradients, Path file, double learningRate)
      throws IOException {
    read(file)
        .forEach(
            (name, numbers) -> {
              for (int i = 0; i < numbers.length; i++) {
                boolean clear = Math.abs(gradients.get(name)[i]) >= CLEAR_GRADIENT;
                double tolerance = clear ? PARAMETER : 2 * learningRate;
                assertThat((double) actual.get(name)[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(numbers[i], within(tolerance));
              }
            });
  }

  private static Map<String, float[]> read(Path file) throws IOException {
    SafetensorsIndex index = SafetensorsIndex.openFile(file);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (StoredTensor tensor : index.tensors().values()) {
      FloatBuffer buffer =
          index.read(tensor, 0, ByteBuffer.allocate((int) tensor.bytes())).asFloatBuffer();
      float[] numbers = new float[buffer.remaining()];
      buffer.get(numbers);
      tensors.put(tensor.name(), numbers);
    }
    return tensors;
  }

  static Map<String, float[]> gradients(List<Weight> weights) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    for (Weight weight : weights) {
      try (NDManager scope = weight.array().getManager().newSubManager()) {
        split(weight, weight.gradient(scope), parts);
      }
    }
    return parts;
  }

  private static Map<String, float[]> parameters(List<Weight> weights) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    weights.forEach(weight -> split(weight, weight.array(), parts));
    return parts;
  }

  private static void split(Weight weight, NDArray array, Map<String, float[]> parts) {
    FloatBuffer all = FloatBuffer.wrap(array.toFloatArray());
    for (WeightSpec part : weight.parts()) {
      long size = 1;
      for (long dimension : part.shape()) {
        size *= dimension;
      }
      float[] numbers = new float[(int) size];
      all.get(numbers);
      parts.put(part.name(), numbers);
    }
  }

  /** The three networks of a fixture model. */
  record Networks(DjlTrainablePolicy policy, DjlPolicy reference, DjlTrainableValueFunction value)
      implements AutoCloseable {
    static Networks open(Path model) throws IOException {
      ModelOptions options = ModelOptions.cpu(Precision.FP32);
      return new Networks(
          HuggingFaceCheckpoint.open(model.resolve("policy")).loadTrainablePolicy(options),
          HuggingFaceCheckpoint.open(model.resolve("reference")).loadPolicy(options),
          HuggingFaceCheckpoint.open(model.resolve("value")).loadTrainableValueFunction(options));
    }

    List<Trajectory> batch(Path folder, JsonObject expected) throws IOException {
      List<Trajectory> batch = new ArrayList<>();
      for (JsonObject row :
          SharedData.rows(folder.resolveSibling(expected.get("batch").getAsString()))) {
        int[] prompt = SharedData.ints(row, "prompt_token_ids");
        int[] response = SharedData.ints(row, "response_token_ids");
        int[] ids = java.util.Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, ids, prompt.length, response.length);
        List<Step> steps = new ArrayList<>();
        JsonArray spans = row.getAsJsonArray("steps");
        for (JsonElement span : spans) {
          boolean last = steps.size() == spans.size() - 1;
          steps.add(
              new Step(
                  prompt.length + span.getAsJsonArray().get(0).getAsInt(),
                  prompt.length + span.getAsJsonArray().get(1).getAsInt(),
                  last ? row.get("reward").getAsDouble() : 0));
        }
        batch.add(Trajectory.of(folder.getFileName() + ":" + batch.size(), ids, steps));
      }
      return batch;
    }

    /** Both networks, in micro-batches; returns the summed losses. */
    ObjectiveResult accumulate(
        List<Trajectory> batch, Objective<Trajectory> objective, int microBatch) {
      BatchContext context = BatchContext.of(batch);
      double policyLoss = 0;
      double valueLoss = 0;
      Optional<ObjectiveResult> last = Optional.empty();
      for (int from = 0; from < batch.size(); from += microBatch) {
        List<Trajectory> part = batch.subList(from, from + microBatch);
        try (ForwardPass own =
                policy.forward(
                    part,
                    objective.requiredScores().stream()
                        .filter(s -> s != dev.oreo.objective.Score.VALUE)
                        .collect(java.util.stream.Collectors.toSet()),
                    reference);
            ForwardPass critic = value.forward(part)) {
          List<TrajectoryScores> scores = new ArrayList<>();
          for (int i = 0; i < part.size(); i++) {
            scores.add(own.scores().get(i).with(critic.scores().get(i)));
          }
          ObjectiveResult result = objective.evaluate(ScoredExample.zip(part, scores), context);
          own.backward(result.gradients());
          critic.backward(result.gradients());
          policyLoss += result.policyLoss();
          valueLoss += result.valueLoss();
          last = Optional.of(result);
        }
      }
      return new ObjectiveResult(
          policyLoss, valueLoss, last.orElseThrow().gradients(), last.orElseThrow().diagnostics());
    }

    ObjectiveResult accumulatePolicy(List<Trajectory> batch, Objective<Trajectory> objective) {
      try (ForwardPass own = policy.forward(batch, objective.requiredScores())) {
        ObjectiveResult result =
            objective.evaluate(ScoredExample.zip(batch, own.scores()), BatchContext.of(batch));
        own.backward(result.gradients());
        return result;
      }
    }

    Map<String, float[]> policyGradients() {
      return gradients(policy.model().weights());
    }

    Map<String, float[]> valueGradients() {
      return gradients(value.model().weights());
    }

    @Override
    public void close() {
      policy.close();
      reference.close();
      value.close();
    }
  }
}
