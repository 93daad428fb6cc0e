package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes config.json of a saved model: the one it came from, with what saving changes.
 *
 * <p>Dropped besides: where the file came from ({@code _name_or_path}, and {@code auto_map} unless
 * transformers has no code of its own for the family) and, for a language model, labels.
 */
public final class SavedConfig {
  private static final String REMOTE_CODE = "auto_map";
  private static final List<String> LABEL_KEYS =
      List.of("id2label", "label2id", "num_labels", "problem_type", "classifier_dropout");

  private SavedConfig() {}

  /**
   * Returns the config of a saved language model.
   *
   * @param config the model
   * @param type how its weights are stored: F32, F16 or BF16
   * @return a new object
   */
  public static JsonObject causalLm(ModelConfig config, StoredType type) {
    return base(config, type, config.family().causalLmClass());
  }

  /**
   * Returns the config of a saved value function: one label.
   *
   * @param config the model
   * @param type how its weights are stored: F32, F16 or BF16
   * @return a new object
   */
  public static JsonObject tokenClassification(ModelConfig config, StoredType type) {
    JsonObject json = base(config, type, config.family().tokenClassificationClass());
    JsonObject labels = new JsonObject();
    labels.addProperty("0", "LABEL_0");
    JsonObject ids = new JsonObject();
    ids.addProperty("LABEL_0", 0);
    json.add("id2label", labels);
    json.add("label2id", ids);
    return json;
  }

  private static JsonObject base(ModelConfig config, StoredType type, String architecture) {
    JsonObject json = config.raw().deepCopy();
    json.remove("_name_or_path");
    if (!config.family().hasRemoteCode()) {
      json.remove(REMOTE_CODE);
    }
    LABEL_KEYS.forEach(json::remove);
    JsonArray architectures = new JsonArray();
    architectures.add(architecture);
    json.add("architectures", architectures);
    String typeKey = json.has("dtype") ? "dtype" : "torch_dtype"; // the former since transformers 5
    json.remove("torch_dtype");
    json.addProperty(typeKey, torchName(type));
    return json;
  }

  private static String torchName(StoredType type) {
    Checks.argument(type.isWeight(), "type must be F32, F16 or BF16, got %s", type);
    return switch (type) {
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> "float32";
    };
  }

  /**
   * Writes a config.json.
   *
   * @param folder an existing folder without one
   * @param json the contents
   * @throws IOException if it cannot be written
   */
  public static void write(Path folder, JsonObject json) throws IOException {
    Files.writeString(folder.resolve(ModelConfig.FILE), JsonFiles.pretty(json));
  }
}
