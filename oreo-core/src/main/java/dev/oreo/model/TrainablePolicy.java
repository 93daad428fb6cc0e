package dev.oreo.model;

import dev.oreo.objective.Score;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Set;

/** A policy whose parameters can change. */
public interface TrainablePolicy extends Policy, Trainable {

  /**
   * Runs a micro-batch and keeps what its back-propagation needs.
   *
   * @param microBatch trajectories that fit into memory together
   * @param scores of this policy alone: none may {@linkplain Score#needsReference() need the
   *     reference}
   * @return the pass; the caller closes it before the next one
   */
  ForwardPass forward(List<Trajectory> microBatch, Set<Score> scores);

  /**
   * Runs a micro-batch through this policy and the reference, and keeps what this policy's
   * back-propagation needs. Both see one chunk of the vocabulary's logits at a time, so divergences
   * over the whole vocabulary cost no memory to speak of.
   *
   * @param microBatch trajectories that fit into memory together
   * @param scores of the policy, of the reference, and of both; not {@link Score#VALUE}
   * @param reference a policy of the same backend and vocabulary
   * @return the pass; the caller closes it before the next one
   * @throws IllegalArgumentException if the reference is of another backend or vocabulary
   */
  ForwardPass forward(List<Trajectory> microBatch, Set<Score> scores, ReferencePolicy reference);

  /**
   * Starts a running average of this policy's weights.
   *
   * @param decay how much of the average an update keeps, in [0, 1)
   * @return the average, equal to this policy as yet; the caller closes it before this policy
   * @throws IllegalArgumentException if decay is out of range
   */
  AveragedPolicy newAverage(double decay);
}
