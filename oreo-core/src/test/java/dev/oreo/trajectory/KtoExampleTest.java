package dev.oreo.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KtoExampleTest {

  /** The prompt's tokens are all {@code prompt}, the answer's all {@code answer}. */
  private static Trajectory trajectory(int prompt, int promptLength, int answer, int answerLength) {
    int[] tokenIds = new int[promptLength + answerLength];
    Arrays.fill(tokenIds, prompt);
    Arrays.fill(tokenIds, promptLength, tokenIds.length, answer);
    Step step = new Step(promptLength, tokenIds.length, answer % 2);
    return Trajectory.of("t" + answer, tokenIds, List.of(step));
  }

  /** As many answers to each prompt as given; the n-th answer's tokens are all 100 + n. */
  private static List<Trajectory> answers(int... perPrompt) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int prompt = 0; prompt < perPrompt.length; prompt++) {
      for (int i = 0; i < perPrompt[prompt]; i++) {
        int answer = 100 + trajectories.size();
        trajectories.add(trajectory(prompt, 1 + prompt % 3, answer, 2));
      }
    }
    return trajectories;
  }

  private static int answerOf(Trajectory trajectory) {
    return trajectory.tokenId(trajectory.steps().get(0).start());
  }

  private static List<KtoExample> mismatch(List<Trajectory> trajectories, long seed) {
    return KtoExample.mismatch(trajectories, t -> t.reward() > 0, seed);
  }

  @Test
  void mismatch_noPromptInTheMajority_usesEveryAnswerOnceBehindAnotherPrompt() {
    List<Trajectory> trajectories = answers(4, 1, 3, 4, 2);
    for (long seed = 0; seed < 20; seed++) {
      List<KtoExample> examples = mismatch(trajectories, seed);

      Set<Integer> used = new HashSet<>();
      for (int i = 0; i < examples.size(); i++) {
        KtoExample example = examples.get(i);
        assertThat(example.trajectory()).isSameAs(trajectories.get(i));
        assertThat(example.trajectories()).containsExactly(trajectories.get(i));
        assertThat(example.desirable()).isEqualTo(trajectories.get(i).reward() > 0);
        used.add(answerOf(example.mismatched()));
        assertReallyMismatched(example, trajectories);
      }
      assertThat(used).hasSameSizeAs(trajectories);
    }
  }

  @Test
  void mismatch_promptInTheMajority_usesTheOthersSeveralTimes() {
    List<Trajectory> trajectories = answers(7, 1, 2);

    for (long seed = 0; seed < 20; seed++) {
      mismatch(trajectories, seed).forEach(e -> assertReallyMismatched(e, trajectories));
    }
  }

  private static void assertReallyMismatched(KtoExample example, List<Trajectory> trajectories) {
    assertThat(example.mismatched().promptTokenIds())
        .isEqualTo(example.trajectory().promptTokenIds());
    Trajectory source = trajectories.get(answerOf(example.mismatched()) - 100);
    assertThat(source.promptTokenIds()).isNotEqualTo(example.trajectory().promptTokenIds());
  }

  @Test
  void mismatch_equalSeeds_giveEqualExamples() {
    List<Trajectory> trajectories = answers(3, 3, 3, 3);

    assertThat(partners(trajectories, 4)).isEqualTo(partners(trajectories, 4));
    assertThat(partners(trajectories, 5)).isNotEqualTo(partners(trajectories, 4));
  }

  private static List<Integer> partners(List<Trajectory> trajectories, long seed) {
    return mismatch(trajectories, seed).stream().map(e -> answerOf(e.mismatched())).toList();
  }

  @Test
  void mismatch_turnsWithObservations_moveWithTheirSteps() {
    Trajectory agent =
        Trajectory.of(
            "agent",
            new int[] {1, 1, 1, 10, 11, 2, 12, 2},
            List.of(new Step(3, 5, 0.5), new Step(6, 7, 1)));
    Trajectory question = trajectory(7, 1, 5, 7);

    KtoExample example = mismatch(List.of(question, agent), 1).get(0);

    assertThat(example.mismatched().tokenIds()).containsExactly(7, 10, 11, 2, 12, 2);
    assertThat(example.mismatched().steps())
        .containsExactly(new Step(1, 3, 0.5), new Step(4, 5, 1));
    assertThat(example.mismatched().id()).isEqualTo("t5 with the answer of agent");
  }

  @Test
  void mismatch_longPromptAndLongAnswer_areCutToTheLongestTrajectory() {
    Trajectory longPrompt = trajectory(1, 8, 101, 1);
    Trajectory longAnswer = trajectory(2, 1, 102, 9);

    List<KtoExample> examples = mismatch(List.of(longPrompt, longAnswer), 1);

    assertThat(examples.get(0).mismatched().length()).isEqualTo(10);
    assertThat(examples.get(0).mismatched().truncated()).isTrue();
    assertThat(examples.get(1).mismatched().tokenIds()).containsExactly(2, 101);
  }

  @Test
  void mismatch_onePrompt_isRejected() {
    List<Trajectory> trajectories = answers(3);
    assertThatThrownBy(() -> mismatch(trajectories, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trajectories must have two different prompts at least, got 1 in 3 trajectories");
    assertThatThrownBy(() -> mismatch(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trajectories must have two different prompts at least, got 0 in 0 trajectories");
  }

  @Test
  void constructor_otherPrompt_isRejected() {
    Trajectory one = trajectory(1, 2, 5, 1);
    Trajectory other = trajectory(2, 2, 6, 1);
    assertThatThrownBy(() -> new KtoExample(one, true, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mismatched must have the trajectory's prompt, got t6 and t5");
  }
}
