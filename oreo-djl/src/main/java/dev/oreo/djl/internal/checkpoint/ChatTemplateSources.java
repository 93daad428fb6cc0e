package dev.oreo.djl.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a checkpoint's chat templates, and what they may name.
 *
 * @param byName texts by the template's name; a template without one is {@value #DEFAULT}
 * @param specialTokens by name, each a string or a list of strings
 */
public record ChatTemplateSources(Map<String, Source> byName, Map<String, Object> specialTokens) {
  /** The name of the template that is used unless another is asked for. */
  public static final String DEFAULT = "default";

  /** The default template's file in a checkpoint folder. */
  public static final String FILE = "chat_template.jinja";

  /** The folder of the other templates' files. */
  public static final String FOLDER = "additional_chat_templates";

  private static final String KEY = "chat_template";
  private static final String SUFFIX = ".jinja";

  /**
   * One template.
   *
   * @param text in Jinja
   * @param origin where it stands, for messages
   */
  public record Source(String text, String origin) {}

  /**
   * Reads a checkpoint's templates: those in files of their own, or else the key chat_template of
   * tokenizer_config.json.
   *
   * @param directory the checkpoint
   * @return none, one or several
   * @throws CheckpointFormatException if the key is neither a text nor a list of named ones, or a
   *     file is not UTF-8
   * @throws IOException if a file cannot be read
   */
  public static ChatTemplateSources read(Path directory) throws IOException {
    Map<String, Source> byName = fromFiles(directory);
    if (byName.isEmpty()) {
      byName = fromConfig(directory.resolve(SpecialTokens.CONFIG_FILE));
    }
    return new ChatTemplateSources(Map.copyOf(byName), SpecialTokens.all(directory));
  }

  private static Map<String, Source> fromFiles(Path directory) throws IOException {
    Map<String, Source> byName = new TreeMap<>();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      byName.put(DEFAULT, source(file));
    }
    Path folder = directory.resolve(FOLDER);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path other : others) {
          String name = other.getFileName().toString();
          byName.put(name.substring(0, name.length() - SUFFIX.length()), source(other));
        }
      }
    }
    return byName;
  }

  private static Source source(Path file) throws IOException {
    try {
      return new Source(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new CheckpointFormatException("%s must be UTF-8 text".formatted(file), e);
    }
  }

  private static Map<String, Source> fromConfig(Path file) throws IOException {
    Optional<JsonObject> config = JsonFiles.readIfPresent(file);
    Optional<JsonElement> value = config.flatMap(json -> JsonFiles.value(json, KEY));
    if (value.isEmpty()) {
      return Map.of();
    }
    String origin = file + ": " + KEY;
    if (!value.get().isJsonArray()) {
      return Map.of(DEFAULT, new Source(text(value.get(), origin), origin));
    }
    Map<String, Source> byName = new TreeMap<>();
    for (JsonElement entry : value.get().getAsJsonArray()) {
      JsonObject named = entry.isJsonObject() ? entry.getAsJsonObject() : new JsonObject();
      String name = text(named.get("name"), origin + " name");
      String place = origin + " " + name;
      byName.put(name, new Source(text(named.get("template"), place), place));
    }
    return byName;
  }

  private static String text(@Nullable JsonElement value, String origin) {
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new CheckpointFormatException(
          "%s must be a string, or %s a list of objects with name and template, got %s"
              .formatted(origin, KEY, value == null ? "none" : JsonFiles.excerpt(value)));
    }
    return value.getAsString();
  }
}
