package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.oreo.SharedData;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.StoredTensor;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scores and gradients with adapters against PEFT's, {@code make_cases.py} beside the cases; on
 * copied weights, where query, key and value are one product, and on mapped ones, where they are
 * three.
 */
final class AdapterGradientTest {
  /** float32 through two layers with large weights. */
  private static final double SCORE = 2e-5;

  /** Gradients are sums of products of such numbers; the largest here is 8. */
  private static final double GRADIENT = 1e-4;

  private static final ModelOptions COPIED = ModelOptions.cpu(Precision.FP32);

  private static Path folder(String name) {
    URL resource = Objects.requireNonNull(AdapterGradientTest.class.getResource("peft/" + name));
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static DjlBaseModel base(boolean mapped) throws IOException {
    return HuggingFaceCheckpoint.open(folder("base"))
        .loadBase(mapped ? COPIED.withMappedWeights() : COPIED);
  }

  @ParameterizedTest
  @CsvSource({"patterns,false", "patterns,true", "regex,false", "regex,true", "layers,false"})
  void policy_adapterOfPeft_hasItsScoresAndGradients(String name, boolean mapped)
      throws IOException {
    Path adapter = folder(name);
    Case expected = Case.read(adapter);
    try (DjlBaseModel base = base(mapped);
        DjlTrainablePolicy policy = base.loadTrainableAdapterPolicy(adapter, 0);
        ForwardPass pass = policy.forward(expected.rows(), Set.of(Score.LOG_PROB))) {
      expected.assertScores(pass.scores(), Score.LOG_PROB);
      pass.backward(expected.gradients(Score.LOG_PROB));

      assertGradients(policy.model().weights(), adapter, "");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void valueFunction_adapterOfPeft_hasItsValuesAndGradients(boolean mapped) throws IOException {
    Path adapter = folder("value");
    Case expected = Case.read(adapter);
    try (DjlBaseModel base = base(mapped);
        DjlTrainableValueFunction value = base.loadTrainableAdapterValueFunction(adapter, 0);
        ForwardPass pass = value.forward(expected.rows())) {
      expected.assertScores(pass.scores(), Score.VALUE);
      pass.backward(expected.gradients(Score.VALUE));

      assertGradients(value.model().weights(), adapter, "base_model.model.");
    }
  }

  @Test
  void loadAdapterValueFunction_adapterOfPeft_hasItsValues() throws IOException {
    Case expected = Case.read(folder("value"));
    try (DjlBaseModel base = base(false);
        DjlValueFunction value = base.loadAdapterValueFunction(folder("value"))) {
      expected.assertScores(value.score(expected.rows()), Score.VALUE);
    }
  }

  /** Every tensor of the file has the gradient that the network's own tensor of that name has. */
  private static void assertGradients(List<Weight> weights, Path adapter, String headPrefix)
      throws IOException {
    SafetensorsIndex index = SafetensorsIndex.openFile(adapter.resolve("gradients.safetensors"));
    List<String> found = new ArrayList<>();
    for (Weight weight : weights) {
      String own = weight.parts().get(0).name();
      String name = own.startsWith("score") ? headPrefix + own : own;
      StoredTensor stored = index.find(name).orElseThrow(() -> new AssertionError(name));
      FloatBuffer expected =
          index.read(stored, 0, ByteBuffer.allocate((int) stored.bytes())).asFloatBuffer();
      try (NDManager scope = weight.array().getManager().newSubManager()) {
        float[] actual = weight.gradient(scope).toFloatArray();
        assertThat(actual).hasSize(expected.remaining());
        for (int i = 0; i < actual.length; i++) {
          assertThat(actual[i])
              .as("%s[%d]", name, i)
              .isCloseTo(expected.get(i), within((float) GRADIENT));
        }
      }
      found.add(name);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(index.tensors().keySet());
  }

  /** Rows, what PEFT gives at each of their response tokens, and the weights of the sum. */
  record Case(List<Trajectory> rows, List<double[]> expected, List<double[]> weights) {

    static Case read(Path adapter) {
      Case read = new Case(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (JsonObject row : SharedData.rows(adapter.resolve("expected.jsonl"))) {
        int[] prompt = SharedData.ints(row, "prompt_token_ids");
        int[] response = SharedData.ints(row, "response_token_ids");
        int[] all = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        read.rows.add(
            Trajectory.of(
                "row " + read.rows.size(), all, List.of(new Step(prompt.length, all.length, 0))));
        read.expected.add(SharedData.doubles(row.getAsJsonArray("expected")));
        read.weights.add(SharedData.doubles(row.getAsJsonArray("weights")));
      }
      return read;
    }

    void assertScores(List<TrajectoryScores> scores, Score score) {
      for (int i = 0; i < rows.size(); i++) {
        double[] all = scores.get(i).get(score);
        int from = all.length - expected.get(i).length;
        assertThat(Arrays.copyOfRange(all, from, all.length))
            .containsExactly(expected.get(i), within(SCORE));
      }
    }

    List<TrajectoryGradients> gradients(Score score) {
      List<TrajectoryGradients> gradients = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        double[] all = new double[rows.get(i).positions()];
        double[] own = weights.get(i);
        System.arraycopy(own, 0, all, all.length - own.length, own.length);
        gradients.add(new TrajectoryGradients(rows.get(i), Map.of(score, all)));
      }
      return gradients;
    }
  }
}
