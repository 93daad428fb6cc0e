package dev.oreo.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TrajectoryTest {
  /** Four prompt tokens, then steps of two tokens and of three with end of text. */
  private static final Trajectory ANSWER =
      Trajectory.of("answer", new int[10], List.of(new Step(4, 6, 0), new Step(6, 10, 1)));

  /** s s s a a s s a a a: two turns with an observation of two tokens between them. */
  private static final Trajectory AGENT =
      Trajectory.of("agent", new int[10], List.of(new Step(3, 5, 0.25), new Step(7, 10, 1)));

  @Test
  void masks_singleTurn_areTheDocumentedOnes() {
    // by token: s = 0 0 0 1 0 1 0 0 0 0, a = 0 0 0 0 1 1 1 1 1 1; position p chooses token p + 1
    assertThat(bits(ANSWER.stateMask(Granularity.STEP))).isEqualTo("0 0 0 1 0 1 0 0 0");
    assertThat(bits(ANSWER.actionMask())).isEqualTo("0 0 0 1 1 1 1 1 1");
    assertThat(bits(ANSWER.stateMask(Granularity.RESPONSE))).isEqualTo("0 0 0 1 0 0 0 0 0");
  }

  @Test
  void masks_agentTurns_skipObservations() {
    // by token: s = 0 0 1 1 0 0 1 1 1 0 and 0 0 1 0 0 0 1 0 0 0, a = 0 0 0 1 1 0 0 1 1 1
    assertThat(bits(AGENT.stateMask(Granularity.TOKEN))).isEqualTo("0 0 1 1 0 0 1 1 1");
    assertThat(bits(AGENT.actionMask())).isEqualTo("0 0 1 1 0 0 1 1 1");
    assertThat(bits(AGENT.stateMask(Granularity.STEP))).isEqualTo("0 0 1 0 0 0 1 0 0");
    assertThat(bits(AGENT.stateMask(Granularity.RESPONSE))).isEqualTo("0 0 1 0 0 0 0 0 0");
  }

  @ParameterizedTest
  @EnumSource
  void stateMask_everyGranularity_beginsOneBeforeTheFirstAction(Granularity granularity) {
    boolean[] mask = AGENT.stateMask(granularity);

    int first = 0;
    while (!mask[first]) {
      first++;
    }
    assertThat(first).isEqualTo(AGENT.steps().get(0).start() - 1);
  }

  @Test
  void actionCount_turns_countsChosenTokensOnly() {
    assertThat(AGENT.actionCount()).isEqualTo(5);
    assertThat(AGENT.length()).isEqualTo(10);
    assertThat(AGENT.positions()).isEqualTo(9);
  }

  @Test
  void returnToGo_stepRewards_sumsTheStepsOwnAndLater() {
    assertThat(AGENT.reward()).isEqualTo(1.25);
    assertThat(AGENT.returnToGo(0)).isEqualTo(1.25);
    assertThat(AGENT.returnToGo(1)).isEqualTo(1);
  }

  @Test
  void stepPositions_span_areOneBeforeItsTokens() {
    assertThat(AGENT.steps().get(1).firstPosition()).isEqualTo(6);
    assertThat(AGENT.steps().get(1).endPosition()).isEqualTo(9);
    assertThat(AGENT.steps().get(1).length()).isEqualTo(3);
  }

  @Test
  void truncate_insideAStep_keepsTheReward() {
    Trajectory cut = AGENT.truncate(8);

    assertThat(cut.steps()).containsExactly(new Step(3, 5, 0.25), new Step(7, 8, 1));
    assertThat(cut.length()).isEqualTo(8);
    assertThat(cut.truncated()).isTrue();
    assertThat(AGENT.truncated()).isFalse();
  }

  @Test
  void truncate_inAnObservation_keepsEarlierTurnsAndCreditsTheCutReward() {
    Trajectory cut = AGENT.truncate(6);

    assertThat(cut.steps()).containsExactly(new Step(3, 5, 1.25));
    assertThat(cut.reward()).isEqualTo(AGENT.reward());
    assertThat(bits(cut.actionMask())).isEqualTo("0 0 1 1 0");
  }

  @Test
  void truncate_longerThanTheTrajectory_isTheSame() {
    assertThat(AGENT.truncate(10)).isSameAs(AGENT);
  }

  @Test
  void truncate_beforeTheFirstAction_isRejected() {
    assertThatThrownBy(() -> AGENT.truncate(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "length must leave an action token, got 3 with the first action at 3 (trajectory agent)");
  }

  @Test
  void of_arraysChangedAfterwards_isUnaffected() {
    int[] tokenIds = {7, 8};
    Trajectory trajectory = Trajectory.of("t", tokenIds, List.of(new Step(1, 2, 0)));

    tokenIds[0] = 0;
    trajectory.tokenIds()[1] = 0;

    assertThat(trajectory.tokenIds()).containsExactly(7, 8);
    assertThat(trajectory.tokenId(0)).isEqualTo(7);
  }

  @Test
  void of_noSteps_isRejected() {
    assertThatThrownBy(() -> Trajectory.of("t", new int[3], List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must not be empty (trajectory t)");
  }

  @Test
  void of_overlappingSteps_isRejected() {
    List<Step> steps = List.of(new Step(1, 3, 0), new Step(2, 4, 0));

    assertThatThrownBy(() -> Trajectory.of("t", new int[4], steps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "steps must be in order, disjoint and within the 4 tokens, got [2, 4) after 3 (trajectory t)");
  }

  @Test
  void of_stepBeyondTheTokens_isRejected() {
    assertThatThrownBy(() -> Trajectory.of("t", new int[3], List.of(new Step(1, 4, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "steps must be in order, disjoint and within the 3 tokens, got [1, 4) after 1 (trajectory t)");
  }

  @Test
  void step_badSpanOrReward_isRejected() {
    assertThatThrownBy(() -> new Step(0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("start must be >= 1, got 0");
    assertThatThrownBy(() -> new Step(2, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("end must be > start, got start 2 and end 2");
    assertThatThrownBy(() -> new Step(1, 2, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reward must be finite, got NaN");
  }

  private static String bits(boolean[] mask) {
    StringBuilder bits = new StringBuilder();
    for (boolean counts : mask) {
      bits.append(bits.isEmpty() ? "" : " ").append(counts ? 1 : 0);
    }
    return bits.toString();
  }

  @Test
  void withRewards_truncatedTrajectory_changesNothingElse() {
    Trajectory truncated =
        Trajectory.of("t", new int[] {7, 8, 9, 6}, List.of(new Step(1, 2, 0), new Step(2, 4, 1)))
            .truncate(3);

    Trajectory rewarded = truncated.withRewards(-1, .5);

    assertThat(rewarded.steps()).containsExactly(new Step(1, 2, -1), new Step(2, 3, .5));
    assertThat(rewarded.tokenIds()).containsExactly(7, 8, 9);
    assertThat(rewarded.id()).isEqualTo("t");
    assertThat(rewarded.truncated()).isTrue();
    assertThat(truncated.reward()).isEqualTo(1);
  }

  @Test
  void withRewards_otherThanOnePerStep_isRejected() {
    Trajectory trajectory = Trajectory.of("t", new int[2], List.of(new Step(1, 2, 0)));

    assertThatThrownBy(() -> trajectory.withRewards(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rewards must be one per step, got 2 and 1 steps (trajectory t)");
    assertThatThrownBy(() -> trajectory.withRewards(Double.NaN))
        .hasMessage("reward must be finite, got NaN");
  }
}
