package dev.oreo.trajectory;

import dev.oreo.internal.Checks;
import java.util.Arrays;
import java.util.List;

/**
 * Two answers to one prompt, of which the first is the better one.
 *
 * @param chosen the better answer
 * @param rejected the worse answer, to the same prompt
 */
public record PreferencePair(Trajectory chosen, Trajectory rejected) implements Example {

  /** Checks that the prompts agree. {@inheritDoc} */
  public PreferencePair {
    Checks.argument(
        Arrays.equals(chosen.promptTokenIds(), rejected.promptTokenIds()),
        "chosen and rejected must have the same prompt, got %s and %s",
        chosen.id(),
        rejected.id());
  }

  /** Returns chosen, then rejected. */
  @Override
  public List<Trajectory> trajectories() {
    return List.of(chosen, rejected);
  }
}
