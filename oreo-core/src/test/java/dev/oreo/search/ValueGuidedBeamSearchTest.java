package dev.oreo.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search, with a scripted generator and a table of values. */
final class ValueGuidedBeamSearchTest {
  private static final CharTokenizer TOKENIZER = new CharTokenizer("pqabcdefgh.");
  private static final GenerationConfig STEPS =
      GenerationConfig.sampling(1).withStopStrings(List.of("."));

  private final ScriptedGenerator generator = new ScriptedGenerator(TOKENIZER);
  private final ValueTable values = new ValueTable(TOKENIZER);

  private static BeamSearchConfig config(int beam, int maxSteps, int maxNewTokens) {
    return new BeamSearchConfig(beam, maxSteps, 100, maxNewTokens, STEPS, 1);
  }

  private List<SearchResult> search(BeamSearchConfig config, String... prompts) {
    return new ValueGuidedBeamSearch(generator, values, TOKENIZER, config)
        .search(Arrays.stream(prompts).map(p -> TOKENIZER.encode(p).tokenIds()).toList());
  }

  @Test
  void search_finishedCandidates_goToThePoolAndTheBestOfItWins() {
    generator.on("p", "a.", "b.$").on("pa.", "c.", "d.$");
    generator.on("pa.c.", "e$", "f$");
    values.put("pa.", 0.1).put("pb.", 0.6).put("pa.c.", 0.9).put("pa.d.", 0.2);
    values.put("pa.c.e", 0.5).put("pa.c.f", 0.7);

    SearchResult result = search(config(2, 20, 100), "p").get(0);

    assertThat(result.text()).isEqualTo("a.c.f");
    assertThat(result.tokenIds()).endsWith(TOKENIZER.endOfTextId()).hasSize(6);
    assertThat(result.value()).isEqualTo(0.7);
    assertThat(result.finished()).isTrue();
    assertThat(result.candidates()).isEqualTo(6);
    assertThat(generator.calls).hasSize(3);
  }

  @Test
  void search_earlyAnswer_beatsALaterOneOfLowerValue() {
    generator.on("p", "a.", "b.$").on("pa.", "c$", "d$");
    values.put("pa.", 0.9).put("pb.", 0.6).put("pa.c", 0.5).put("pa.d", 0.4);

    assertThat(search(config(2, 20, 100), "p").get(0).text()).isEqualTo("b.");
  }

  @Test
  void search_beam_keepsTheBestUnfinishedOnly() {
    generator.on("p", "a.", "b.").on("pa.", "c.", "d.").on("pb.", "e.", "f.");
    generator.on("pb.e.", "g$").on("pa.c.", "h$");
    values.put("pa.", 0.1).put("pb.", 0.2);
    values.put("pa.c.", 0.7).put("pa.d.", 0.1).put("pb.e.", 0.8).put("pb.f.", 0.6);
    values.put("pb.e.g", 0.3).put("pa.c.h", 0.4);

    SearchResult result = search(config(2, 20, 100), "p").get(0);

    assertThat(result.text()).isEqualTo("a.c.h");
    assertThat(result.candidates()).isEqualTo(2 + 4 + 4);
    assertThat(generator.calls).extracting(List::size).containsExactly(2, 4, 4);
    // the state with the higher value comes first
    assertThat(values.calls.get(1)).containsExactly("pb.e.", "pb.f.", "pa.c.", "pa.d.");
  }

  @Test
  void search_candidatesThatNothingGoesOnFrom_areForgotten() {
    generator.on("p", "a.", "b.").on("pa.", "c.", "d.").on("pb.", "e.", "f.");
    generator.on("pb.e.", "g$").on("pa.c.", "h$");
    values.put("pa.", 0.1).put("pb.", 0.2);
    values.put("pa.c.", 0.7).put("pa.d.", 0.1).put("pb.e.", 0.8).put("pb.f.", 0.6);
    values.put("pb.e.g", 0.3).put("pa.c.h", 0.4);

    search(config(2, 20, 100), "p");

    assertThat(generator.forgotten)
        .containsExactly(
            List.of(), List.of("pb.f.", "pa.d."), List.of("pb.e.g", "pb.e.g", "pa.c.h", "pa.c.h"));
    assertThat(values.forgotten).isEqualTo(generator.forgotten);
  }

  @Test
  void search_stepLimit_forgetsTheBeamToo() {
    endlessScript(1);
    values.put("pa.", 0.5).put("pb.", 0.6);

    search(config(2, 1, 100), "p");

    assertThat(generator.forgotten).containsExactly(List.of("pb.", "pa."));
  }

  @Test
  void search_tiesInBeamAndPool_goToTheFirstDrawn() {
    generator.on("p", "a.", "b.", "c.");
    generator.on("pa.", "d$").on("pb.", "e$").on("pc.", "f$");
    values.put("pa.", 0.5).put("pb.", 0.5).put("pc.", 0.5);
    values.put("pa.d", 0.1).put("pb.e", 0.1).put("pc.f", 0.1);

    SearchResult result = search(config(3, 20, 100), "p").get(0);

    assertThat(values.calls.get(1)).containsExactly("pa.d", "pb.e", "pc.f");
    assertThat(result.text()).isEqualTo("a.d");
  }

  @Test
  void search_equalCandidates_areNotMergedButValuedOnce() {
    generator.on("p", "a.").on("pa.", "b$");
    values.put("pa.", 0.5).put("pa.b", 0.1);

    SearchResult result = search(config(2, 20, 100), "p").get(0);

    assertThat(generator.calls).extracting(List::size).containsExactly(2, 4);
    assertThat(values.calls).containsExactly(List.of("pa."), List.of("pa.b"));
    assertThat(result.candidates()).isEqualTo(6);
  }

  @Test
  void search_stepLimit_givesTheBestLiveStateUnfinished() {
    endlessScript(3);
    values.put("pa.", 0.5).put("pb.", 0.6).put("pa.a.", 0.7).put("pa.b.", 0.2);
    values.put("pb.a.", 0.3).put("pb.b.", 0.8);

    SearchResult result = search(config(2, 2, 100), "p").get(0);

    assertThat(result.finished()).isFalse();
    assertThat(result.text()).isEqualTo("b.b.");
    assertThat(result.value()).isEqualTo(0.8);
    assertThat(generator.calls).hasSize(2);
  }

  @Test
  void search_twentySteps_isTheAuthorsLimit() {
    String text = "p";
    for (int step = 0; step < 20; step++) {
      generator.on(text, "a.");
      text += "a.";
      values.put(text, 0.5);
    }

    SearchResult result = search(config(1, 20, 100), "p").get(0);

    assertThat(generator.calls).hasSize(20);
    assertThat(result.finished()).isFalse();
    assertThat(result.tokenIds()).hasSize(40);
  }

  /** Every text of up to some steps goes on with a or b. */
  private void endlessScript(int steps) {
    List<String> texts = List.of("p");
    for (int step = 0; step < steps; step++) {
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        generator.on(text, "a.", "b.");
        longer.add(text + "a.");
        longer.add(text + "b.");
      }
      texts = longer;
    }
  }

  @Test
  void search_limitOfNewTokens_finishesACandidate() {
    generator.on("p", "aa.", "b.").on("pb.", "ccccc.", "d$");
    values.put("paa.", 0.1).put("pb.", 0.4).put("pb.c", 0.9).put("pb.d", 0.2);

    SearchResult result = search(config(2, 20, 3), "p").get(0);

    assertThat(result.text()).isEqualTo("b.c");
    assertThat(result.finished()).isTrue();
    assertThat(generator.calls.get(1)).extracting(GenerationRequest::maxNewTokens).containsOnly(1);
  }

  @Test
  void search_limitOfAStep_goesOnInTheNextRound() {
    BeamSearchConfig twoTokensAStep = new BeamSearchConfig(1, 20, 2, 100, STEPS, 1);
    generator.on("p", "aaa.").on("paa", "a.").on("paaa.", "b$");
    values.put("paa", 0.5).put("paaa.", 0.5).put("paaa.b", 0.5);

    assertThat(search(twoTokensAStep, "p").get(0).text()).isEqualTo("aaa.b");
  }

  @Test
  void search_endTokenAlone_isValuedAtTheStateBefore() {
    generator.on("p", "$");
    values.put("p", 0.25);

    SearchResult result = search(config(1, 20, 100), "p").get(0);

    assertThat(result.text()).isEmpty();
    assertThat(result.tokenIds()).containsExactly(TOKENIZER.endOfTextId());
    assertThat(result.value()).isEqualTo(0.25);
  }

  @Test
  void search_severalProblems_shareOneCallPerStep() {
    generator.on("p", "a$").on("q", "b.").on("qb.", "c$");
    values.put("pa", 0.1).put("qb.", 0.2).put("qb.c", 0.3);

    List<SearchResult> results = search(config(2, 20, 100), "p", "q");

    assertThat(results).extracting(SearchResult::text).containsExactly("a", "b.c");
    assertThat(generator.calls).extracting(List::size).containsExactly(4, 4);
    assertThat(values.calls).containsExactly(List.of("pa", "qb."), List.of("qb.c"));
    assertThat(generator.seeds()).hasSize(8); // no two draws share a stream
  }

  @Test
  void search_anyBatch_givesWhatEachProblemGivesAlone() {
    CharTokenizer tokenizer = new CharTokenizer("abc.");
    TabularPolicy policy = TabularPolicy.random(tokenizer, 5, 1);
    ValueGuidedBeamSearch search =
        new ValueGuidedBeamSearch(
            policy,
            TabularValueFunction.random(5, 2),
            tokenizer,
            new BeamSearchConfig(3, 6, 4, 12, STEPS, 5));
    List<GenerationRequest> problems = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      problems.add(new GenerationRequest(new int[] {i % 4, 0}, 8 + i, 100 + i));
    }

    List<SearchResult> together = search.searchProblems(problems);

    for (int i = 0; i < problems.size(); i++) {
      SearchResult alone = search.searchProblems(List.of(problems.get(i))).get(0);
      assertThat(together.get(i).tokenIds()).isEqualTo(alone.tokenIds());
      assertThat(together.get(i).value()).isEqualTo(alone.value());
      assertThat(together.get(i).candidates()).isEqualTo(alone.candidates());
      assertThat(alone.tokenIds()).hasSizeLessThanOrEqualTo(8 + i);
    }
  }

  @Test
  void search_noProblems_givesNothing() {
    assertThat(search(config(2, 20, 100))).isEmpty();
  }

  @Test
  void search_valueThatIsNotFinite_isRefused() {
    generator.on("p", "a.");
    values.put("pa.", Double.NaN);

    assertThatThrownBy(() -> search(config(1, 20, 100), "p"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("V must be finite to rank candidates, got NaN");
  }

  @Test
  void config_outOfRange_isRejected() {
    assertThatThrownBy(() -> config(0, 20, 100)).hasMessage("beam must be >= 1, got 0");
    assertThatThrownBy(() -> config(2, 0, 100)).hasMessage("maxSteps must be >= 1, got 0");
    assertThatThrownBy(() -> config(2, 20, 0)).hasMessage("maxNewTokens must be >= 1, got 0");
    assertThatThrownBy(() -> new BeamSearchConfig(2, 20, 0, 9, STEPS, 1))
        .hasMessage("maxNewTokensPerStep must be >= 1, got 0");
    assertThatThrownBy(() -> new BeamSearchConfig(2, 20, 9, 9, GenerationConfig.GREEDY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "generation must sample (temperature > 0) when beam is above 1, got temperature 0 and"
                + " beam 2");
  }
}
