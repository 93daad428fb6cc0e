package dev.oreo.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Choosing among the turns drawn in a state. */
final class BestOfKActionTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("pqabcd");

  private static List<Generation> choose(
      ScriptedGenerator generator, ValueTable values, int actions, String... states) {
    List<int[]> ids =
        List.of(states).stream().map(state -> TOKENIZER.encode(state).tokenIds()).toList();
    List<Long> seeds = List.of(states).stream().map(state -> (long) state.hashCode()).toList();
    return new BestOfKAction(generator, values, actions, GenerationConfig.sampling(1))
        .choose(ids, seeds, 10);
  }

  @Test
  void choose_takesTheTurnOfHighestValueInEachState() {
    ScriptedGenerator generator =
        new ScriptedGenerator(TOKENIZER).on("p", "a$", "b$", "c$").on("q", "a$", "d$", "a$");
    ValueTable values =
        new ValueTable(TOKENIZER)
            .put("pa", 0.1)
            .put("pb", 0.9)
            .put("pc", 0.3)
            .put("qa", 0.5)
            .put("qd", -1);

    List<Generation> chosen = choose(generator, values, 3, "p", "q");

    assertThat(chosen).extracting(Generation::text).containsExactly("b", "a");
    assertThat(generator.calls).hasSize(1);
    assertThat(generator.seeds()).hasSize(6);
    assertThat(values.calls).hasSize(1);
    assertThat(generator.forgotten).containsExactly(List.of("pa", "pc", "qd", "qa"));
    assertThat(values.forgotten).isEqualTo(generator.forgotten);
  }

  @Test
  void choose_ties_goToTheFirstDrawn() {
    ScriptedGenerator generator = new ScriptedGenerator(TOKENIZER).on("p", "a$", "b$");
    ValueTable values = new ValueTable(TOKENIZER).put("pa", 0.5).put("pb", 0.5);

    assertThat(choose(generator, values, 2, "p")).extracting(Generation::text).containsExactly("a");
  }

  @Test
  void choose_statesAndSeedsOfDifferentLength_areRejected() {
    BestOfKAction search =
        new BestOfKAction(
            new ScriptedGenerator(TOKENIZER),
            new ValueTable(TOKENIZER),
            2,
            GenerationConfig.sampling(1));

    assertThatThrownBy(() -> search.choose(List.of(new int[] {1}), List.of(), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("states and seeds must have equal length, got 1 and 0");
  }

  @Test
  void search_greedyWithSeveralActions_isRejected() {
    assertThatThrownBy(
            () ->
                new BestOfKAction(
                    new ScriptedGenerator(TOKENIZER),
                    new ValueTable(TOKENIZER),
                    2,
                    GenerationConfig.GREEDY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "generation must sample (temperature > 0) when actions is above 1,"
                + " got temperature 0 and 2 actions");
  }
}
