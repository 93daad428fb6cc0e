package dev.oreo.djl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Packing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which weights decoding sessions get. */
final class SessionWeightsTest {
  private static final long[] SHAPE = {8, 4};
  private static final ModelOptions BF16 = ModelOptions.cpu(Precision.BF16);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final NDArray array = manager.ones(new Shape(SHAPE));

  @AfterEach
  void close() {
    manager.close();
  }

  private SessionWeights weights(ModelOptions options) {
    return weights(array, options);
  }

  private SessionWeights weights(NDArray array, ModelOptions options) {
    Weight weight = new Weight(List.of(new WeightSpec("w", SHAPE)), array, Optional.empty());
    return new SessionWeights(manager, List.of(weight), options);
  }

  @Test
  void forSession_float32OrMapped_areTheWeightsThemselves() {
    SessionWeights float32 = weights(ModelOptions.cpu(Precision.FP32));
    SessionWeights mapped = weights(BF16.withMappedWeights());

    assertThat(float32.forSession(manager)).isSameAs(float32.plain());
    assertThat(mapped.forSession(manager)).isSameAs(mapped.plain());
  }

  @Test
  void forSession_keptInBfloat16_arePackedOnceAndStay() {
    assumeTrue(Packing.available(), "libtorch or the processor has no packed weights");
    NDArray narrow;
    try (GraphTensors tensors = new GraphTensors(manager)) {
      narrow = tensors.zeros(manager, SHAPE, Decoder.dtype(Precision.BF16));
    }
    SessionWeights weights = weights(narrow, BF16);
    List<NDArray> first;
    try (NDManager scope = manager.newSubManager()) {
      first = weights.forSession(scope);
    }

    assertThat(first).isNotSameAs(weights.plain());
    assertThat(weights.forSession(manager)).isSameAs(first);
    assertThat(first.get(0).isReleased()).isFalse();
  }

  @Test
  void forSession_keptInFloat32_arePackedForEachSessionAlone() {
    assumeTrue(Packing.available(), "libtorch or the processor has no packed weights");
    SessionWeights weights = weights(BF16);
    int before = manager.getManagedArrays().size();
    List<NDArray> first;
    try (NDManager scope = manager.newSubManager()) {
      first = weights.forSession(scope);
      assertThat(weights.forSession(scope)).isNotSameAs(first);
    }

    assertThat(first.get(0).isReleased()).isTrue();
    assertThat(manager.getManagedArrays()).hasSize(before);
  }
}
