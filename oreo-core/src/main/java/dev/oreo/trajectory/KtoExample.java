package dev.oreo.trajectory;

import dev.oreo.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One answer, labelled as desirable or not, and an answer to another prompt put behind this prompt.
 *
 * <p>The mismatched answer says how far the policy has moved from the reference in general. It is
 * scored but not trained on: {@link #trajectories} does not have it.
 *
 * @param trajectory prompt and answer
 * @param desirable whether the answer is a good one
 * @param mismatched the same prompt, and what was answered to another one
 */
public record KtoExample(Trajectory trajectory, boolean desirable, Trajectory mismatched)
    implements Example {

  /** Checks that the prompts agree. {@inheritDoc} */
  public KtoExample {
    Checks.argument(
        Arrays.equals(trajectory.promptTokenIds(), mismatched.promptTokenIds()),
        "mismatched must have the trajectory's prompt, got %s and %s",
        mismatched.id(),
        trajectory.id());
  }

  /** Returns the labelled trajectory alone. */
  @Override
  public List<Trajectory> trajectories() {
    return List.of(trajectory);
  }

  /**
   * Labels trajectories and gives each the answer of another one whose prompt really differs.
   *
   * <p>Every answer is used once, as long as no prompt has more than half of the trajectories; else
   * the answers to the other prompts are used several times. Whatever followed the other prompt
   * moves with its steps, observations included, and is cut to the length of the longest trajectory
   * given, so that scoring it needs no more room than the data.
   *
   * @param trajectories a whole data set, with two different prompts at least
   * @param desirable the label, such as {@code t -> t.reward() > 0}
   * @param seed of which answer goes to which prompt; equal seeds give equal examples
   * @return one per trajectory, in order
   * @throws IllegalArgumentException if there are no two different prompts
   */
  public static List<KtoExample> mismatch(
      List<Trajectory> trajectories, Predicate<Trajectory> desirable, long seed) {
    int[] partners = new Mismatch(trajectories, seed).partners();
    int longest = trajectories.stream().mapToInt(Trajectory::length).max().orElseThrow();
    Trajectory[] all = trajectories.toArray(Trajectory[]::new);
    KtoExample[] examples = new KtoExample[all.length];
    Arrays.setAll(
        examples,
        i -> {
          Trajectory moved = Mismatch.behindPromptOf(all[i], all[partners[i]]).truncate(longest);
          return new KtoExample(all[i], desirable.test(all[i]), moved);
        });
    return List.of(examples);
  }
}
