package dev.oreo.agent;

import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the policy's next turn in many conversations at once. {@link dev.oreo.search.BestOfKAction}
 * is one by its {@code choose}.
 */
@FunctionalInterface
public interface TurnSource {

  /**
   * Draws one turn in each conversation.
   *
   * @param states token ids of each conversation, up to where the turn begins
   * @param seeds one per conversation, of the turn's own random stream
   * @param maxTurnTokens longest turn
   * @return one turn per conversation, in order
   */
  List<Generation> next(List<int[]> states, List<Long> seeds, int maxTurnTokens);

  /**
   * Returns turns drawn from a policy as they come.
   *
   * @param policy what draws; a {@link dev.oreo.model.GenerationSession} reads only what is new
   * @param generation how
   * @return the turns, as thread-safe as the policy
   */
  static TurnSource of(TextGenerator policy, GenerationConfig generation) {
    return (states, seeds, maxTurnTokens) -> {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        requests.add(new GenerationRequest(states.get(i), maxTurnTokens, seeds.get(i)));
      }
      return policy.generate(requests, generation);
    };
  }
}
