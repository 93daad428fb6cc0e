package dev.oreo.rollout;

import dev.oreo.model.Generation.FinishReason;
import dev.oreo.trajectory.Trajectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sampled responses to several prompts.
 *
 * @param rollouts by prompt, then by sample
 */
public record Rollouts(List<Rollout> rollouts) {

  /** Copies the list. {@inheritDoc} */
  public Rollouts {
    rollouts = List.copyOf(rollouts);
  }

  /**
   * Returns all trajectories, to train on.
   *
   * @return by prompt, then by sample
   */
  public List<Trajectory> trajectories() {
    return rollouts.stream().map(Rollout::trajectory).toList();
  }

  /**
   * Returns the number of responses with a reward above 0.
   *
   * @return at least 0
   */
  public int successes() {
    return (int) rollouts.stream().filter(Rollout::success).count();
  }

  /**
   * Returns the number of responses that ended for a reason.
   *
   * @param reason why generation ended
   * @return at least 0
   */
  public int finished(FinishReason reason) {
    return (int) rollouts.stream().filter(r -> r.generation().finishReason() == reason).count();
  }

  /**
   * Returns the number of prompts with both successes and failures: those from which a policy can
   * learn what makes the difference.
   *
   * @return at least 0
   */
  public int promptsWithBothOutcomes() {
    Map<Integer, Integer> outcomes = new HashMap<>();
    rollouts.forEach(r -> outcomes.merge(r.prompt(), r.success() ? 1 : 2, (a, b) -> a | b));
    return (int) outcomes.values().stream().filter(seen -> seen == 3).count();
  }
}
