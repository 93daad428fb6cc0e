package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scores meet their examples. */
final class ScoredExampleTest {
  private final TrajectoryScores first = scores();
  private final TrajectoryScores second = scores();
  private final TrajectoryScores third = scores();

  private static TrajectoryScores scores() {
    return Examples.randomScores(Examples.answer(1, 2), new Random(1));
  }

  private static TrajectoryGroup group(TrajectoryScores... scores) {
    return new TrajectoryGroup(Arrays.stream(scores).map(TrajectoryScores::trajectory).toList());
  }

  @Test
  void zip_groups_giveEachItsOwnScoresInOrder() {
    List<ScoredExample<TrajectoryGroup>> scored =
        ScoredExample.zip(
            List.of(group(first, second), group(third)), List.of(first, second, third));

    assertThat(scored).hasSize(2);
    assertThat(scored.get(0).scores()).containsExactly(first, second);
    assertThat(scored.get(1).scores()).containsExactly(third);
    assertThat(scored.get(1).only()).isSameAs(third);
  }

  @Test
  void zip_otherNumberOrTrajectory_isRejected() {
    List<Trajectory> two = List.of(first.trajectory(), second.trajectory());

    assertThatThrownBy(() -> ScoredExample.zip(two, List.of(first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be one per trajectory, got 1, and the first 2 examples have 2");
    assertThatThrownBy(() -> ScoredExample.zip(two, List.of(first, second, third)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be one per trajectory, got 3 and 2 trajectories");
    assertThatThrownBy(() -> ScoredExample.zip(two, List.of(second, first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be of the example's trajectories in order, got answer and answer");
    assertThatThrownBy(() -> new ScoredExample<>(group(first, second), List.of(first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be one per trajectory of the example, got 1 and 2 trajectories");
  }

  @Test
  void only_ofAGroup_isRejected() {
    ScoredExample<TrajectoryGroup> scored =
        new ScoredExample<>(group(first, second), List.of(first, second));

    assertThatThrownBy(scored::only)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("example must have one trajectory, got 2");
  }
}
