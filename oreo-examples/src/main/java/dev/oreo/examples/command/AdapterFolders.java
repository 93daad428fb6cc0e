package dev.oreo.examples.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders of adapters, as {@code train} and PEFT write them, beside those of whole networks. */
final class AdapterFolders {
  private static final String CONFIG = "adapter_config.json";
  private static final List<String> FILES = List.of(CONFIG, "adapter_model.safetensors");

  private static final JsonElement VALUE_FUNCTION = new JsonPrimitive("TOKEN_CLS");

  private AdapterFolders() {}

  /** Returns whether a folder holds adapters. */
  static boolean isAdapter(Path folder) {
    return Files.exists(folder.resolve(CONFIG));
  }

  /** Returns whether a folder's adapters are a value function's, as their configuration says. */
  static boolean isValueFunction(Path folder) throws IOException {
    JsonElement json = JsonParser.parseString(Files.readString(folder.resolve(CONFIG)));
    return json.isJsonObject() && VALUE_FUNCTION.equals(json.getAsJsonObject().get("task_type"));
  }

  /** Returns a hash of a folder's network: of adapters, or of a whole one. */
  static String fingerprint(Path folder) throws IOException {
    if (!isAdapter(folder)) {
      return HuggingFaceCheckpoint.open(folder).fingerprint();
    }
    List<String> hashes = new ArrayList<>();
    for (String file : FILES) {
      hashes.add(RunManifest.sha256(folder.resolve(file)));
    }
    return String.join("+", hashes);
  }
}
