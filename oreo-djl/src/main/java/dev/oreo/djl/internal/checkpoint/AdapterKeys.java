package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Set;

/** What oreo does with the keys of an adapter_config.json. */
final class AdapterKeys {
  private static final Set<String> READ =
      Set.of(
          "peft_type",
          "task_type",
          "r",
          "lora_alpha",
          "lora_dropout",
          "use_rslora",
          "target_modules",
          "exclude_modules",
          "modules_to_save",
          "layers_to_transform",
          "layers_pattern",
          "rank_pattern",
          "alpha_pattern");

  /** They say where the adapter came from or how it was made, nothing about what it computes. */
  private static final Set<String> IGNORED =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "revision",
          "peft_version",
          "inference_mode",
          "megatron_core",
          "ensure_weight_tying",
          "qalora_group_size",
          "runtime_config",
          "loftq_config",
          "eva_config",
          "corda_config",
          "lora_ga_config");

  /** The ways to begin that leave the base model's weights as they are; the others change them. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "init_lora_weights", Set.of("true", "gaussian", "eva", "orthogonal"),
          "bias", Set.of("none"));

  private AdapterKeys() {}

  /** Refuses every other key that says something: anything but null, false and emptiness. */
  static void check(ConfigObject config) {
    for (Map.Entry<String, JsonElement> entry : config.json().entrySet()) {
      String key = entry.getKey();
      JsonElement value = entry.getValue();
      if (READ.contains(key) || IGNORED.contains(key) || saysNothing(value)) {
        continue;
      }
      Set<String> allowed = ALLOWED.getOrDefault(key, Set.of());
      if (!value.isJsonPrimitive() || !allowed.contains(value.getAsString())) {
        throw config.unsupported(
            key, value, allowed.isEmpty() ? "absent, null or false" : "one of " + allowed);
      }
    }
  }

  private static boolean saysNothing(JsonElement value) {
    return value.isJsonNull()
        || value.equals(new JsonPrimitive(false))
        || (value.isJsonArray() && value.getAsJsonArray().isEmpty())
        || (value.isJsonObject() && value.getAsJsonObject().isEmpty());
  }
}
