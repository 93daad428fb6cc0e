package dev.oreo.train;

import dev.oreo.internal.Checks;
import dev.oreo.model.AveragedPolicy;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The networks of a run: what is trained and what it is compared with. */
record Networks(
    TrainablePolicy policy,
    Optional<TrainableValueFunction> valueFunction,
    Optional<ReferencePolicy> reference,
    Optional<AveragedPolicy> average) {

  /** The same networks, and a running average of the policy. */
  Networks withAverage(AveragedPolicy opened) {
    return new Networks(policy, valueFunction, reference, Optional.of(opened));
  }

  /** Fails unless an objective reads every network given, and only those. */
  void requireFit(Objective<?> objective) {
    Set<Score> required = objective.requiredScores();
    Checks.argument(
        required.stream().anyMatch(s -> s.network() == Score.Network.POLICY),
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

  /** The policy's pass, and all scores but the values: its own and the reference's. */
  record PolicyPass(ForwardPass pass, List<TrajectoryScores> scores) implements AutoCloseable {
    @Override
    public void close() {
      pass.close();
    }
  }

  /**
   * Runs the policy with a graph. Where an exact divergence is read, the reference runs beside it,
   * chunk by chunk of the vocabulary; else on its own, so that any {@link ReferencePolicy} will do.
   */
  PolicyPass forwardPolicy(List<Trajectory> microBatch, Objective<?> objective) {
    Set<Score> scores = policyScores(objective);
    if (scores.contains(Score.REVERSE_KL) || scores.contains(Score.FORWARD_KL)) {
      scores.remove(Score.AVERAGED_LOG_PROB);
      List<TrajectoryScores> ofAverage = averageScores(microBatch);
      ForwardPass pass = policy.forward(microBatch, scores, reference.orElseThrow());
      return new PolicyPass(pass, merge(pass.scores(), ofAverage));
    }
    List<TrajectoryScores> constants =
        merge(referenceScores(microBatch, objective), averageScores(microBatch));
    ForwardPass pass = policy.forward(microBatch, ownScores(scores));
    return new PolicyPass(pass, merge(pass.scores(), constants));
  }

  /** Scores trajectories without a graph: everything an objective reads but exact divergences. */
  List<TrajectoryScores> score(List<Trajectory> trajectories, Objective<?> objective) {
    Set<Score> own = ownScores(policyScores(objective));
    List<TrajectoryScores> constants =
        merge(referenceScores(trajectories, objective), averageScores(trajectories));
    List<TrajectoryScores> scores = merge(policy.score(trajectories, own), constants);
    return valueFunction.isPresent()
        ? merge(scores, valueFunction.get().score(trajectories))
        : scores;
  }

  private List<TrajectoryScores> referenceScores(
      List<Trajectory> trajectories, Objective<?> objective) {
    Set<Score> wanted = EnumSet.of(Score.REFERENCE_LOG_PROB, Score.REFERENCE_LOG_PARTITION);
    wanted.retainAll(objective.requiredScores());
    return wanted.isEmpty()
        ? List.of()
        : reference.orElseThrow().scoreAsReference(trajectories, wanted);
  }

  private List<TrajectoryScores> averageScores(List<Trajectory> trajectories) {
    if (average.isEmpty()) {
      return List.of();
    }
    return average.get().score(trajectories, Set.of(Score.LOG_PROB)).stream()
        .map(
            scores ->
                new TrajectoryScores(
                    scores.trajectory(),
                    Map.of(Score.AVERAGED_LOG_PROB, scores.get(Score.LOG_PROB))))
        .toList();
  }

  /** Joins two sources' scores of the same trajectories; an empty source adds nothing. */
  static List<TrajectoryScores> merge(
      List<TrajectoryScores> scores, List<TrajectoryScores> others) {
    if (scores.isEmpty() || others.isEmpty()) {
      return scores.isEmpty() ? others : scores;
    }
    List<TrajectoryScores> merged = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      merged.add(scores.get(i).with(others.get(i)));
    }
    return merged;
  }

  private static Set<Score> policyScores(Objective<?> objective) {
    Set<Score> scores = EnumSet.copyOf(objective.requiredScores());
    scores.remove(Score.VALUE);
    return scores;
  }

  private static Set<Score> ownScores(Set<Score> scores) {
    Set<Score> own = EnumSet.copyOf(scores);
    own.removeIf(Score::needsReference);
    own.remove(Score.AVERAGED_LOG_PROB);
    return own;
  }
}
