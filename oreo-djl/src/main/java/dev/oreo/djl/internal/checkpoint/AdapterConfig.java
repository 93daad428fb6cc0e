package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.LoraTargets;
import dev.oreo.djl.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads PEFT's adapter_config.json, and refuses what oreo does not compute. */
public final class AdapterConfig {
  /** The file's name in an adapter folder. */
  public static final String FILE = "adapter_config.json";

  private static final String TYPE = "LORA";
  private static final String ALL_LINEAR = "all-linear";
  private static final String LAYERS_PATTERN = "layers";

  private final ConfigObject config;

  private AdapterConfig(ConfigObject config) {
    this.config = config;
  }

  /**
   * Reads an adapter folder's configuration.
   *
   * @param directory the folder
   * @param kind what the adapter has to be for
   * @return what it says
   * @throws UnsupportedModelException if it asks for what is not implemented; names the key
   * @throws CheckpointFormatException if the file is absent, malformed or of another kind
   * @throws IOException if it cannot be read
   */
  public static LoraConfig read(Path directory, AdapterKind kind) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new CheckpointFormatException("%s must hold %s, found none".formatted(directory, FILE));
    }
    return new AdapterConfig(ConfigObject.root(JsonFiles.read(file), file.toString())).read(kind);
  }

  private LoraConfig read(AdapterKind kind) {
    checkType();
    checkKind(kind);
    AdapterKeys.check(config);
    try {
      return new LoraConfig(
          config.size("r"),
          config.positiveNumber("lora_alpha", LoraConfig.DEFAULT.alpha()),
          config.value("lora_dropout").map(v -> number("lora_dropout", v)).orElse(0.0),
          config.flag("use_rslora", false),
          modules("target_modules").orElseThrow(() -> config.missing("target_modules")),
          modules("exclude_modules"),
          layers(),
          ranks(),
          alphas());
    } catch (IllegalArgumentException e) {
      throw new CheckpointFormatException(config.source() + ": " + e.getMessage(), e);
    }
  }

  private void checkType() {
    String type = config.text("peft_type").orElseThrow(() -> config.missing("peft_type"));
    if (!type.equals(TYPE)) {
      throw config.unsupported("peft_type", config.json().get("peft_type"), TYPE);
    }
  }

  private void checkKind(AdapterKind kind) {
    Optional<String> task = config.text("task_type");
    boolean fits =
        task.isPresent()
            ? task.get().equals(kind.taskType())
            : kind == AdapterKind.POLICY; // PEFT's own default is none
    if (!fits) {
      throw new CheckpointFormatException(
          "%s: task_type must be %s, got %s"
              .formatted(config.source(), kind.taskType(), task.orElse("none")));
    }
    for (String module : config.texts("modules_to_save")) {
      if (!kind.wholeModules().contains(module)) {
        JsonElement value = config.json().get("modules_to_save");
        throw config.unsupported("modules_to_save", value, "among " + kind.wholeModules());
      }
    }
  }

  private double number(String key, JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw malformed(key, "a number", value);
    }
    return value.getAsDouble();
  }

  /** Returns modules by a pattern or by names; no names are none at all. */
  private Optional<LoraTargets> modules(String key) {
    Optional<JsonElement> value = config.value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isJsonArray()) {
      String pattern = config.text(key).orElseThrow();
      return Optional.of(
          pattern.equalsIgnoreCase(ALL_LINEAR)
              ? LoraTargets.ALL_LINEAR
              : LoraTargets.matching(pattern));
    }
    List<String> names = config.texts(key);
    return names.isEmpty() ? Optional.empty() : Optional.of(new LoraTargets.Named(names));
  }

  private Set<Integer> layers() {
    Set<Integer> layers = new LinkedHashSet<>(config.integers("layers_to_transform"));
    List<String> patterns = config.texts("layers_pattern");
    if (!patterns.isEmpty() && !patterns.equals(List.of(LAYERS_PATTERN))) {
      JsonElement value = config.json().get("layers_pattern");
      throw config.unsupported("layers_pattern", value, LAYERS_PATTERN);
    }
    return layers;
  }

  private Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    entries("rank_pattern")
        .forEach(
            (pattern, value) -> {
              OptionalLong rank = JsonFiles.wholeNumber(value);
              if (rank.isEmpty() || rank.getAsLong() != (int) rank.getAsLong()) {
                throw malformed("rank_pattern." + pattern, "a whole number", value);
              }
              ranks.put(pattern, (int) rank.getAsLong());
            });
    return ranks;
  }

  private Map<String, Double> alphas() {
    Map<String, Double> alphas = new LinkedHashMap<>();
    entries("alpha_pattern")
        .forEach(
            (pattern, value) -> alphas.put(pattern, number("alpha_pattern." + pattern, value)));
    return alphas;
  }

  private Map<String, JsonElement> entries(String key) {
    return config.object(key).map(object -> object.json().asMap()).orElse(Map.of());
  }

  private CheckpointFormatException malformed(String key, String rule, JsonElement value) {
    return new CheckpointFormatException(
        "%s: %s must be %s, got %s"
            .formatted(config.source(), key, rule, JsonFiles.excerpt(value)));
  }

  /**
   * Returns what PEFT reads as this configuration.
   *
   * @param lora the adapters
   * @param kind what they are for
   * @param base the folder of the frozen network
   * @param allLinear names, or ends of names, that select all linear layers of the decoder
   * @return a new object
   */
  public static JsonObject json(
      LoraConfig lora, AdapterKind kind, Path base, List<String> allLinear) {
    return new AdapterConfigWriter(lora, allLinear).json(kind, base);
  }

  /**
   * Writes an adapter_config.json.
   *
   * @param folder an existing folder without one
   * @param json the contents
   * @throws IOException if it cannot be written
   */
  public static void write(Path folder, JsonObject json) throws IOException {
    Files.writeString(folder.resolve(FILE), JsonFiles.pretty(json));
  }
}
