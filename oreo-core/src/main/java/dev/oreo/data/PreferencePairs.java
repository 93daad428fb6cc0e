package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Makes pairs of a success and a failure from the answers to each prompt.
 *
 * <p>A prompt with {@code P} successes and {@code N} failures has {@code P N} pairs. With a cap,
 * {@code min(cap, P N)} of them are drawn uniformly without replacement, so none is given twice.
 * The paper's caps are 6 (1.5B, mathematics), 10 (7B, mathematics) and 5 (ALFWorld). A prompt that
 * lacks a class gives none.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, the DPO baseline</a>
 */
public final class PreferencePairs {
  private PreferencePairs() {}

  /**
   * Returns all pairs.
   *
   * @param trajectories in any order; those with equal tokens before the first action answer the
   *     same prompt
   * @param threshold least total reward of a success, finite; 1 if rewards are 0 and 1
   * @return the pairs, and what gave none
   */
  public static PairSelection all(List<Trajectory> trajectories, double threshold) {
    return sample(trajectories, threshold, Integer.MAX_VALUE, 0);
  }

  /**
   * Returns at most a number of pairs per prompt.
   *
   * @param trajectories in any order; those with equal tokens before the first action answer the
   *     same prompt
   * @param threshold least total reward of a success, finite; 1 if rewards are 0 and 1
   * @param cap most pairs per prompt, at least 1
   * @param seed of the draws; those of a prompt depend on it and on how many prompts appeared
   *     before
   * @return the pairs, and what gave none
   */
  public static PairSelection sample(
      List<Trajectory> trajectories, double threshold, int cap, long seed) {
    PromptIndex.requireThreshold(threshold);
    Checks.argument(cap >= 1, "cap must be >= 1, got %d", cap);
    List<PreferencePair> pairs = new ArrayList<>();
    int withoutPositive = 0;
    int withoutNegative = 0;
    long overCap = 0;
    List<List<Integer>> prompts = PromptIndex.of(trajectories);
    for (int p = 0; p < prompts.size(); p++) {
      List<Integer> positives = PromptIndex.ofClass(prompts.get(p), trajectories, threshold, true);
      List<Integer> negatives = PromptIndex.ofClass(prompts.get(p), trajectories, threshold, false);
      withoutPositive += positives.isEmpty() ? 1 : 0;
      withoutNegative += negatives.isEmpty() ? 1 : 0;
      long possible = (long) positives.size() * negatives.size();
      overCap += Math.max(0, possible - cap);
      for (long pair : draw(possible, cap, new Random(Seeds.derive(seed, p)))) {
        int positive = positives.get((int) (pair / negatives.size()));
        int negative = negatives.get((int) (pair % negatives.size()));
        pairs.add(new PreferencePair(trajectories.get(positive), trajectories.get(negative)));
      }
    }
    return new PairSelection(pairs, withoutPositive, withoutNegative, overCap);
  }

  /* Floyd's sampling: draws distinct numbers below a bound without listing them all. */
  private static Set<Long> draw(long bound, int cap, RandomGenerator random) {
    Set<Long> drawn = new TreeSet<>();
    for (long top = Math.max(0, bound - cap); top < bound; top++) {
      if (!drawn.add(random.nextLong(top + 1))) {
        drawn.add(top);
      }
    }
    return drawn;
  }
}
