package dev.oreo.objective;

import java.util.List;
import java.util.Set;

/**
 * A training objective: from what the networks say about some trajectories to losses and their
 * closed-form derivatives by those scores.
 *
 * <p>Pure arithmetic in doubles. It knows no network and no tensor; a backend that can compute
 * {@link #requiredScores()} and back-propagate {@code sum_p g[p] * x[p]} trains any objective.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Objective {

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
   * Returns losses and gradients of one micro-batch.
   *
   * @param microBatch scores of some of the update's trajectories, each with {@link
   *     #requiredScores()}
   * @param batch counts of the whole update; every loss is normalised by these
   * @return this micro-batch's share of the losses, and one gradient per trajectory in the order
   *     given
   * @throws IllegalArgumentException if a required score is missing
   */
  ObjectiveResult evaluate(List<TrajectoryScores> microBatch, BatchCounts batch);
}
