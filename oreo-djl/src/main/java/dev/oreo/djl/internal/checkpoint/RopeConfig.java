package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import java.util.Optional;
import java.util.Set;

/**
 * How positions become rotations of queries and keys.
 *
 * @param theta base of the wavelengths, above 0
 * @param llama3 how the wavelengths are changed, empty for not at all
 */
public record RopeConfig(double theta, Optional<Llama3RopeScaling> llama3) {
  private static final double DEFAULT_THETA = 10000;
  private static final Set<String> COMMON_KEYS =
      Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");
  private static final Set<String> LLAMA3_KEYS =
      Set.of("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings");

  /**
   * Reads rope_theta and rope_scaling, or rope_parameters, which holds both in the files of
   * transformers 5.
   */
  static RopeConfig read(ConfigObject config) {
    Optional<ConfigObject> scaling = config.object("rope_scaling");
    Optional<ConfigObject> parameters = config.object("rope_parameters");
    if (scaling.isPresent() && parameters.isPresent()) {
      throw new CheckpointFormatException(
          "%s must have one of rope_scaling and rope_parameters, got %s and %s"
              .formatted(config.source(), scaling.get().json(), parameters.get().json()));
    }
    double theta = config.positiveNumber("rope_theta", DEFAULT_THETA);
    Optional<ConfigObject> details = scaling.or(() -> parameters);
    if (details.isEmpty()) {
      return new RopeConfig(theta, Optional.empty());
    }
    return new RopeConfig(
        details.get().positiveNumber("rope_theta", theta), readScaling(details.get()));
  }

  private static Optional<Llama3RopeScaling> readScaling(ConfigObject details) {
    String typeKey = details.value("type").isPresent() ? "type" : "rope_type";
    String type = details.text(typeKey).orElse("default");
    boolean llama3 = type.equals("llama3");
    if (!llama3 && !type.equals("default")) {
      throw details.unsupported(typeKey, new JsonPrimitive(type), "default or llama3");
    }
    checkKeys(details, llama3);
    return llama3 ? Optional.of(readLlama3(details)) : Optional.empty();
  }

  private static void checkKeys(ConfigObject details, boolean llama3) {
    for (String key : details.json().keySet()) {
      JsonElement value = details.json().get(key);
      boolean known = COMMON_KEYS.contains(key) || (llama3 && LLAMA3_KEYS.contains(key));
      if (!known && !value.isJsonNull()) {
        throw new UnsupportedModelException(
            "%s: key %s%s must be one that oreo implements, got %s"
                .formatted(details.source(), details.prefix(), key, JsonFiles.excerpt(value)));
      }
    }
    if (details.positiveNumber("partial_rotary_factor", 1) != 1) {
      throw details.unsupported(
          "partial_rotary_factor", details.json().get("partial_rotary_factor"), "1");
    }
  }

  private static Llama3RopeScaling readLlama3(ConfigObject details) {
    double low = details.positiveNumber("low_freq_factor");
    double high = details.positiveNumber("high_freq_factor");
    if (low >= high) {
      throw new CheckpointFormatException(
          "%s: %slow_freq_factor must be < high_freq_factor, got %s and %s"
              .formatted(details.source(), details.prefix(), low, high));
    }
    return new Llama3RopeScaling(
        details.positiveNumber("factor"),
        low,
        high,
        details.size("original_max_position_embeddings"));
  }
}
