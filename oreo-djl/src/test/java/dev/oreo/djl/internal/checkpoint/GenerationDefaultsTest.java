package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.oreo.djl.CheckpointFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerationDefaultsTest {
  private static final OptionalInt NONE = OptionalInt.empty();

  private final Path folder;

  GenerationDefaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void endTokenIds_generationConfig_winsOverAll() throws IOException {
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [3, 4, 3]}");

    assertThat(GenerationDefaults.endTokenIds(folder, config("7"), OptionalInt.of(9)))
        .containsExactly(3, 4);
  }

  @Test
  void endTokenIds_generationConfigWithoutOne_fallsBackToConfig() throws IOException {
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": null}");

    assertThat(GenerationDefaults.endTokenIds(folder, config("7"), OptionalInt.of(9)))
        .containsExactly(7);
  }

  @Test
  void endTokenIds_neitherFile_fallsBackToTokenizer() throws IOException {
    assertThat(GenerationDefaults.endTokenIds(folder, config("null"), OptionalInt.of(9)))
        .containsExactly(9);
    assertThat(GenerationDefaults.endTokenIds(folder, config("null"), NONE)).isEmpty();
  }

  @Test
  void endTokenIds_malformed_isRejected() throws IOException {
    Path file = folder.resolve("generation_config.json");
    Files.writeString(file, "{\"eos_token_id\": \"</s>\"}");

    assertThatThrownBy(() -> GenerationDefaults.endTokenIds(folder, config("7"), NONE))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "%s: eos_token_id must be a whole number or a list of them, got \"</s>\"", file);
  }

  private static ModelConfig config(String endTokenId) {
    String json =
        """
        {"model_type": "llama", "vocab_size": 8, "hidden_size": 4, "intermediate_size": 4,
         "num_hidden_layers": 1, "num_attention_heads": 1, "eos_token_id": %s}
        """
            .formatted(endTokenId);
    return ModelConfig.parse(JsonParser.parseString(json).getAsJsonObject(), "config");
  }
}
