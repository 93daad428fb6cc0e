package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonPrimitive;
import dev.oreo.djl.CheckpointFormatException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which layers attend over a sliding window, as each family's config.json says it. */
final class SlidingWindows {
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";
  private static final int DEFAULT_WINDOW = 4096;
  private static final int DEFAULT_MAX_WINDOW_LAYERS = 28;

  private SlidingWindows() {}

  static Optional<SlidingWindow> read(ConfigObject config, ModelFamily family, int layers) {
    return switch (family) {
      case MISTRAL ->
          window(config).map(w -> new SlidingWindow(w, Collections.nCopies(layers, true)));
      case QWEN2, QWEN3 -> readSwitched(config, layers);
      case LLAMA, GEMMA, MINICPM -> {
        checkFull(config, layers);
        yield Optional.empty();
      }
    };
  }

  /** An absent key is the default window; null is none. */
  private static Optional<Integer> window(ConfigObject config) {
    if (config.value("sliding_window").isPresent()) {
      return Optional.of(config.size("sliding_window"));
    }
    return config.has("sliding_window") ? Optional.empty() : Optional.of(DEFAULT_WINDOW);
  }

  /**
   * A window counts if use_sliding_window is true. layer_types says where, layer by layer; without
   * it, it is in the layers from max_window_layers on.
   */
  private static Optional<SlidingWindow> readSwitched(ConfigObject config, int layers) {
    Optional<Integer> window =
        config.flag("use_sliding_window", false) ? window(config) : Optional.empty();
    List<String> types = types(config, layers);
    int first = config.integer("max_window_layers").orElse(DEFAULT_MAX_WINDOW_LAYERS);
    List<Boolean> sliding =
        types.isEmpty()
            ? IntStream.range(0, layers).mapToObj(layer -> layer >= first).toList()
            : types.stream().map(SLIDING::equals).toList();
    if (window.isEmpty() && types.contains(SLIDING)) {
      throw new CheckpointFormatException(
          "%s: layer_types must have no %s without a window, got use_sliding_window %s and"
                  .formatted(config.source(), SLIDING, config.json().get("use_sliding_window"))
              + " sliding_window %s".formatted(config.json().get("sliding_window")));
    }
    return sliding.contains(true)
        ? window.map(size -> new SlidingWindow(size, sliding))
        : Optional.empty();
  }

  /** Returns layer_types, empty if there is none. */
  private static List<String> types(ConfigObject config, int layers) {
    List<String> types = config.texts("layer_types");
    for (String type : types) {
      if (!type.equals(FULL) && !type.equals(SLIDING)) {
        throw config.unsupported("layer_types", new JsonPrimitive(type), FULL + " or " + SLIDING);
      }
    }
    if (config.value("layer_types").isPresent() && types.size() != layers) {
      throw new CheckpointFormatException(
          "%s: layer_types must have one entry per layer, got %d and num_hidden_layers %d"
              .formatted(config.source(), types.size(), layers));
    }
    return types;
  }

  /**
   * Passes a config of a family without windows if it asks for none. A window is asked for by
   * layer_types; without them by use_sliding_window if there are more layers than
   * max_window_layers, or by sliding_window if there is no such switch.
   */
  private static void checkFull(ConfigObject config, int layers) {
    List<String> types = types(config, layers);
    if (types.contains(SLIDING)) {
      throw config.unsupported("layer_types", new JsonPrimitive(SLIDING), FULL);
    }
    boolean typed = config.value("layer_types").isPresent();
    boolean switched = config.flag("use_sliding_window", false);
    int first = config.integer("max_window_layers").orElse(DEFAULT_MAX_WINDOW_LAYERS);
    if (switched && !typed && layers > first) {
      throw config.unsupported("use_sliding_window", new JsonPrimitive(true), "false");
    }
    OptionalInt window = config.integer("sliding_window");
    boolean noSwitch = config.value("use_sliding_window").isEmpty() && !typed;
    if (noSwitch && window.isPresent()) {
      throw config.unsupported("sliding_window", new JsonPrimitive(window.getAsInt()), "null");
    }
  }
}
