package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonPrimitive;
import dev.oreo.djl.CheckpointFormatException;
import java.util.List;
import java.util.OptionalInt;

/** Refuses attention over a sliding window, which is not implemented. */
final class SlidingWindows {
  private static final String FULL = "full_attention";
  private static final int DEFAULT_MAX_WINDOW_LAYERS = 28;

  private SlidingWindows() {}

  /**
   * Passes a config whose layers all attend fully. Its layer_types say so, layer by layer. Without
   * them a window is in use if use_sliding_window is true and there are more layers than
   * max_window_layers, or if there is no such switch but a window.
   */
  static void check(ConfigObject config, ModelFamily family, int layers) {
    checkTypes(config, layers);
    boolean typed = config.value("layer_types").isPresent();
    boolean switched = config.flag("use_sliding_window", false);
    int first = config.integer("max_window_layers").orElse(DEFAULT_MAX_WINDOW_LAYERS);
    if (switched && !typed && layers > first) {
      throw config.unsupported("use_sliding_window", new JsonPrimitive(true), "false");
    }
    OptionalInt window = config.integer("sliding_window");
    boolean noSwitch = config.value("use_sliding_window").isEmpty() && !typed;
    if (family == ModelFamily.LLAMA && noSwitch && window.isPresent()) {
      throw config.unsupported("sliding_window", new JsonPrimitive(window.getAsInt()), "null");
    }
  }

  private static void checkTypes(ConfigObject config, int layers) {
    List<String> types = config.texts("layer_types");
    for (String type : types) {
      if (!type.equals(FULL)) {
        throw config.unsupported("layer_types", new JsonPrimitive(type), FULL);
      }
    }
    if (config.value("layer_types").isPresent() && types.size() != layers) {
      throw new CheckpointFormatException(
          "%s: layer_types must have one entry per layer, got %d and num_hidden_layers %d"
              .formatted(config.source(), types.size(), layers));
    }
  }
}
