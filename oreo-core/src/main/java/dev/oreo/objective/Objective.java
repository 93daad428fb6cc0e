package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A training objective: from what the networks say about some examples to losses and their
 * closed-form derivatives by those scores.
 *
 * <p>Pure arithmetic in doubles. It knows no network and no tensor; a backend that can compute
 * {@link #requiredScores()} and back-propagate {@code sum_p g[p] * x[p]} trains any objective.
 *
 * <p>Implementations are immutable and thread-safe.
 *
 * @param <E> what the objective judges as a whole: a trajectory, a pair, a group
 */
public interface Objective<E extends Example> {

  /**
   * Returns the objective's name in logs and manifests.
   *
   * @return a short lower-case word, such as {@code "oreo"}
   */
  String name();

  /**
   * Returns the scores that {@link #evaluate} reads.
   *
   * @return never empty
   */
  Set<Score> requiredScores();

  /**
   * Returns trajectories that must be scored before an update because a statistic over the whole
   * batch enters every loss of it. They are scored as the networks are before the update, and are
   * not back-propagated.
   *
   * @param examples the update's, or all examples of a data set
   * @return most objectives need none
   */
  default List<Trajectory> statisticTrajectories(List<E> examples) {
    return List.of();
  }

  /**
   * Returns losses and gradients of one micro-batch.
   *
   * @param microBatch some of the update's examples, each trajectory with {@link #requiredScores()}
   * @param batch counts and statistics of the whole update; every loss is normalised by these
   * @return this micro-batch's share of the losses, and one gradient per trajectory, end to end in
   *     the order of the examples
   * @throws IllegalArgumentException if a required score is missing
   */
  ObjectiveResult evaluate(List<ScoredExample<E>> microBatch, BatchContext batch);

  /**
   * Returns the objective of the next update: another one where a coefficient adapts itself to what
   * was seen.
   *
   * @param update diagnostics of the update just made, of all its micro-batches
   * @return most objectives stay as they are; reads the same scores
   */
  default Objective<E> next(Diagnostics update) {
    return this;
  }

  /**
   * Returns what {@link #next} has changed so far, for a run that is to go on later.
   *
   * @return finite numbers by name; most objectives have none
   */
  default Map<String, Double> state() {
    return Map.of();
  }

  /**
   * Returns this objective as {@link #next} had made it.
   *
   * @param state of an objective of the same settings
   * @return an objective with that state
   * @throws IllegalArgumentException if an objective of these settings has no such state
   */
  default Objective<E> withState(Map<String, Double> state) {
    Checks.argument(state.isEmpty(), "state must be empty for objective %s, got %s", name(), state);
    return this;
  }
}
