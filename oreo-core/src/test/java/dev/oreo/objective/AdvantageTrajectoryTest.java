package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trajectories with what the sampling policy said of them. */
final class AdvantageTrajectoryTest {
  /** Positions 0 and 2 are observations. */
  private final Trajectory agent =
      Trajectory.of("agent", new int[5], List.of(new Step(2, 3, 0), new Step(4, 5, 1)));

  private final double[] four = {Double.NaN, -1, Double.NaN, -2};

  @Test
  void of_scoresAndOneAdvantage_isThatOfEveryAction() {
    AdvantageTrajectory example =
        AdvantageTrajectory.of(new TrajectoryScores(agent, Map.of(Score.LOG_PROB, four)), 0.5);

    assertThat(example.oldLogProbs()).isSameAs(four);
    assertThat(example.advantages()).containsExactly(0, .5, 0, .5);
    assertThat(example.trajectories()).containsExactly(agent);
  }

  @Test
  void equals_sameArrays_isEqual() {
    AdvantageTrajectory example = new AdvantageTrajectory(agent, four, four);

    assertThat(example).isEqualTo(new AdvantageTrajectory(agent, four, four));
    assertThat(example).isNotEqualTo(new AdvantageTrajectory(agent, four, four.clone()));
  }

  @Test
  void constructor_wrongLength_isRejected() {
    assertThatThrownBy(() -> new AdvantageTrajectory(agent, new double[3], four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "oldLogProbs must have one entry per position, got 3 and 4 positions (trajectory agent)");
    assertThatThrownBy(() -> new AdvantageTrajectory(agent, four, new double[5]))
        .hasMessage(
            "advantages must have one entry per position, got 5 and 4 positions (trajectory agent)");
  }

  @Test
  void constructor_notFiniteAtAnAction_isRejected() {
    double[] bad = {0, 0, 0, Double.NEGATIVE_INFINITY};

    assertThatThrownBy(() -> new AdvantageTrajectory(agent, bad, four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "oldLogProbs must be finite at action tokens, got -Infinity at position 3"
                + " (trajectory agent)");
    assertThatThrownBy(() -> new AdvantageTrajectory(agent, four, bad))
        .hasMessage(
            "advantages must be finite at action tokens, got -Infinity at position 3"
                + " (trajectory agent)");
  }

  @Test
  void actorCritic_badArrays_areRejected() {
    AdvantageTrajectory actor = new AdvantageTrajectory(agent, four, four);
    double[] bad = {0, Double.NaN, 0, 0};

    assertThatThrownBy(() -> new ActorCriticTrajectory(actor, new double[3], four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "oldValues must have one entry per position, got 3 and 4 positions (trajectory agent)");
    assertThatThrownBy(() -> new ActorCriticTrajectory(actor, four, bad))
        .hasMessage(
            "returns must be finite at action tokens, got NaN at position 1 (trajectory agent)");
    assertThat(new ActorCriticTrajectory(actor, four, four).trajectories()).containsExactly(agent);
  }
}
