package dev.oreo.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ValuedTrajectoryTest {
  private final Trajectory answer = Trajectory.of("answer", new int[2], List.of(new Step(1, 2, 1)));

  @Test
  void trajectories_valued_isTheOneTrajectory() {
    assertThat(new ValuedTrajectory(answer, 0.5).trajectories()).containsExactly(answer);
  }

  @Test
  void constructor_valueNotFinite_isRejected() {
    assertThatThrownBy(() -> new ValuedTrajectory(answer, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must be finite, got NaN (trajectory answer)");
  }
}
