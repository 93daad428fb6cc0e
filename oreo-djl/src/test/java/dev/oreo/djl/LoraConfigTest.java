package dev.oreo.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which module gets what: PEFT's rules. */
final class LoraConfigTest {
  private static final String QUERY = "model.layers.11.self_attn.q_proj";

  @Test
  void named_wholeNamesAndEnds_areContained() {
    assertThat(LoraTargets.named("q_proj").contains(QUERY)).isTrue();
    assertThat(LoraTargets.named("self_attn.q_proj").contains(QUERY)).isTrue();
    assertThat(LoraTargets.named(QUERY).contains(QUERY)).isTrue();
    assertThat(LoraTargets.named("proj", "_proj", "1.self_attn.q_proj").contains(QUERY)).isFalse();
  }

  @Test
  void matching_wholeNamesOnly_areContained() {
    assertThat(LoraTargets.matching(".*\\.q_proj").contains(QUERY)).isTrue();
    assertThat(LoraTargets.matching("q_proj").contains(QUERY)).isFalse();
  }

  @Test
  void rankOf_patterns_matchEndsOfNamesAndTheFirstCounts() {
    LoraConfig config =
        LoraConfig.builder()
            .rank(8)
            .rankPattern(
                ImmutableMap.of(
                    "1.self_attn.q_proj", 1, "1\\d.self_attn.(q|k)_proj", 2, "q_proj", 3))
            .build();

    assertThat(config.rankOf(QUERY)).isEqualTo(2);
    assertThat(config.rankOf("model.layers.1.self_attn.q_proj")).isEqualTo(1);
    assertThat(config.rankOf("model.layers.2.self_attn.q_proj")).isEqualTo(3);
    assertThat(config.rankOf("model.layers.11.mlp.q_proj2")).isEqualTo(8);
  }

  @Test
  void rankOf_patternFromTheBeginning_matches() {
    LoraConfig config =
        LoraConfig.builder().rankPattern(Map.of("^model.layers.11.*q_proj", 2)).build();

    assertThat(config.rankOf(QUERY)).isEqualTo(2);
  }

  @Test
  void scaleOf_alphaAndRank_followTheRule() {
    LoraConfig plain =
        LoraConfig.builder().rank(4).alpha(6).alphaPattern(Map.of("q_proj", 2.0)).build();

    assertThat(plain.scaleOf("a.k_proj")).isEqualTo(6.0 / 4);
    assertThat(plain.scaleOf(QUERY)).isEqualTo(2.0 / 4);
    LoraConfig stabilized = LoraConfig.builder().rank(4).alpha(6).rankStabilized(true).build();
    assertThat(stabilized.scaleOf(QUERY)).isEqualTo(3);
  }

  @Test
  void build_outOfRange_isRejected() {
    LoraConfig.Builder builder = LoraConfig.builder();

    assertThatThrownBy(() -> builder.rank(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rank must be >= 1, got 0");
    assertThatThrownBy(() -> builder.alpha(0)).hasMessage("alpha must be finite and > 0, got 0.0");
    assertThatThrownBy(() -> builder.dropout(1)).hasMessage("dropout must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> builder.rankPattern(Map.of("(", 1)))
        .hasMessage("pattern must be a regular expression, got (");
    assertThatThrownBy(() -> LoraTargets.named())
        .hasMessage("names of modules must be at least one, got none");
    assertThatThrownBy(() -> builder.targets(LoraTargets.matching(".*")).layers(Set.of(1)).build())
        .hasMessageContaining("layers must be empty where targets are a pattern, got [1]");
  }
}
