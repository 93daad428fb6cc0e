package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchCountsTest {

  @Test
  void of_trajectories_countsThemAndTheirActionTokens() {
    assertThat(BatchCounts.of(List.of(Examples.answer(1, 2, 3), Examples.answer(0, 1))))
        .isEqualTo(new BatchCounts(2, 2, 6));
  }

  @Test
  void of_noTrajectories_isRejected() {
    assertThatThrownBy(() -> BatchCounts.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples must be >= 1, got 0");
  }

  @Test
  void constructor_fewerTokensThanTrajectories_isRejected() {
    assertThatThrownBy(() -> new BatchCounts(3, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actionTokens must be >= trajectories, got 2 and 3");
  }
}
