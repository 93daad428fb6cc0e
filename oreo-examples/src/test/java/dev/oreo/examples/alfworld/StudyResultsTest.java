package dev.oreo.examples.alfworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The study's tables. */
final class StudyResultsTest {
  private static final StudyResults.Row SFT =
      new StudyResults.Row(StudyMethod.SFT, Optional.empty());
  private static final StudyResults.Row OREO =
      new StudyResults.Row(StudyMethod.OREO, Optional.empty());
  private static final StudyResults.Row BEST_OF_5 =
      new StudyResults.Row(StudyMethod.OREO, Optional.of(5));

  /** A digit per game: the turns if it was won, else 0 for 40 turns. */
  private static List<EpisodeOutcome> games(String turns) {
    List<EpisodeOutcome> outcomes = new ArrayList<>();
    for (int game = 0; game < turns.length(); game++) {
      int taken = turns.charAt(game) - '0';
      outcomes.add(
          new EpisodeOutcome(
              game,
              game % 2 == 0 ? "even" : "odd",
              taken > 0,
              taken > 0 ? taken : 40,
              taken > 0 ? "done" : "turn_limit"));
    }
    return outcomes;
  }

  @Test
  void markdown_oneSeed_hasRatesDifferencesAndTurns() {
    StudyResults results = new StudyResults();
    results.add(SFT, "unseen", 0, games("2000"));
    results.add(OREO, "unseen", 0, games("2400"));
    results.add(BEST_OF_5, "unseen", 0, games("2444"));

    List<String> lines = results.markdown(StudyMethod.OREO).lines().toList();

    assertThat(lines.get(0)).isEqualTo("| method | unseen | above oreo | turns | seeds |");
    assertThat(lines.get(2)).startsWith("| sft | 25.0% | −25.0 [").endsWith(" | 30.5 | 1 |");
    assertThat(lines.get(3)).isEqualTo("| oreo | 50.0% |  | 21.5 | 1 |");
    assertThat(lines.get(4))
        .startsWith("| oreo, best of 5 | 100.0% | +50.0 [")
        .endsWith("| 3.5 | 1 |");
  }

  @Test
  void markdown_severalSeeds_haveTheIntervalOfTheirMean() {
    StudyResults results = new StudyResults();
    results.add(SFT, "unseen", 0, games("2000"));
    results.add(SFT, "unseen", 1, games("2200"));
    results.add(SFT, "unseen", 2, games("0222"));

    // rates 0.25, 0.5, 0.75: standard error 0.25 / sqrt(3), t = 4.303
    assertThat(results.markdown(StudyMethod.OREO)).contains("| sft | 50.0% [−12.1, 112.1] |");
  }

  @Test
  void markdown_differenceTakesTheSeedsThatBothHave() {
    StudyResults results = new StudyResults();
    results.add(OREO, "unseen", 0, games("2222"));
    results.add(SFT, "unseen", 0, games("0000"));
    results.add(SFT, "unseen", 1, games("2222"));

    assertThat(results.markdown(StudyMethod.OREO)).contains("| −100.0 [−100.0, −100.0] |");
  }

  @Test
  void differences_areOfEveryPairOnce() {
    StudyResults results = new StudyResults();
    for (String split : List.of("seen", "unseen")) {
      results.add(SFT, split, 0, games("0000"));
      results.add(OREO, split, 0, games("2222"));
      results.add(BEST_OF_5, split, 0, games("2222"));
    }

    assertThat(results.differences())
        .isEqualTo(
            """

            | seen | above sft | above oreo |
            |---|---|---|
            | oreo | +100.0 [100.0, 100.0] |  |
            | oreo, best of 5 | +100.0 [100.0, 100.0] | +0.0 [0.0, 0.0] |

            | unseen | above sft | above oreo |
            |---|---|---|
            | oreo | +100.0 [100.0, 100.0] |  |
            | oreo, best of 5 | +100.0 [100.0, 100.0] | +0.0 [0.0, 0.0] |
            """);
  }

  @Test
  void csv_hasEverySeedByTaskType() {
    StudyResults results = new StudyResults();
    results.add(BEST_OF_5, "seen", 3, games("2040"));

    assertThat(results.csv())
        .isEqualTo(
            """
            method,actions,split,seed,task_type,won,games
            oreo,5,seen,3,even,2,2
            oreo,5,seen,3,odd,0,2
            """);
  }

  @Test
  void successRates_countByTaskTypeAndReason() {
    SuccessRates rates = new SuccessRates(games("2040"));

    assertThat(rates.markdown())
        .contains("| even | 2 | 2 | 100.0% [34.2, 100.0] |")
        .contains("| odd | 0 | 2 | 0.0% [0.0, 65.8] |")
        .contains("| all | 2 | 4 | 50.0% [15.0, 85.0] |")
        .contains("Mean number of turns 21.5. Episodes ended: {done=2, turn_limit=2}.");
    assertThat(rates.json().getAsJsonObject("all").get("won").getAsInt()).isEqualTo(2);
  }
}
