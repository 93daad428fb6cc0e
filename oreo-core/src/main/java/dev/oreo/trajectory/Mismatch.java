package dev.oreo.trajectory;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which trajectory's answer goes behind which one's prompt.
 *
 * <p>The trajectories stand in a circle, those of one prompt side by side, in random order. Each
 * takes the answer that stands as many places on as the most frequent prompt has trajectories: that
 * is past its own prompt's last and, going round, before its own prompt's first. Where a prompt has
 * more than half of the circle the second does not hold, and the walk skips its own prompt.
 */
final class Mismatch {
  private final List<List<Integer>> prompts;
  private final int size;

  Mismatch(List<Trajectory> trajectories, long seed) {
    Map<List<Integer>, List<Integer>> byPrompt = new LinkedHashMap<>();
    for (int i = 0; i < trajectories.size(); i++) {
      byPrompt
          .computeIfAbsent(
              Ints.asList(trajectories.get(i).promptTokenIds()), p -> new ArrayList<>())
          .add(i);
    }
    Checks.argument(
        byPrompt.size() >= 2,
        "trajectories must have two different prompts at least, got %d in %d trajectories",
        byPrompt.size(),
        trajectories.size());
    Random random = new Random(seed);
    this.prompts = new ArrayList<>(byPrompt.values());
    this.size = trajectories.size();
    prompts.forEach(prompt -> Collections.shuffle(prompt, random));
    Collections.shuffle(prompts, random);
  }

  /** Per trajectory the index of another one with another prompt. */
  int[] partners() {
    List<Integer> circle = prompts.stream().flatMap(List::stream).toList();
    int largest = prompts.stream().mapToInt(List::size).max().orElseThrow();
    int[] partners = new int[size];
    int start = 0;
    for (List<Integer> prompt : prompts) {
      int end = start + prompt.size();
      for (int i = start; i < end; i++) {
        int beyond = (i + largest - end) % (size - prompt.size());
        partners[circle.get(i)] = circle.get((end + beyond) % size);
      }
      start = end;
    }
    return partners;
  }

  /** The prompt of one trajectory, followed by everything after the prompt of another. */
  static Trajectory behindPromptOf(Trajectory prompt, Trajectory answer) {
    int[] promptIds = prompt.promptTokenIds();
    int answerStart = answer.steps().get(0).start();
    int shift = promptIds.length - answerStart;
    int[] tokenIds = Arrays.copyOf(promptIds, answer.length() + shift);
    System.arraycopy(
        answer.tokenIds(), answerStart, tokenIds, promptIds.length, answer.length() - answerStart);
    List<Step> steps =
        answer.steps().stream()
            .map(step -> new Step(step.start() + shift, step.end() + shift, step.reward()))
            .toList();
    return Trajectory.of(prompt.id() + " with the answer of " + answer.id(), tokenIds, steps);
  }
}
