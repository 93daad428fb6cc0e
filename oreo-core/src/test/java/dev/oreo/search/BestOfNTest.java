package dev.oreo.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Choosing among whole responses. */
final class BestOfNTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("pqabcdefgh.");
  private static final BestOfNConfig FIVE =
      new BestOfNConfig(5, 10, GenerationConfig.sampling(1), 1);

  /** The answer is the last character; responses that end in a dot have none. */
  private static Optional<String> last(String text) {
    return text.isEmpty() || text.endsWith(".")
        ? Optional.empty()
        : Optional.of(text.substring(text.length() - 1));
  }

  private static SampledAnswers sample(ScriptedGenerator generator, ValueTable values) {
    return new BestOfN(generator, values, FIVE)
        .sample(List.of(TOKENIZER.encode("p").tokenIds()))
        .get(0);
  }

  @Test
  void choices_followValueCountAndSquaredValue() {
    ScriptedGenerator generator =
        new ScriptedGenerator(TOKENIZER).on("p", "ab$", "cb$", "db$", "ac$", "e.$");
    ValueTable values =
        new ValueTable(TOKENIZER)
            .put("pab", 0.4)
            .put("pcb", 0.4)
            .put("pdb", -0.9)
            .put("pac", 0.6)
            .put("pe.", 0.7);

    SampledAnswers answers = sample(generator, values);

    assertThat(answers.answers()).hasSize(5);
    assertThat(answers.best().generation().text()).isEqualTo("e.");
    assertThat(answers.best().value()).isEqualTo(0.7);
    assertThat(answers.majority(BestOfNTest::last)).contains("b");
    // b: 0.16 + 0.16 + 0; c: 0.36
    assertThat(answers.valueWeightedMajority(BestOfNTest::last)).contains("c");
  }

  @Test
  void choices_ties_goToTheFirstDrawn() {
    ScriptedGenerator generator =
        new ScriptedGenerator(TOKENIZER).on("p", "b$", "c$", "c$", "b$", "d$");
    ValueTable values = new ValueTable(TOKENIZER).put("pb", 0.5).put("pc", 0.5).put("pd", 0.5);

    SampledAnswers answers = sample(generator, values);

    assertThat(answers.best().generation().text()).isEqualTo("b");
    assertThat(answers.majority(BestOfNTest::last)).contains("b");
    assertThat(answers.valueWeightedMajority(BestOfNTest::last)).contains("b");
    assertThat(values.calls).containsExactly(List.of("pb", "pc", "pd"));
  }

  @Test
  void choices_noAnswerAnywhere_areEmpty() {
    ScriptedGenerator generator = new ScriptedGenerator(TOKENIZER).on("p", "e.$");
    SampledAnswers answers = sample(generator, new ValueTable(TOKENIZER).put("pe.", 0));

    assertThat(answers.majority(BestOfNTest::last)).isEmpty();
    assertThat(answers.valueWeightedMajority(BestOfNTest::last)).isEmpty();
  }

  @Test
  void sample_severalPrompts_areGroupedAndDrawnApart() {
    ScriptedGenerator generator = new ScriptedGenerator(TOKENIZER).on("p", "a$").on("q", "b$");
    ValueTable values = new ValueTable(TOKENIZER).put("pa", 0).put("qb", 0);

    List<SampledAnswers> both =
        new BestOfN(generator, values, FIVE)
            .sample(List.of(TOKENIZER.encode("p").tokenIds(), TOKENIZER.encode("q").tokenIds()));

    assertThat(both).hasSize(2);
    assertThat(both.get(1).answers())
        .extracting(ScoredAnswer::generation)
        .extracting(Generation::text)
        .containsOnly("b");
    assertThat(generator.calls).hasSize(1);
    assertThat(generator.seeds()).hasSize(10);
  }

  @Test
  void config_outOfRange_isRejected() {
    assertThatThrownBy(() -> new BestOfNConfig(0, 1, GenerationConfig.GREEDY, 1))
        .hasMessage("samples must be >= 1, got 0");
    assertThatThrownBy(() -> new BestOfNConfig(1, 0, GenerationConfig.GREEDY, 1))
        .hasMessage("maxNewTokens must be >= 1, got 0");
    assertThatThrownBy(() -> new BestOfNConfig(2, 1, GenerationConfig.GREEDY, 1))
        .hasMessage(
            "generation must sample (temperature > 0) when samples is above 1, got temperature 0"
                + " and 2 samples");
    assertThatThrownBy(() -> new SampledAnswers(List.of())).hasMessage("answers must not be empty");
  }
}
