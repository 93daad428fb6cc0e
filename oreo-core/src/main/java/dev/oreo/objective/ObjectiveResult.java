package dev.oreo.objective;

import java.util.List;

/**
 * One micro-batch's share of an update's losses, and their derivatives.
 *
 * @param policyLoss what the policy minimises, regulariser included; 0 if the objective has none
 * @param valueLoss what the value function minimises; 0 if the objective has none
 * @param gradients one per trajectory, in the order of the scores
 * @param diagnostics what to watch while training
 */
public record ObjectiveResult(
    double policyLoss,
    double valueLoss,
    List<TrajectoryGradients> gradients,
    Diagnostics diagnostics) {

  /** Copies the list. {@inheritDoc} */
  public ObjectiveResult {
    gradients = List.copyOf(gradients);
  }
}
