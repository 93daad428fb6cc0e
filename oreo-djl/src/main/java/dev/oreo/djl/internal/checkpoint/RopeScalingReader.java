package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rope_scaling; refuses types and keys by name that oreo does not implement. */
final class RopeScalingReader {
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final String SUPPORTED = "default, linear, dynamic, llama3 or yarn";
  private static final Set<String> COMMON_KEYS =
      Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "default", Set.of(),
          "linear", Set.of("factor"),
          "dynamic", Set.of("factor", ORIGINAL),
          "llama3", Set.of("factor", "low_freq_factor", "high_freq_factor", ORIGINAL),
          "yarn",
              Set.of(
                  "factor",
                  ORIGINAL,
                  "attention_factor",
                  "beta_fast",
                  "beta_slow",
                  "mscale",
                  "mscale_all_dim"));
  private static final double DEFAULT_BETA_FAST = 32;
  private static final double DEFAULT_BETA_SLOW = 1;

  private final ConfigObject details;
  private final int maxPositions;

  private RopeScalingReader(ConfigObject details, int maxPositions) {
    this.details = details;
    this.maxPositions = maxPositions;
  }

  /**
   * Reads an object with a rope_type.
   *
   * @param details rope_scaling or rope_parameters
   * @param maxPositions max_position_embeddings
   */
  static Optional<RopeScaling> read(ConfigObject details, int maxPositions) {
    String typeKey = details.value("type").isPresent() ? "type" : "rope_type";
    String type = details.text(typeKey).orElse("default");
    Set<String> known = KEYS.get(type);
    if (known == null) {
      throw details.unsupported(typeKey, new JsonPrimitive(type), SUPPORTED);
    }
    RopeScalingReader reader = new RopeScalingReader(details, maxPositions);
    reader.checkKeys(known);
    return switch (type) {
      case "linear" -> Optional.of(new LinearRopeScaling(details.positiveNumber("factor")));
      case "dynamic" -> Optional.of(reader.dynamic());
      case "llama3" -> Optional.of(reader.llama3());
      case "yarn" -> Optional.of(reader.yarn());
      default -> Optional.empty();
    };
  }

  private void checkKeys(Set<String> known) {
    for (String key : details.json().keySet()) {
      JsonElement value = details.json().get(key);
      if (!COMMON_KEYS.contains(key) && !known.contains(key) && !value.isJsonNull()) {
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

  /** transformers 4 ignores the original length, later ones grow from there: it must not differ. */
  private RopeScaling dynamic() {
    int original = details.size(ORIGINAL, maxPositions);
    if (original != maxPositions) {
      throw details.unsupported(
          ORIGINAL, new JsonPrimitive(original), "max_position_embeddings, " + maxPositions);
    }
    double factor = details.positiveNumber("factor");
    if (factor < 1) {
      throw new CheckpointFormatException(
          "%s: %sfactor must be >= 1 where rope_type is dynamic, got %s"
              .formatted(details.source(), details.prefix(), factor));
    }
    return new DynamicRopeScaling(factor, maxPositions);
  }

  private RopeScaling llama3() {
    double low = details.positiveNumber("low_freq_factor");
    double high = details.positiveNumber("high_freq_factor");
    if (low >= high) {
      throw new CheckpointFormatException(
          "%s: %slow_freq_factor must be < high_freq_factor, got %s and %s"
              .formatted(details.source(), details.prefix(), low, high));
    }
    return new Llama3RopeScaling(
        details.positiveNumber("factor"), low, high, details.size(ORIGINAL));
  }

  private RopeScaling yarn() {
    double factor = yarnFactor();
    double fast = details.positiveNumber("beta_fast", DEFAULT_BETA_FAST);
    double slow = details.positiveNumber("beta_slow", DEFAULT_BETA_SLOW);
    if (fast < slow) {
      throw new CheckpointFormatException(
          "%s: %sbeta_fast must be >= beta_slow, got %s and %s"
              .formatted(details.source(), details.prefix(), fast, slow));
    }
    return new YarnRopeScaling(
        factor,
        details.positiveNumber("attention_factor", yarnAttentionFactor(factor)),
        fast,
        slow,
        details.size(ORIGINAL, maxPositions));
  }

  /**
   * Where the original length is given, transformers 4 takes the ratio of the lengths, whatever
   * factor says, and transformers 5 factor: its files must not contradict themselves.
   */
  private double yarnFactor() {
    double factor = details.positiveNumber("factor");
    if (details.value(ORIGINAL).isEmpty()) {
      return factor;
    }
    double ratio = (double) maxPositions / details.size(ORIGINAL);
    if (details.prefix().equals("rope_parameters.") && factor != ratio) {
      throw details.unsupported(
          "factor",
          details.json().get("factor"),
          "max_position_embeddings / %s, %s".formatted(ORIGINAL, ratio));
    }
    return ratio;
  }

  private double yarnAttentionFactor(double factor) {
    if (details.value("mscale").isEmpty() || details.value("mscale_all_dim").isEmpty()) {
      return YarnRopeScaling.defaultAttentionFactor(factor);
    }
    return YarnRopeScaling.magnitude(factor, details.positiveNumber("mscale"))
        / YarnRopeScaling.magnitude(factor, details.positiveNumber("mscale_all_dim"));
  }
}
