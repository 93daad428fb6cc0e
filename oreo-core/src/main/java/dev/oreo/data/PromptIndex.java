package dev.oreo.data;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which trajectories of a list answer the same prompt. */
final class PromptIndex {
  private PromptIndex() {}

  /** Indices of each prompt's trajectories, prompts in the order of their first appearance. */
  static List<List<Integer>> of(List<Trajectory> trajectories) {
    Map<List<Integer>, List<Integer>> byPrompt = new LinkedHashMap<>();
    for (int i = 0; i < trajectories.size(); i++) {
      List<Integer> prompt = Ints.asList(trajectories.get(i).promptTokenIds());
      byPrompt.computeIfAbsent(prompt, p -> new ArrayList<>()).add(i);
    }
    return List.copyOf(byPrompt.values());
  }

  /** Those of the indices whose trajectories succeed, or those whose do not. */
  static List<Integer> ofClass(
      List<Integer> indices, List<Trajectory> trajectories, double threshold, boolean success) {
    return indices.stream()
        .filter(i -> (trajectories.get(i).reward() >= threshold) == success)
        .toList();
  }

  /** Draws indices uniformly without replacement; all of them if there are no more than wanted. */
  static List<Integer> draw(List<Integer> indices, int count, long seed) {
    List<Integer> shuffled = new ArrayList<>(indices);
    if (count >= shuffled.size()) {
      return shuffled;
    }
    Collections.shuffle(shuffled, new Random(Seeds.derive(seed)));
    return shuffled.subList(0, count);
  }

  static void mark(boolean[] marks, Collection<Integer> indices) {
    indices.forEach(i -> marks[i] = true);
  }

  static void requireThreshold(double threshold) {
    Checks.argument(Double.isFinite(threshold), "threshold must be finite, got %s", threshold);
  }

  /** Tokens of a whole trajectory as a key. */
  static List<Integer> tokens(Trajectory trajectory) {
    return Ints.asList(trajectory.tokenIds());
  }
}
