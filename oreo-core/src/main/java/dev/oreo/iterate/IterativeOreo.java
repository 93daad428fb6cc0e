package dev.oreo.iterate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loop of iterative OREO: each round samples a fresh dataset with the current policy, and
 * trains policy and value function on it.
 *
 * <p>With initial policy {@code pi_0} and round {@code k}:
 *
 * <pre>
 * D_k          samples of pi_(k-1), graded
 * pi_k, V_k    OREO on D_k, from the networks that {@link IterationConfig} names</pre>
 *
 * Immutable; as thread-safe as its stages.
 *
 * @param <P> a policy
 * @param <V> a value function
 * @param <D> the data of a round
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.3</a>
 */
public final class IterativeOreo<P, V, D> {
  private final RoundStages<P, V, D> stages;
  private final IterationConfig config;

  /**
   * Creates the loop.
   *
   * @param stages the work of a round
   * @param config how many rounds, and what is carried over
   */
  public IterativeOreo(RoundStages<P, V, D> stages, IterationConfig config) {
    this.stages = stages;
    this.config = config;
  }

  /**
   * Runs all rounds.
   *
   * @param initial the policy to begin with
   * @return one result per round, in order
   * @throws IOException if a stage fails to read or write
   */
  public List<RoundResult<P, V>> run(P initial) throws IOException {
    List<RoundResult<P, V>> results = new ArrayList<>();
    P current = initial;
    Optional<V> value = Optional.empty();
    for (int round = 1; round <= config.rounds(); round++) {
      D data = stages.sample(round, current);
      RoundStart<P, V> start =
          new RoundStart<>(
              round,
              config.policy() == Origin.INITIAL ? initial : current,
              config.reference() == Origin.INITIAL ? initial : current,
              config.valueFunction() == ValueOrigin.ZERO_HEAD ? Optional.empty() : value);
      RoundResult<P, V> result = stages.train(start, data);
      results.add(result);
      current = result.policy();
      value = Optional.of(result.valueFunction());
    }
    return List.copyOf(results);
  }
}
