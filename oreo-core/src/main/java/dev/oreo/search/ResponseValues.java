package dev.oreo.search;

import dev.oreo.internal.Checks;
import dev.oreo.model.Generation;
import dev.oreo.model.ValueReader;
import java.util.ArrayList;
import java.util.List;

/** What a value function says of whole responses, by which {@link BestOfN} ranks them. */
public final class ResponseValues {
  private ResponseValues() {}

  /**
   * Reads V at each response's last token, or at the one before an end token: the last state in
   * training.
   *
   * @param valueFunction reads V, in one call; each different response is read once
   * @param prompts token ids, each at least one
   * @param responses one per prompt
   * @return one value per response, in order
   * @throws IllegalStateException if V is not finite
   */
  public static double[] read(
      ValueReader valueFunction, List<int[]> prompts, List<Generation> responses) {
    Checks.argument(
        prompts.size() == responses.size(),
        "prompts and responses must have equal length, got %d and %d",
        prompts.size(),
        responses.size());
    List<int[]> states = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      states.add(Candidate.EMPTY.extend(responses.get(i)).lastState(prompts.get(i)));
    }
    return StateValues.read(valueFunction, states);
  }
}
