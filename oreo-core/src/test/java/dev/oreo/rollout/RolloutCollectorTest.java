package dev.oreo.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Ints;
import dev.oreo.model.CharTokenizer;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.TabularPolicy;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sampled responses as trajectories. */
final class RolloutCollectorTest {
  /* a = 0, b = 1, newline = 2, end of text = 3 */
  private static final CharTokenizer TOKENIZER = new CharTokenizer("ab\n");
  private static final List<int[]> PROMPTS =
      List.of(new int[] {0}, new int[] {1, 1}, new int[] {0, 2});

  private final TabularPolicy policy = TabularPolicy.random(TOKENIZER, 4, 1);

  private static RolloutConfig config(int promptsPerCall, long seed) {
    return new RolloutConfig(
        40, 8, GenerationConfig.sampling(1), StepSegmenter.NEWLINE, promptsPerCall, seed);
  }

  private Rollouts collect(RolloutConfig config) {
    return new RolloutCollector(policy, TOKENIZER, config)
        .collect(
            PROMPTS,
            (prompt, generation) -> prompt < 2 && generation.text().startsWith("a") ? 1 : 0,
            done -> {});
  }

  @Test
  void collect_trajectories_haveTheTokensAsDrawn() {
    Rollouts rollouts = collect(config(2, 1));

    assertThat(rollouts.rollouts()).hasSize(120);
    for (int i = 0; i < 120; i++) {
      Rollout rollout = rollouts.rollouts().get(i);
      Trajectory trajectory = rollout.trajectory();
      assertThat(rollout.prompt()).isEqualTo(i / 40);
      assertThat(rollout.sample()).isEqualTo(i % 40);
      assertThat(trajectory.id()).isEqualTo("rollout-" + i / 40 + "-" + i % 40);
      assertThat(trajectory.tokenIds())
          .isEqualTo(Ints.concat(PROMPTS.get(i / 40), rollout.generation().tokenIds()));
      assertThat(trajectory.actionCount()).isEqualTo(rollout.generation().tokenIds().length);
      assertThat(trajectory.reward()).isEqualTo(rollout.success() ? 1 : 0);
      for (Step step : trajectory.steps().subList(1, trajectory.steps().size())) {
        assertThat(trajectory.tokenId(step.start() - 1)).isEqualTo(2); // a step ends in a newline
      }
    }
    assertThat(rollouts.trajectories()).anyMatch(t -> t.steps().size() > 1);
  }

  @Test
  void collect_promptsPerCall_changesNothingButTheProgress() {
    List<Integer> progress = new ArrayList<>();
    new RolloutCollector(policy, TOKENIZER, config(2, 1))
        .collect(PROMPTS, (prompt, generation) -> 0, progress::add);

    assertThat(progress).containsExactly(2, 3);
    assertThat(tokens(collect(config(1, 1)))).isEqualTo(tokens(collect(config(99, 1))));
    assertThat(tokens(collect(config(1, 1)))).isNotEqualTo(tokens(collect(config(1, 2))));
  }

  private static List<List<Integer>> tokens(Rollouts rollouts) {
    return rollouts.trajectories().stream().map(t -> Ints.asList(t.tokenIds())).toList();
  }

  @Test
  void collect_someOfTheSamples_areThoseOfAll() {
    Rollouts all = collect(config(2, 1));
    List<Rollout> some = new ArrayList<>();
    new RolloutCollector(policy, TOKENIZER, config(2, 1))
        .collect(
            PROMPTS,
            (prompt, generation) -> prompt < 2 && generation.text().startsWith("a") ? 1 : 0,
            (prompt, sample) -> (prompt + sample) % 3 == 0,
            some::add);

    assertThat(some).hasSize(40);
    for (Rollout rollout : some) {
      Rollout same = all.rollouts().get(40 * rollout.prompt() + rollout.sample());
      assertThat((rollout.prompt() + rollout.sample()) % 3).isZero();
      assertThat(rollout.trajectory().id()).isEqualTo(same.trajectory().id());
      assertThat(rollout.trajectory().tokenIds()).isEqualTo(same.trajectory().tokenIds());
      assertThat(rollout.trajectory().reward()).isEqualTo(same.trajectory().reward());
    }
  }

  @Test
  void collect_samplesOfAPrompt_areDrawnApart() {
    Set<List<Integer>> different = new HashSet<>(tokens(collect(config(1, 1))).subList(0, 40));

    assertThat(different).hasSizeGreaterThan(8);
  }

  @Test
  void counts_tellOutcomesAndEnds() {
    Rollouts rollouts = collect(config(2, 1));

    assertThat(rollouts.promptsWithBothOutcomes()).isEqualTo(2);
    assertThat(rollouts.successes()).isBetween(1, 79);
    assertThat(rollouts.finished(FinishReason.EOS) + rollouts.finished(FinishReason.LENGTH))
        .isEqualTo(120);
    assertThat(rollouts.finished(FinishReason.STOP_STRING)).isZero();
  }

  @Test
  void collect_rewardThatIsNotFinite_isRejected() {
    RolloutCollector collector = new RolloutCollector(policy, TOKENIZER, config(2, 1));

    assertThatThrownBy(() -> collector.collect(PROMPTS, (p, g) -> Double.NaN, done -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reward must be finite, got NaN");
  }

  @Test
  void config_outOfRange_isRejected() {
    GenerationConfig sampling = GenerationConfig.sampling(1);
    assertThatThrownBy(() -> new RolloutConfig(0, 1, sampling, StepSegmenter.WHOLE, 1, 1))
        .hasMessage("samplesPerPrompt must be >= 1, got 0");
    assertThatThrownBy(() -> new RolloutConfig(1, 0, sampling, StepSegmenter.WHOLE, 1, 1))
        .hasMessage("maxNewTokens must be >= 1, got 0");
    assertThatThrownBy(() -> new RolloutConfig(1, 1, sampling, StepSegmenter.WHOLE, 0, 1))
        .hasMessage("promptsPerCall must be >= 1, got 0");
    assertThatThrownBy(
            () -> new RolloutConfig(2, 1, GenerationConfig.GREEDY, StepSegmenter.WHOLE, 1, 1))
        .hasMessage(
            "generation must sample (temperature > 0) when samplesPerPrompt is above 1, got"
                + " temperature 0 and samplesPerPrompt 2");
  }
}
