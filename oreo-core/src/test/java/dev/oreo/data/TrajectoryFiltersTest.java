package dev.oreo.data;

import static dev.oreo.data.Answers.answer;
import static dev.oreo.data.Answers.answers;
import static dev.oreo.data.Answers.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Filters by length and by prompt, and groups. */
final class TrajectoryFiltersTest {
  @Test
  void byActionCount_keepsBothLimits() {
    Selection selection =
        TrajectoryFilters.byActionCount(
            List.of(
                answer("1", 0, 1, 5),
                answer("2", 0, 1, 5, 5),
                answer("3", 0, 1, 5, 5, 5),
                answer("4", 0, 1, 5, 5, 5, 5),
                answer("5", 0, 1, 5, 5, 5, 5, 5)),
            2,
            3);

    assertThat(ids(selection.kept())).containsExactly("2", "3");
    assertThat(selection.dropped())
        .isEqualTo(Map.of(DropReason.TOO_SHORT, 1, DropReason.TOO_LONG, 2));
  }

  @Test
  void byActionCount_limitsOutOfOrder_areRejected() {
    assertThatThrownBy(() -> TrajectoryFilters.byActionCount(List.of(), 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("min and max must be 1 <= min <= max, got 3 and 2");
  }

  @Test
  void bothClasses_keepsPromptsThatTellTheDifference() {
    List<Trajectory> data = new ArrayList<>(answers(1, 3, 0));
    data.addAll(answers(2, 1, 2));
    data.addAll(answers(3, 0, 1));

    Selection selection = TrajectoryFilters.bothClasses(data, 1);

    assertThat(selection.kept()).isEqualTo(data.subList(3, 6));
    assertThat(selection.dropped()).isEqualTo(Map.of(DropReason.ONE_CLASS, 4));
    assertThat(DropReason.ONE_CLASS).hasToString("one class");
  }

  @Test
  void groups_holdEqualPromptsInTheOrderOfFirstAppearance() {
    List<Trajectory> data =
        List.of(
            answer("a", 2, 0, 5), answer("b", 1, 0, 5), answer("c", 2, 1, 5), answer("d", 1, 1, 6));

    assertThat(TrajectoryGroups.byPrompt(data))
        .extracting(group -> ids(group.trajectories()))
        .containsExactly(List.of("a", "c"), List.of("b", "d"));
    assertThat(TrajectoryGroups.byPrompt(List.of())).isEmpty();
  }
}
