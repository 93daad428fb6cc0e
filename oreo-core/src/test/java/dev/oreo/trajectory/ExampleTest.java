package dev.oreo.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pairs and groups. */
final class ExampleTest {

  private static Trajectory answer(String id, int... tokenIds) {
    return Trajectory.of(id, tokenIds, List.of(new Step(2, tokenIds.length, 1)));
  }

  private final Trajectory first = answer("first", 1, 2, 3);
  private final Trajectory second = answer("second", 1, 2, 4, 5);
  private final Trajectory other = answer("other", 1, 1, 3);

  @Test
  void trajectories_ofEveryKind_areInOrder() {
    assertThat(first.trajectories()).containsExactly(first);
    assertThat(new PreferencePair(second, first).trajectories()).containsExactly(second, first);
    assertThat(new TrajectoryGroup(List.of(first, second, first)).trajectories())
        .containsExactly(first, second, first);
    assertThat(second.promptTokenIds()).containsExactly(1, 2);
  }

  @Test
  void constructor_otherPrompts_areRejected() {
    assertThatThrownBy(() -> new PreferencePair(first, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chosen and rejected must have the same prompt, got first and other");
    assertThatThrownBy(() -> new TrajectoryGroup(List.of(first, second, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trajectories must have the same prompt, got first and other");
    assertThatThrownBy(() -> new TrajectoryGroup(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trajectories must not be empty");
  }
}
