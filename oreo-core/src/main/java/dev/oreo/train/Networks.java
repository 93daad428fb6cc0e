package dev.oreo.train;

import dev.oreo.internal.Checks;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.trajectory.Trajectory;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The networks of a run: what is trained and what it is compared with. */
record Networks(
    TrainablePolicy policy,
    Optional<TrainableValueFunction> valueFunction,
    Optional<ReferencePolicy> reference) {

  /** Fails unless an objective reads every network given, and only those. */
  void requireFit(Objective objective) {
    Set<Score> required = objective.requiredScores();
    Checks.argument(
        !policyScores(objective).isEmpty(),
        "objective must read a score of the policy, got %s which reads %s",
        objective.name(),
        required);
    requireGiven(
        "valueFunction",
        valueFunction.isPresent(),
        required.contains(Score.VALUE),
        objective.name());
    requireGiven(
        "reference",
        reference.isPresent(),
        required.stream().anyMatch(Score::needsReference),
        objective.name());
  }

  private static void requireGiven(String name, boolean given, boolean read, String objective) {
    Checks.argument(given || !read, "%s must be given, as objective %s reads it", name, objective);
    Checks.argument(
        read || !given, "%s must not be given, as objective %s does not read it", name, objective);
  }

  /** Runs the policy, beside the reference where there is one. */
  ForwardPass forwardPolicy(List<Trajectory> microBatch, Objective objective) {
    Set<Score> scores = policyScores(objective);
    return reference.isPresent()
        ? policy.forward(microBatch, scores, reference.get())
        : policy.forward(microBatch, scores);
  }

  private static Set<Score> policyScores(Objective objective) {
    Set<Score> scores = EnumSet.copyOf(objective.requiredScores());
    scores.remove(Score.VALUE);
    return scores;
  }
}
