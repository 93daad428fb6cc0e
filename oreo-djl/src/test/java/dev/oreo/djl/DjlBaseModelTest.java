package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.SharedData;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.objective.Score;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a base model, and its weights: shared, copied or mapped. */
final class DjlBaseModelTest {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final LoraConfig LORA = LoraConfig.DEFAULT;

  /** A product of three matrices and one of their rows' union may round differently. */
  private static final double ROUNDING = 1e-5;

  private static final double BFLOAT16_ROUNDING = 0.1;

  @TempDir private Path folder;

  private static List<Trajectory> rows() {
    return List.of(
        Trajectory.of("long", new int[] {0, 5, 1, 9, 3, 11}, List.of(new Step(2, 6, 1))),
        Trajectory.of("short", new int[] {7, 11}, List.of(new Step(1, 2, 0))));
  }

  private static double[] logProbs(DjlPolicy policy) {
    return policy.score(rows(), Set.of(Score.LOG_PROB)).get(0).get(Score.LOG_PROB);
  }

  /** Returns a checkpoint whose tensors are stored in the precision. */
  private HuggingFaceCheckpoint stored(Precision precision, boolean tied) throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", tied, 1);
    Path saved = checkpoint.directory().resolveSibling("stored");
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(FP32)) {
      policy.saveMerged(saved, precision);
    }
    return HuggingFaceCheckpoint.open(saved);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void policy_sharedWeights_scoresAsALoadedPolicy(Precision precision) throws IOException {
    HuggingFaceCheckpoint checkpoint = stored(precision, false);
    ModelOptions options = ModelOptions.cpu(precision);
    try (DjlBaseModel base = checkpoint.loadBase(options);
        DjlPolicy view = base.policy();
        DjlPolicy loaded = checkpoint.loadPolicy(options)) {
      assertThat(logProbs(view)).containsExactly(logProbs(loaded), within(ROUNDING));
      assertThat(base.mappedBytes()).isZero();
      assertThat(base.copiedBytes()).isGreaterThan(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void policy_mappedWeights_scoresAndDrawsAsACopiedOne(Precision precision) throws IOException {
    HuggingFaceCheckpoint checkpoint = stored(precision, false);
    ModelOptions options = ModelOptions.cpu(precision);
    double tolerance = precision == Precision.BF16 ? BFLOAT16_ROUNDING : ROUNDING;
    List<GenerationRequest> requests =
        List.of(
            new GenerationRequest(new int[] {0, 5}, 6, 1),
            new GenerationRequest(new int[] {3}, 6, 2));
    try (DjlBaseModel copied = checkpoint.loadBase(options);
        DjlBaseModel mapped = checkpoint.loadBase(options.withMappedWeights());
        DjlPolicy copy = copied.policy();
        DjlPolicy map = mapped.policy();
        DjlPolicy alone = checkpoint.loadPolicy(options.withMappedWeights())) {
      assertThat(logProbs(map)).containsExactly(logProbs(copy), within(tolerance));
      assertThat(logProbs(alone)).isEqualTo(logProbs(map));
      assertThat(map.generate(requests, GenerationConfig.sampling(1)))
          .hasSize(2)
          .allSatisfy(drawn -> assertThat(drawn.tokenIds()).isNotEmpty());
      long biases = 2L * (16 + 8 + 8); // of query, key and value
      assertThat(checkpoint.mappablePrecision()).contains(precision);
      assertThat(mapped.copiedBytes()).isEqualTo(biases * (precision == Precision.BF16 ? 2 : 4));
      assertThat(mapped.mappedBytes() + mapped.copiedBytes()).isEqualTo(copied.copiedBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void train_mappedBfloat16Weights_changesNoByteOfTheFile(boolean tied) throws IOException {
    HuggingFaceCheckpoint checkpoint = stored(Precision.BF16, tied);
    String before = checkpoint.fingerprint();
    ModelOptions options = ModelOptions.cpu(Precision.BF16).withMappedWeights();
    try (DjlBaseModel base = checkpoint.loadBase(options);
        DjlPolicy reference = base.policy()) {
      double[] expected = logProbs(reference);
      Path adapter = TinyAdapter.policy(checkpoint, LORA, 1);
      try (DjlPolicy policy = base.loadAdapterPolicy(adapter)) {
        assertThat(logProbs(policy)).isNotEqualTo(expected);
      }
      assertThat(logProbs(reference)).isEqualTo(expected);
    }
    assertThat(checkpoint.fingerprint()).isEqualTo(before);
  }

  @Test
  void policy_mappedShards_scoresAsACopiedOne() throws IOException {
    HuggingFaceCheckpoint checkpoint =
        HuggingFaceCheckpoint.open(SharedData.path("fixtures/hf/qwen2-sharded"));
    try (DjlBaseModel base = checkpoint.loadBase(FP32.withMappedWeights());
        DjlPolicy map = base.policy();
        DjlPolicy copy = checkpoint.loadPolicy(FP32)) {
      assertThat(logProbs(map)).containsExactly(logProbs(copy), within(ROUNDING));
      assertThat(base.mappedBytes()).isGreaterThan(100 * base.copiedBytes());
    }
  }

  @Test
  void loadBase_unalignedTensors_areCopied() throws IOException {
    HuggingFaceCheckpoint checkpoint = stored(Precision.FP32, true);
    Path file = checkpoint.directory().resolve("model.safetensors");
    double[] expected;
    try (DjlPolicy policy = checkpoint.loadPolicy(FP32)) {
      expected = logProbs(policy);
    }
    Files.write(file, withHeaderOfOddLength(Files.readAllBytes(file)));
    HuggingFaceCheckpoint unaligned = HuggingFaceCheckpoint.open(checkpoint.directory());
    try (DjlBaseModel base = unaligned.loadBase(FP32.withMappedWeights());
        DjlPolicy policy = base.policy()) {
      assertThat(base.mappedBytes()).isZero();
      assertThat(logProbs(policy)).containsExactly(expected, within(ROUNDING));
    }
  }

  private static byte[] withHeaderOfOddLength(byte[] bytes) {
    ByteBuffer old = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) old.getLong();
    byte[] header =
        new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8)
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    byte[] odd = Arrays.copyOf(header, header.length + 1 + header.length % 2);
    Arrays.fill(odd, header.length, odd.length, (byte) ' ');
    return ByteBuffer.allocate(Long.BYTES + odd.length + bytes.length - Long.BYTES - length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(odd.length)
        .put(odd)
        .put(bytes, Long.BYTES + length, bytes.length - Long.BYTES - length)
        .array();
  }

  @Test
  void loadBase_mappedOfAnotherPrecision_isRejected() throws IOException {
    HuggingFaceCheckpoint checkpoint = stored(Precision.FP32, true);

    assertThatThrownBy(
            () -> checkpoint.loadBase(ModelOptions.cpu(Precision.BF16).withMappedWeights()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights to be mapped must be stored as BF16, which is the compute precision, got"
                + " model.embed_tokens.weight F32[12, 16] (model.safetensors)");
  }

  @Test
  void loadTrainablePolicy_mapped_isRejected() {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);

    assertThatThrownBy(() -> checkpoint.loadTrainablePolicy(FP32.withMappedWeights()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mapped must be false for weights that are trained, got true");
    assertThatThrownBy(() -> ModelOptions.gpu(0, Precision.BF16).withMappedWeights())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gpu must be absent where weights are mapped, got 0");
  }

  @Test
  void close_openNetworks_isRejectedAndFreesNothing() throws IOException {
    HuggingFaceCheckpoint checkpoint = TinyCheckpoint.create(folder, "qwen2", true, 1);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlPolicy policy = base.policy()) {
      double[] before = logProbs(policy);
      base.newAdapterPolicy(LORA, 1).close();

      assertThatThrownBy(base::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("base model must be closed after the networks on it, got 1 still open");
      assertThat(logProbs(policy)).isEqualTo(before);
    }
  }

  @Test
  void policy_closedBase_isRejected() throws IOException {
    DjlBaseModel base = TinyCheckpoint.create(folder, "qwen2", true, 1).loadBase(FP32);
    base.close();
    base.close();

    assertThatThrownBy(base::policy)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("base model must be open to make a network on it, got a closed one");
    assertThatThrownBy(() -> base.newAdapterPolicy(LORA, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void newAdapterPolicy_targetsThatAreNone_areRejected() throws IOException {
    try (DjlBaseModel base = TinyCheckpoint.create(folder, "qwen2", true, 1).loadBase(FP32)) {
      assertThatThrownBy(() -> base.newAdapterPolicy(targets(LoraTargets.named("q_proj", "c")), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "targets must name linear layers, such as [down_proj, gate_proj, k_proj, o_proj,"
                  + " q_proj, up_proj, v_proj], got c");
      assertThatThrownBy(() -> base.newAdapterPolicy(targets(LoraTargets.matching("x.*")), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("targets must hold at least one linear layer");
      assertThatThrownBy(
              () -> base.newAdapterPolicy(targets(LoraTargets.named("q_proj", "lm_head")), 1))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("got lm_head in ");
      assertThatThrownBy(
              () -> base.newAdapterPolicy(LoraConfig.builder().layers(Set.of(1, 2)).build(), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("layers must be in [0, 2), got 2");
    }
  }

  private static LoraConfig targets(LoraTargets targets) {
    return LoraConfig.builder().targets(targets).build();
  }
}
