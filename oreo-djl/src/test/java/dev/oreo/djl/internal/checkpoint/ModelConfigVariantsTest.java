package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What config.json says of windows, activations and the scaling of rotary positions. */
final class ModelConfigVariantsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'use_sliding_window':true,'sliding_window':8,'max_window_layers':1|false,true",
        "'use_sliding_window':true,'sliding_window':8,'max_window_layers':0|true,true",
        "'use_sliding_window':true,'sliding_window':8,'max_window_layers':1,"
            + "'layer_types':['sliding_attention','full_attention']|true,false",
        "'use_sliding_window':true,'sliding_window':8|",
        "'use_sliding_window':true,'sliding_window':null,'max_window_layers':0|",
        "'use_sliding_window':false,'sliding_window':8,'max_window_layers':0|",
        "'sliding_window':8,'max_window_layers':0|"
      })
  void parse_windowsOfQwen_areInTheLayersThatTransformersGivesThem(String keys, String layers) {
    for (String family : List.of("qwen2", "qwen3")) {
      ModelConfig config =
          ModelConfigTest.parse(
              "'model_type':'%s','num_key_value_heads':4,%s,%s"
                  .formatted(family, ModelConfigTest.SIZES, keys));

      assertThat(config.slidingWindow())
          .isEqualTo(
              Optional.ofNullable(layers)
                  .map(text -> Arrays.stream(text.split(",")).map(Boolean::valueOf).toList())
                  .map(flags -> new SlidingWindow(8, flags)));
    }
  }

  @Test
  void parse_windowOfMistral_nullIsNone() {
    String mistral = "'model_type':'mistral','num_key_value_heads':4," + ModelConfigTest.SIZES;

    assertThat(ModelConfigTest.parse(mistral + ",'sliding_window':null").slidingWindow()).isEmpty();
    assertThat(ModelConfigTest.parse(mistral + ",'sliding_window':16").slidingWindow())
        .contains(new SlidingWindow(16, List.of(true, true)));
  }

  @Test
  void parse_windowsThatContradict_areRejected() {
    String qwen = "'model_type':'qwen2','num_key_value_heads':4," + ModelConfigTest.SIZES;
    String types = ",'layer_types':['full_attention','sliding_attention']";

    assertThatThrownBy(() -> ModelConfigTest.parse(qwen + types))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "config: layer_types must have no sliding_attention without a window, got"
                + " use_sliding_window null and sliding_window null");
    assertThatThrownBy(
            () ->
                ModelConfigTest.parse(
                    qwen + ",'layer_types':['full_attention','chunked_attention']"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer_types must be full_attention or sliding_attention, got");
    assertThatThrownBy(
            () ->
                ModelConfigTest.parse(
                    "'model_type':'mistral','num_key_value_heads':4,"
                        + ModelConfigTest.SIZES
                        + types))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("key layer_types must be one that oreo implements for mistral");
    assertThatThrownBy(
            () ->
                ModelConfigTest.parse(
                    "'model_type':'mistral','sliding_window':0,'num_key_value_heads':4,"
                        + ModelConfigTest.SIZES))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("config: sliding_window must be > 0, got 0");
  }

  @ParameterizedTest
  @CsvSource({"silu, SILU", "gelu, GELU", "gelu_pytorch_tanh, GELU_TANH"})
  void parse_activation_isReadByName(String name, Activation activation) {
    assertThat(ModelConfigTest.llama("'hidden_act':'%s'".formatted(name)).activation())
        .isEqualTo(activation);
  }

  @Test
  void parse_ropeScalings_areRead() {
    String sizes = "'max_position_embeddings':512,";
    String yarn = "'rope_scaling':{'rope_type':'yarn','factor':4.0";

    assertThat(scaling("'rope_scaling':{'type':'linear','factor':4.0}"))
        .isEqualTo(new LinearRopeScaling(4));
    assertThat(
            scaling(
                sizes
                    + "'rope_scaling':{'rope_type':'dynamic','factor':2,"
                    + "'original_max_position_embeddings':512}"))
        .isEqualTo(new DynamicRopeScaling(2, 512));
    assertThat(scaling(sizes + yarn + "}"))
        .isEqualTo(new YarnRopeScaling(4, 0.1 * Math.log(4) + 1, 32, 1, 512));
    assertThat(
            scaling(
                sizes
                    + yarn
                    + ",'original_max_position_embeddings':64,'attention_factor':0.5,"
                    + "'beta_fast':16,'beta_slow':2}"))
        .isEqualTo(new YarnRopeScaling(8, 0.5, 16, 2, 64));
  }

  private static RopeScaling scaling(String keys) {
    return ModelConfigTest.llama(keys).rope().scaling().orElseThrow();
  }
}
