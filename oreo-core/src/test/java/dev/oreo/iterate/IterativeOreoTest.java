package dev.oreo.iterate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which networks each round of the loop is given. */
final class IterativeOreoTest {
  /** Policies, value functions and data are names; each stage says what it was given. */
  private static final class NamedStages implements RoundStages<String, String, String> {
    private final List<String> told = new ArrayList<>();

    @Override
    public String sample(int round, String policy) {
      return "D" + round + " of " + policy;
    }

    @Override
    public RoundResult<String, String> train(RoundStart<String, String> start, String data) {
      told.add(
          "%s: policy %s, reference %s, value %s"
              .formatted(
                  data, start.policy(), start.reference(), start.valueFunction().orElse("new")));
      return new RoundResult<>("pi" + start.round(), "V" + start.round());
    }
  }

  private static List<String> told(IterationConfig config) throws IOException {
    NamedStages stages = new NamedStages();
    List<RoundResult<String, String>> results = new IterativeOreo<>(stages, config).run("pi0");
    assertThat(results).hasSize(config.rounds());
    assertThat(results.get(config.rounds() - 1).policy()).isEqualTo("pi" + config.rounds());
    return stages.told;
  }

  @Test
  void run_default_goesOnFromTheRoundBeforeWithANewValueFunction() throws IOException {
    assertThat(told(IterationConfig.of(3)))
        .containsExactly(
            "D1 of pi0: policy pi0, reference pi0, value new",
            "D2 of pi1: policy pi1, reference pi1, value new",
            "D3 of pi2: policy pi2, reference pi2, value new");
  }

  @Test
  void run_initialNetworks_areThoseOfTheBeginningInEveryRound() throws IOException {
    assertThat(told(new IterationConfig(2, Origin.INITIAL, Origin.INITIAL, ValueOrigin.ZERO_HEAD)))
        .containsExactly(
            "D1 of pi0: policy pi0, reference pi0, value new",
            "D2 of pi1: policy pi0, reference pi0, value new");
  }

  @Test
  void run_previousValueFunction_isCarriedOver() throws IOException {
    assertThat(told(new IterationConfig(3, Origin.PREVIOUS, Origin.INITIAL, ValueOrigin.PREVIOUS)))
        .containsExactly(
            "D1 of pi0: policy pi0, reference pi0, value new",
            "D2 of pi1: policy pi1, reference pi0, value V1",
            "D3 of pi2: policy pi2, reference pi0, value V2");
  }

  @Test
  void config_noRounds_isRejected() {
    assertThatThrownBy(() -> IterationConfig.of(0)).hasMessage("rounds must be >= 1, got 0");
  }
}
