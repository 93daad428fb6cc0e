package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.LoraTargets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes low-rank adapters as PEFT's adapter_config.json: the keys that every PEFT has known, and
 * the others where they say something.
 */
final class AdapterConfigWriter {
  private final LoraConfig lora;
  private final List<String> allLinear;

  AdapterConfigWriter(LoraConfig lora, List<String> allLinear) {
    this.lora = lora;
    this.allLinear = allLinear;
  }

  JsonObject json(AdapterKind kind, Path base) {
    JsonObject json = new JsonObject();
    json.addProperty("peft_type", "LORA");
    json.addProperty("task_type", kind.taskType());
    json.addProperty("base_model_name_or_path", base.toAbsolutePath().normalize().toString());
    json.add("revision", JsonNull.INSTANCE);
    json.addProperty("inference_mode", true);
    json.addProperty("r", lora.rank());
    json.add("lora_alpha", number(lora.alpha()));
    json.addProperty("lora_dropout", lora.dropout());
    json.addProperty("bias", "none");
    json.addProperty("fan_in_fan_out", false);
    json.addProperty("init_lora_weights", true);
    json.addProperty("use_rslora", lora.rankStabilized());
    json.add("target_modules", modules(lora.targets()));
    lora.excluded().ifPresent(excluded -> json.add("exclude_modules", modules(excluded)));
    json.add("modules_to_save", orNull(texts(kind.wholeModules())));
    JsonArray layers = new JsonArray();
    lora.layers().forEach(layers::add);
    json.add("layers_to_transform", orNull(layers));
    JsonObject ranks = new JsonObject();
    lora.rankPattern().forEach(ranks::addProperty);
    json.add("rank_pattern", ranks);
    JsonObject alphas = new JsonObject();
    lora.alphaPattern().forEach((pattern, alpha) -> alphas.add(pattern, number(alpha)));
    json.add("alpha_pattern", alphas);
    return json;
  }

  /** PEFT's "all-linear" would take a value function's head along: the layers are named instead. */
  private JsonElement modules(LoraTargets targets) {
    if (targets instanceof LoraTargets.Matching matching) {
      return new JsonPrimitive(matching.pattern());
    }
    return texts(targets instanceof LoraTargets.Named named ? named.names() : allLinear);
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonElement orNull(JsonArray array) {
    return array.isEmpty() ? JsonNull.INSTANCE : array;
  }

  /** PEFT's alpha is a whole number mostly. */
  private static JsonPrimitive number(double value) {
    return value == (long) value ? new JsonPrimitive((long) value) : new JsonPrimitive(value);
  }
}
