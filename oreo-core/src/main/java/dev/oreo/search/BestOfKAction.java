package dev.oreo.search;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import dev.oreo.internal.Seeds;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.ValueReader;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent's turn chosen by value: K turns are drawn in a state, V is read at the end of each, and
 * the one with the highest value is taken; the first drawn of equal ones.
 *
 * <p>V is read at the turn's last token, or where the turn ended itself at the one before its end
 * token: the last state of the turn that training has seen. (The authors' code does not train the
 * end of a turn and reads V behind it.)
 *
 * <p>As thread-safe as what it is made of. Closes nothing.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.4</a>
 */
public final class BestOfKAction {
  private final TextGenerator policy;
  private final ValueReader values;
  private final int actions;
  private final GenerationConfig generation;

  /**
   * Creates a search.
   *
   * @param policy draws turns
   * @param values reads V of them; a {@link dev.oreo.model.ValueSession} reads only what is new
   * @param actions turns to draw in each state K, at least 1
   * @param generation how they are drawn; must sample if {@code actions} is above 1
   */
  public BestOfKAction(
      TextGenerator policy, ValueReader values, int actions, GenerationConfig generation) {
    Checks.argument(actions >= 1, "actions must be >= 1, got %d", actions);
    Checks.argument(
        actions == 1 || !generation.greedy(),
        "generation must sample (temperature > 0) when actions is above 1,"
            + " got temperature 0 and %d actions",
        actions);
    this.policy = policy;
    this.values = values;
    this.actions = actions;
    this.generation = generation;
  }

  /**
   * Chooses a turn in each state.
   *
   * @param states token ids, up to where the turn begins
   * @param seeds one per state; the seed of each turn is derived from it and the turn's index
   * @param maxNewTokens longest turn, at least 1
   * @return the turn taken in each state, in order
   * @throws IllegalArgumentException if states and seeds differ in length
   * @throws IllegalStateException if V is not finite
   */
  public List<Generation> choose(List<int[]> states, List<Long> seeds, int maxNewTokens) {
    Checks.argument(
        states.size() == seeds.size(),
        "states and seeds must have equal length, got %d and %d",
        states.size(),
        seeds.size());
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      for (int action = 0; action < actions; action++) {
        long seed = Seeds.derive(seeds.get(i), action);
        requests.add(new GenerationRequest(states.get(i), maxNewTokens, seed));
      }
    }
    List<Generation> turns = policy.generate(requests, generation);
    double[] read =
        ResponseValues.read(
            values, requests.stream().map(GenerationRequest::promptTokenIds).toList(), turns);
    List<Generation> chosen = new ArrayList<>();
    List<int[]> dropped = new ArrayList<>();
    for (int from = 0; from < read.length; from += actions) {
      int best = best(read, from);
      chosen.add(turns.get(best));
      for (int i = from; i < from + actions; i++) {
        if (i != best) {
          dropped.add(Ints.concat(requests.get(i).promptTokenIds(), turns.get(i).tokenIds()));
        }
      }
    }
    policy.forget(dropped);
    values.forget(dropped);
    return chosen;
  }

  private int best(double[] read, int from) {
    int best = from;
    for (int i = from + 1; i < from + actions; i++) {
      if (read[i] > read[best]) {
        best = i;
      }
    }
    return best;
  }
}
