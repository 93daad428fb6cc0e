package dev.oreo.djl;

import dev.oreo.djl.internal.generate.BatchGenerator;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.internal.Checks;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.Policy;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TextGenerator;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A causal language model with frozen weights: scores, serves as a reference, generates.
 *
 * <p>Weights are kept in the compute precision. Thread-safe until closed, but each of its sessions
 * belongs to one thread at a time; closing frees the weights.
 */
public final class DjlPolicy implements Policy, ReferencePolicy, TextGenerator, AutoCloseable {
  private static final Map<Score, Score> OWN =
      Map.of(Score.LOG_PROB, Score.LOG_PROB, Score.LOG_PARTITION, Score.LOG_PARTITION);
  private static final Map<Score, Score> AS_REFERENCE =
      Map.of(
          Score.REFERENCE_LOG_PROB,
          Score.LOG_PROB,
          Score.REFERENCE_LOG_PARTITION,
          Score.LOG_PARTITION);

  private final LanguageModel model;
  private final BatchGenerator generator;

  DjlPolicy(LanguageModel model, BatchGenerator generator) {
    this.model = model;
    this.generator = generator;
  }

  LanguageModel model() {
    return model;
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores) {
    return score(model, trajectories, scores, OWN);
  }

  @Override
  public List<TrajectoryScores> scoreAsReference(List<Trajectory> trajectories, Set<Score> scores) {
    return score(model, trajectories, scores, AS_REFERENCE);
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    return generator.generate(requests, config);
  }

  @Override
  public void generate(
      List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
    generator.generate(requests, config, listener);
  }

  /**
   * Opens a generator that keeps what it has read and drawn from call to call, as much as {@link
   * ModelOptions#generationTokens} allows.
   *
   * @return the session; the caller closes it, before this policy
   */
  public GenerationSession openGenerationSession() {
    return generator.openSession();
  }

  static List<TrajectoryScores> scoreOwn(
      LanguageModel model, List<Trajectory> trajectories, Set<Score> scores) {
    return score(model, trajectories, scores, OWN);
  }

  private static List<TrajectoryScores> score(
      LanguageModel model,
      List<Trajectory> trajectories,
      Set<Score> scores,
      Map<Score, Score> known) {
    Map<Score, Score> names = new EnumMap<>(Score.class);
    for (Score score : scores) {
      Score own = known.get(score);
      if (own == null) {
        throw new IllegalArgumentException(
            "scores must be among " + known.keySet() + ", got " + score);
      }
      names.put(own, score);
    }
    Checks.argument(!names.isEmpty(), "scores must not be empty");
    return model.score(trajectories, names);
  }

  @Override
  public void close() {
    model.close();
  }
}
