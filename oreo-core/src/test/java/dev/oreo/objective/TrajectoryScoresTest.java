package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Trajectory;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrajectoryScoresTest {
  private static final Trajectory TRAJECTORY = Examples.answer(1, 2);

  @Test
  void with_otherScores_isTheUnion() {
    TrajectoryScores union =
        scores(Score.LOG_PROB, new double[] {-1, -2})
            .with(scores(Score.VALUE, new double[] {3, 4}));

    assertThat(union.get(Score.LOG_PROB)).containsExactly(-1, -2);
    assertThat(union.get(Score.VALUE)).containsExactly(3, 4);
    assertThat(union.has(Score.REVERSE_KL)).isFalse();
    assertThat(union.trajectory()).isSameAs(TRAJECTORY);
  }

  @Test
  void with_sameScore_isRejected() {
    TrajectoryScores scores = scores(Score.VALUE, new double[2]);

    assertThatThrownBy(() -> scores.with(scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("VALUE must come from one source, got two (trajectory answer)");
  }

  @Test
  void with_otherTrajectory_isRejected() {
    TrajectoryScores other =
        new TrajectoryScores(Examples.answer(1, 2), Map.of(Score.VALUE, new double[2]));

    assertThatThrownBy(() -> scores(Score.LOG_PROB, new double[2]).with(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be of one trajectory, got answer and answer");
  }

  @Test
  void constructor_wrongLength_isRejected() {
    assertThatThrownBy(() -> scores(Score.VALUE, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "VALUE must have one entry per position, got 3 and 2 positions (trajectory answer)");
  }

  @Test
  void get_missingScore_isRejected() {
    assertThatThrownBy(() -> scores(Score.VALUE, new double[2]).get(Score.LOG_PROB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LOG_PROB must be among the scores of trajectory answer, got [VALUE]");
  }

  @Test
  void gradients_ofAConstant_areRejected() {
    assertThatThrownBy(
            () ->
                new TrajectoryGradients(
                    TRAJECTORY, Map.of(Score.REFERENCE_LOG_PROB, new double[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("REFERENCE_LOG_PROB must not have a gradient: it is a constant");
  }

  @Test
  void gradients_wrongLength_areRejected() {
    assertThatThrownBy(
            () -> new TrajectoryGradients(TRAJECTORY, Map.of(Score.VALUE, new double[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gradient of VALUE must have one entry per position, got 1 and 2 positions (trajectory answer)");
  }

  private static TrajectoryScores scores(Score score, double[] values) {
    return new TrajectoryScores(TRAJECTORY, Map.of(score, values));
  }
}
