package dev.oreo.djl.internal.model;

import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.checkpoint.TensorNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/**
 * A new language model's weights: matrices normal, norms at what multiplies by 1, biases 0. The
 * same on every platform.
 */
final class RandomWeights implements SafetensorsWriter.Source {
  private static final String RANGE = "initializer_range";
  private static final double DEFAULT_RANGE = 0.02;

  private final ModelConfig config;
  private final Random random;
  private final double range;

  RandomWeights(ModelConfig config, long seed) {
    this.config = config;
    this.random = new Random(seed);
    this.range = config.raw().has(RANGE) ? config.raw().get(RANGE).getAsDouble() : DEFAULT_RANGE;
  }

  List<SafetensorsWriter.Entry> entries() {
    return TensorNames.causalLm(config).stream()
        .map(spec -> new SafetensorsWriter.Entry(spec.name(), StoredType.F32, spec.shape()))
        .toList();
  }

  @Override
  public List<ByteBuffer> bytes(SafetensorsWriter.Entry tensor) {
    long size = 1;
    for (long dimension : tensor.shape()) {
      size *= dimension;
    }
    boolean matrix = tensor.shape().length > 1;
    boolean bias = tensor.name().endsWith(".bias");
    float constant = bias || config.family().normsAddOne() ? 0 : 1;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(size * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(matrix ? (float) (range * random.nextGaussian()) : constant);
    }
    return List.of(bytes.flip());
  }
}
