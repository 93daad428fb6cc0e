package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SavedConfigTest {
  private static final String BASE =
      """
      {"architectures": ["X"], "auto_map": {"A": "b"}, "vocab_size": 8,
       "hidden_size": 4, "intermediate_size": 6, "num_hidden_layers": 1, "num_attention_heads": 2,
       "num_key_value_heads": null, "rms_norm_eps": 1e-06, "rope_scaling": null%s}
      """;

  @Test
  void tokenClassification_hasOneLabel() {
    JsonObject json = SavedConfig.tokenClassification(config(""), StoredType.BF16);

    assertThat(json.get("architectures").toString()).isEqualTo("[\"Qwen2ForTokenClassification\"]");
    assertThat(json.get("id2label").toString()).isEqualTo("{\"0\":\"LABEL_0\"}");
    assertThat(json.get("label2id").toString()).isEqualTo("{\"LABEL_0\":0}");
    assertThat(json.get("torch_dtype").getAsString()).isEqualTo("bfloat16");
    assertThat(json.has("auto_map")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "llama, LlamaFor",
    "mistral, MistralFor",
    "qwen2, Qwen2For",
    "qwen3, Qwen3For",
    "gemma, GemmaFor",
    "minicpm, MiniCPMFor"
  })
  void architectures_ofEveryFamily_areItsClasses(String type, String prefix) {
    ModelConfig config = config(", \"model_type\": \"%s\"".formatted(type));

    assertThat(SavedConfig.causalLm(config, StoredType.F32).get("architectures").toString())
        .isEqualTo("[\"%sCausalLM\"]".formatted(prefix));
    assertThat(
            SavedConfig.tokenClassification(config, StoredType.F32).get("architectures").toString())
        .isEqualTo("[\"%sTokenClassification\"]".formatted(prefix));
  }

  @Test
  void causalLm_familyWithoutCodeInTransformers_keepsWhereItsCodeIs() {
    JsonObject json = SavedConfig.causalLm(config(", \"model_type\": \"minicpm\""), StoredType.F32);

    assertThat(json.get("auto_map").toString()).isEqualTo("{\"A\":\"b\"}");
  }

  @Test
  void causalLm_ofAValueFunction_dropsLabels() {
    ModelConfig config = config(", \"id2label\": {\"0\": \"LABEL_0\"}, \"dtype\": \"float16\"");

    JsonObject json = SavedConfig.causalLm(config, StoredType.F32);

    assertThat(json.get("architectures").toString()).isEqualTo("[\"Qwen2ForCausalLM\"]");
    assertThat(json.has("id2label")).isFalse();
    assertThat(json.get("dtype").getAsString()).isEqualTo("float32");
    assertThat(json.has("torch_dtype")).isFalse();
    assertThat(config.raw().has("id2label")).isTrue();
  }

  @Test
  void write_keepsNullsAndNumbersAsTheyWere(@TempDir Path folder) throws IOException {
    ModelConfig config = config("");
    SavedConfig.write(folder, SavedConfig.causalLm(config, StoredType.F32));

    assertThat(Files.readString(folder.resolve("config.json")))
        .contains("\"num_key_value_heads\": null", "\"rms_norm_eps\": 1e-06");
    assertThat(ModelConfig.read(folder).keyValueHeads()).isEqualTo(2);
  }

  private static ModelConfig config(String more) {
    JsonObject json = JsonParser.parseString(BASE.formatted(more)).getAsJsonObject();
    if (!json.has("model_type")) {
      json.addProperty("model_type", "qwen2");
    }
    return ModelConfig.parse(json, "config");
  }
}
