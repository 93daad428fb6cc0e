package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.djl.HuggingFaceCheckpoint;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frequencies at the sizes of real models; families/make_fixtures.py made the numbers. */
final class RopeConfigTest {
  /** Two float32 units in the last place: transformers' power function rounds differently. */
  private static final double RELATIVE = 2.4e-7;

  static Stream<JsonObject> cases() throws IOException {
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(
                HuggingFaceCheckpoint.class.getResourceAsStream("families/rope.json")),
            StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(file).getAsJsonArray().asList().stream()
          .map(JsonElement::getAsJsonObject);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inverseFrequencies_realSizes_areThoseOfTransformers(JsonObject expected) {
    ConfigObject config = ConfigObject.root(expected.getAsJsonObject("config"), "config");
    int headDim = config.size("hidden_size") / config.size("num_attention_heads");

    RopeConfig rope = RopeConfig.read(config, config.size("max_position_embeddings"));
    float[] frequencies = rope.inverseFrequencies(headDim, expected.get("length").getAsInt());

    assertThat(rope.attentionFactor())
        .isEqualTo((float) expected.get("attention_factor").getAsDouble());
    JsonArray numbers = expected.getAsJsonArray("inverse_frequencies");
    assertThat(frequencies).hasSize(numbers.size());
    double[] wanted = SharedData.doubles(numbers);
    for (int j = 0; j < wanted.length; j++) {
      assertThat((double) frequencies[j]).isCloseTo(wanted[j], within(RELATIVE * wanted[j]));
    }
  }
}
