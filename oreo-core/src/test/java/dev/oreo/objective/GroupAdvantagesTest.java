package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rewards compared within a group. */
final class GroupAdvantagesTest {
  /** A few roundings of numbers near 1. */
  private static final double EXACT = 1e-12;

  /** The published numbers have four decimals. */
  private static final double ROUNDED = 5e-5;

  @Test
  void of_oneOfFourRight_isTheWorkedExample() {
    // mean 1/4; sum of squares 9/16 + 3/16 = 3/4; deviations sqrt(3/16) and sqrt(1/4)
    TrajectoryGroup group = group(1, 0, 0, 0);

    assertThat(GroupAdvantages.of(group, AdvantageScaling.STANDARD_DEVIATION_POPULATION))
        .containsExactly(new double[] {1.7317, -.5772, -.5772, -.5772}, within(ROUNDED));
    assertThat(GroupAdvantages.of(group, AdvantageScaling.STANDARD_DEVIATION_BESSEL))
        .containsExactly(new double[] {1.4997, -.4999, -.4999, -.4999}, within(ROUNDED));
    assertThat(GroupAdvantages.of(group, AdvantageScaling.STANDARD_DEVIATION_BESSEL)[0])
        .isCloseTo(.75 / .5001, within(EXACT));
    assertThat(GroupAdvantages.of(group, AdvantageScaling.NONE))
        .containsExactly(.75, -.25, -.25, -.25);
  }

  @ParameterizedTest
  @EnumSource
  void of_equalRewards_isExactlyZero(AdvantageScaling scaling) {
    // 0.1 + 0.1 + 0.1 is not 3 * 0.1 in doubles
    assertThat(GroupAdvantages.of(group(.1, .1, .1), scaling)).containsExactly(0, 0, 0);
    assertThat(GroupAdvantages.of(group(.7), scaling)).containsExactly(0);
  }

  @Test
  void examples_groups_areTheirAnswersInOrder() {
    TrajectoryGroup first = group(1, 0);
    TrajectoryGroup second = group(0, 0, 3);
    List<TrajectoryScores> scores =
        List.of(first, second).stream()
            .flatMap(g -> g.trajectories().stream())
            .map(t -> new TrajectoryScores(t, Map.of(Score.LOG_PROB, new double[] {-1, -2})))
            .toList();

    List<AdvantageTrajectory> examples =
        GroupAdvantages.examples(
            ScoredExample.zip(List.of(first, second), scores), AdvantageScaling.NONE);

    assertThat(examples)
        .extracting(AdvantageTrajectory::trajectory)
        .containsExactlyElementsOf(scores.stream().map(TrajectoryScores::trajectory).toList());
    assertThat(examples.stream().map(e -> e.advantages()[1]))
        .containsExactly(.5, -.5, -1., -1., 2.);
    assertThat(examples.get(4).oldLogProbs()).isSameAs(scores.get(4).get(Score.LOG_PROB));
  }

  private static TrajectoryGroup group(double... rewards) {
    List<Trajectory> answers =
        Arrays.stream(rewards).mapToObj(r -> Examples.answer(r, 1, 1)).toList();
    return new TrajectoryGroup(answers);
  }
}
