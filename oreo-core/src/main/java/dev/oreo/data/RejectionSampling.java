package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rejection sampling family: fine-tuning on those of the policy's own samples that are good.
 *
 * <p>These operations choose the samples; {@code dev.oreo.objective.SftObjective} then trains on
 * them. Trajectories answer the same prompt if their tokens before the first action are equal.
 *
 * <ul>
 *   <li>Rejection sampling as the OREO paper compares it: {@link #atLeast}, neither de-duplicated
 *       nor capped.
 *   <li>RAFT: {@link #bestPerPrompt} of K samples per prompt, training on from the current model.
 *   <li>ReST-EM: {@link #atLeast}, then {@link #capPerPrompt}, training from the base each time.
 *   <li>RFT: {@link #atLeast}, then {@link #distinctPerPrompt}.
 *   <li>STaR: {@link #atLeast}, training from the original base each time. That restart is a matter
 *       of the training loop: each round samples from the policy trained last and trains a fresh
 *       copy of the base. Its samples with the answer as a hint need prompts of their own.
 * </ul>
 *
 * <p>Prompts without a good sample vanish, so hard prompts weigh less than in the data sampled
 * from.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, the baseline</a>
 * @see <a href="https://arxiv.org/abs/2203.14465">Zelikman et al. 2022, STaR</a>
 * @see <a href="https://arxiv.org/abs/2304.06767">Dong et al. 2023, RAFT</a>
 */
public final class RejectionSampling {
  private RejectionSampling() {}

  /**
   * Keeps all trajectories of a reward. Others are dropped as {@link DropReason#LOW_REWARD}.
   *
   * @param trajectories in any order
   * @param threshold least total reward, finite; 1 if rewards are 0 and 1
   * @return those with at least that reward
   */
  public static Selection atLeast(List<Trajectory> trajectories, double threshold) {
    PromptIndex.requireThreshold(threshold);
    boolean[] kept = new boolean[trajectories.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = trajectories.get(i).reward() >= threshold;
    }
    return Selection.marked(trajectories, kept, DropReason.LOW_REWARD);
  }

  /**
   * Keeps each prompt's best trajectory by total reward. Of equally good ones the first given is
   * kept: samples drawn independently are a random order already. A prompt whose answers are all
   * bad keeps a bad one; {@link #atLeast} leaves it out. Others are dropped as {@link
   * DropReason#NOT_BEST}.
   *
   * @param trajectories in any order
   * @return one per prompt
   */
  public static Selection bestPerPrompt(List<Trajectory> trajectories) {
    boolean[] kept = new boolean[trajectories.size()];
    for (List<Integer> indices : PromptIndex.of(trajectories)) {
      int best = indices.get(0);
      for (int index : indices) {
        if (trajectories.get(index).reward() > trajectories.get(best).reward()) {
          best = index;
        }
      }
      kept[best] = true;
    }
    return Selection.marked(trajectories, kept, DropReason.NOT_BEST);
  }

  /**
   * Keeps at most k trajectories of each prompt, drawn uniformly without replacement. Others are
   * dropped as {@link DropReason#OVER_CAP}.
   *
   * @param trajectories in any order
   * @param k most per prompt, at least 1
   * @param seed of the draws; those of a prompt depend on it and on how many prompts appeared
   *     before
   * @return at most k per prompt
   */
  public static Selection capPerPrompt(List<Trajectory> trajectories, int k, long seed) {
    Checks.argument(k >= 1, "k must be >= 1, got %d", k);
    boolean[] kept = new boolean[trajectories.size()];
    List<List<Integer>> prompts = PromptIndex.of(trajectories);
    for (int p = 0; p < prompts.size(); p++) {
      PromptIndex.mark(kept, PromptIndex.draw(prompts.get(p), k, Seeds.derive(seed, p)));
    }
    return Selection.marked(trajectories, kept, DropReason.OVER_CAP);
  }

  /**
   * Keeps the first of each prompt's trajectories with the same tokens, whatever their rewards and
   * steps. Others are dropped as {@link DropReason#DUPLICATE}.
   *
   * @param trajectories in any order
   * @return trajectories that differ in a token or in where the prompt ends
   */
  public static Selection distinctPerPrompt(List<Trajectory> trajectories) {
    boolean[] kept = new boolean[trajectories.size()];
    for (List<Integer> indices : PromptIndex.of(trajectories)) {
      Set<List<Integer>> seen = new HashSet<>();
      List<Integer> first = new ArrayList<>(indices);
      first.removeIf(i -> !seen.add(PromptIndex.tokens(trajectories.get(i))));
      PromptIndex.mark(kept, first);
    }
    return Selection.marked(trajectories, kept, DropReason.DUPLICATE);
  }
}
