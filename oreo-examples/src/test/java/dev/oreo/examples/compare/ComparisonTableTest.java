package dev.oreo.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The best rate of each seed, means, intervals and paired differences. */
final class ComparisonTableTest {
  /** Decimal fractions in binary. */
  private static final double EXACT = 1e-12;

  private static RunResult run(String method, long seed, double rate, double valid, double test) {
    return new RunResult(method, seed, 1, rate, valid, test, 10, 1.5, "");
  }

  private static final List<RunResult> RUNS =
      List.of(
          run("dpo", 0, 1e-4, 0.5, 0.9), // better on the test problems, but not chosen
          run("dpo", 0, 2e-4, 0.6, 0.6),
          run("dpo", 1, 1e-4, 0.7, 0.7),
          run("dpo", 1, 2e-4, 0.7, 0.1), // a tie goes to the smaller rate
          run("oreo-token", 0, 4e-4, 0.8, 0.8),
          run("oreo-token", 1, 4e-4, 0.8, 0.8),
          run("sft", 0, 0, 0.4, 0.4));

  private final ComparisonTable table =
      new ComparisonTable(RUNS, List.of("sft", "dpo", "oreo-token", "kto"), "oreo-token");

  @Test
  void accuracy_isOfTheRateThatIsBestOnTheValidationProblems() {
    assertThat(table.accuracy("dpo").mean()).isCloseTo(0.65, within(EXACT));
    assertThat(table.bestRate("dpo", 0)).contains(2e-4);
    assertThat(table.bestRate("dpo", 1)).contains(1e-4);
    assertThat(table.bestRate("kto", 1)).isEmpty();
    assertThat(table.methods()).containsExactly("sft", "dpo", "oreo-token");
  }

  @Test
  void difference_isPairedBySeed() {
    assertThat(table.difference("dpo").orElseThrow().mean()).isCloseTo(-0.15, within(EXACT));
    // differences -0.2 and -0.1: standard error 0.05, t = 12.7062 with one degree of freedom
    assertThat(table.difference("dpo").orElseThrow().interval().orElseThrow().upper())
        .isCloseTo(-0.15 + 12.7062 * 0.05, within(1e-5));
    assertThat(table.difference("sft").orElseThrow().seeds()).isEqualTo(1);
    assertThat(table.difference("oreo-token")).isEmpty();
  }

  @Test
  void markdown_hasALinePerMethod() {
    assertThat(table.markdown())
        .isEqualTo(
            """
            | method | test accuracy | difference to oreo-token | learning rates | seeds |
            |---|---|---|---|---|
            | sft | 40.0% | -40.0% | - | 1 |
            | dpo | 65.0% [1.5, 128.5] | -15.0% [-78.5, 48.5] | 2e-4, 1e-4 | 2 |
            | oreo-token | 80.0% [80.0, 80.0] |  | 4e-4 | 2 |
            """);
  }

  @Test
  void csv_hasEveryRunAndMarksTheBest() {
    assertThat(table.csv(RUNS).lines())
        .hasSize(8)
        .contains(
            "dpo,0,1,1.0E-4,0.5000,0.9000,10,1.5,false,\"\"",
            "dpo,0,1,2.0E-4,0.6000,0.6000,10,1.5,true,\"\"");
  }

  @Test
  void rounds_countSeedsWithAllOfThem() {
    List<RunResult> runs = new ArrayList<>(RUNS);
    runs.add(new RunResult("dpo", 0, 2, 2e-4, 0, 0.8, 10, 1, ""));

    assertThat(RoundsTable.markdown(table, runs, List.of(0L, 1L), 2))
        .isEqualTo(
            """
            | method | round 1 | round 2 |
            |---|---|---|
            | dpo | 60.0% | 80.0% |
            """);
  }
}
