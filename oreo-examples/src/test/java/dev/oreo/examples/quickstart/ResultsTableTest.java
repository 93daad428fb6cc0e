package dev.oreo.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.evaluate.Accuracy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultsTableTest {

  @Test
  void markdown_oneSeed_showsIntervalsAndCounts() {
    String markdown = new ResultsTable(List.of(result(7, 50, 71, 60, 65))).markdown();

    assertThat(markdown)
        .contains("| accuracy on held-out problems | seed 7 | problems |\n|---|---|---|\n");
    assertThat(markdown).contains("| OREO, greedy | 71.0% [61.5, 79.0] | 100 |\n");
    assertThat(markdown).hasLineCount(2 + Method.values().length);
  }

  @Test
  void markdown_twoSeeds_showsTheMean() {
    ResultsTable table =
        new ResultsTable(List.of(result(0, 50, 71, 60, 65), result(1, 50, 80, 60, 65)));

    assertThat(table.markdown()).contains(" seed 1 | mean |\n").contains("] | 75.5% |\n");
  }

  @Test
  void brokenPromises_gainsJustLargeEnough_areNone() {
    assertThat(new ResultsTable(List.of(result(0, 50, 70, 60, 65))).brokenPromises()).isEmpty();
  }

  @Test
  void brokenPromises_gainsTooSmall_areNamedWithTheNumbers() {
    assertThat(new ResultsTable(List.of(result(0, 50, 69, 60, 64))).brokenPromises())
        .containsExactly(
            "OREO, greedy must be at least 20 points above imitation (SFT), greedy, got 69.0 and 50.0",
            "OREO, greedy must be at least 20 points above rejection sampling, greedy, got 69.0 and 50.0",
            "+ beam search by V must be at least 5 points above cautious OREO, greedy, got 64.0 and 60.0");
  }

  @Test
  void brokenPromises_severalSeeds_areJudgedByTheMean() {
    ResultsTable table =
        new ResultsTable(List.of(result(0, 50, 60, 60, 60), result(1, 50, 80, 60, 70)));

    assertThat(table.brokenPromises()).isEmpty();
  }

  @Test
  void json_hasARowForEachSeedAndMethod() {
    assertThat(new ResultsTable(List.of(result(7, 50, 71, 60, 65))).json())
        .hasSize(Method.values().length)
        .first()
        .hasToString("{\"seed\":7,\"method\":\"imitation\",\"correct\":50,\"total\":100}");
  }

  private static SeedResult result(long seed, int baselines, int oreo, int cautious, int beam) {
    Map<Method, Accuracy> accuracies = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      accuracies.put(method, new Accuracy(baselines, 100));
    }
    accuracies.put(Method.OREO, new Accuracy(oreo, 100));
    accuracies.put(Method.CAUTIOUS, new Accuracy(cautious, 100));
    accuracies.put(Method.BEAM, new Accuracy(beam, 100));
    return new SeedResult(seed, accuracies);
  }
}
