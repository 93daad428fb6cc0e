package dev.oreo.data;

import com.google.common.primitives.Ints;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** Short trajectories for tests of operations, and what they are compared by. */
final class Answers {
  private Answers() {}

  /** An answer to the prompt of one token. */
  static Trajectory answer(String id, int prompt, double reward, int... tokenIds) {
    return Trajectory.of(
        id,
        Ints.concat(new int[] {prompt}, tokenIds),
        List.of(new Step(1, 1 + tokenIds.length, reward)));
  }

  /** Successes p0, p1, ... and then failures n0, n1, ... of one prompt, all different. */
  static List<Trajectory> answers(int prompt, int successes, int failures) {
    List<Trajectory> answers = new ArrayList<>();
    for (int i = 0; i < successes; i++) {
      answers.add(answer("p" + i, prompt, 1, i));
    }
    for (int i = 0; i < failures; i++) {
      answers.add(answer("n" + i, prompt, 0, 1000 + i));
    }
    return answers;
  }

  static List<String> ids(List<Trajectory> trajectories) {
    return trajectories.stream().map(Trajectory::id).toList();
  }

  static List<String> pairIds(List<PreferencePair> pairs) {
    return pairs.stream().map(p -> p.chosen().id() + ">" + p.rejected().id()).toList();
  }

  /** All that a trajectory holds, for comparing, as its equality is identity. */
  static List<Object> content(Trajectory trajectory) {
    return List.of(
        trajectory.id(),
        Ints.asList(trajectory.tokenIds()),
        trajectory.steps(),
        trajectory.truncated());
  }
}
