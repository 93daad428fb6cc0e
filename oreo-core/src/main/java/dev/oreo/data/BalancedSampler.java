package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * OREO's balanced selection of samples.
 *
 * <p>Of a prompt with {@code P} successes and {@code N} failures it keeps
 *
 * <pre>
 * min(P, max(N, 1), maxPositives) successes and min(N, maxNegatives) failures,</pre>
 *
 * each drawn uniformly without replacement. So a prompt whose answers are all right keeps one, and
 * one whose answers are all wrong keeps up to {@code maxNegatives}. The paper uses it for its
 * largest model, with 16 samples per prompt and 4 as both limits; its smaller models train on all
 * samples.
 *
 * <p>Difference from the authors' code: that also stops sampling a prompt once it has 4 of both,
 * which is the sampling loop's to do.
 *
 * @param threshold least total reward of a success, finite; 1 if rewards are 0 and 1
 * @param maxPositives most successes per prompt, at least 1
 * @param maxNegatives most failures per prompt, at least 0
 * @param seed of the draws; those of a prompt depend on it and on how many prompts appeared before
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, appendix</a>
 */
public record BalancedSampler(double threshold, int maxPositives, int maxNegatives, long seed) {
  /** The paper's limit for successes and for failures. */
  public static final int PAPER_LIMIT = 4;

  /** Checks the ranges. {@inheritDoc} */
  public BalancedSampler {
    PromptIndex.requireThreshold(threshold);
    Checks.argument(maxPositives >= 1, "maxPositives must be >= 1, got %d", maxPositives);
    Checks.argument(maxNegatives >= 0, "maxNegatives must be >= 0, got %d", maxNegatives);
  }

  /**
   * Returns a sampler with the paper's limits, {@link #PAPER_LIMIT} of each class.
   *
   * @param threshold least total reward of a success, finite
   * @param seed of the draws
   * @return the sampler
   */
  public static BalancedSampler of(double threshold, long seed) {
    return new BalancedSampler(threshold, PAPER_LIMIT, PAPER_LIMIT, seed);
  }

  /**
   * Selects trajectories. Others are dropped as {@link DropReason#OVER_CAP}.
   *
   * @param trajectories in any order; those with equal tokens before the first action answer the
   *     same prompt
   * @return the balanced selection
   */
  public Selection select(List<Trajectory> trajectories) {
    boolean[] kept = new boolean[trajectories.size()];
    List<List<Integer>> prompts = PromptIndex.of(trajectories);
    for (int p = 0; p < prompts.size(); p++) {
      List<Integer> positives = PromptIndex.ofClass(prompts.get(p), trajectories, threshold, true);
      List<Integer> negatives = PromptIndex.ofClass(prompts.get(p), trajectories, threshold, false);
      int positivesWanted = Math.min(Math.max(negatives.size(), 1), maxPositives);
      PromptIndex.mark(
          kept, PromptIndex.draw(positives, positivesWanted, Seeds.derive(seed, p, 0)));
      PromptIndex.mark(kept, PromptIndex.draw(negatives, maxNegatives, Seeds.derive(seed, p, 1)));
    }
    return Selection.marked(trajectories, kept, DropReason.OVER_CAP);
  }
}
