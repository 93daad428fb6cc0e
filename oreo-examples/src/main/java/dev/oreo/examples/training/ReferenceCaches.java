package dev.oreo.examples.training;

import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.objective.Objective;
import dev.oreo.objective.Score;
import dev.oreo.train.ReferenceLogProbCache;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the log-probabilities of a reference, so that it is loaded and run once for all runs. */
public final class ReferenceCaches {
  private ReferenceCaches() {}

  /**
   * Returns what an objective needs of the reference.
   *
   * @param objective any
   * @return empty if it needs none; {@link Score#REFERENCE_LOG_PROB} alone can be kept
   */
  public static Set<Score> needed(Objective<?> objective) {
    Set<Score> needed = new HashSet<>(objective.requiredScores());
    needed.removeIf(score -> !score.needsReference());
    return needed;
  }

  /**
   * Returns whether an objective needs the reference's log-probabilities and nothing else of it.
   *
   * @param objective any
   * @return whether {@link #open} serves it
   */
  public static boolean serve(Objective<?> objective) {
    return needed(objective).equals(Set.of(Score.REFERENCE_LOG_PROB));
  }

  /**
   * Opens the cache of all that an objective scores, running the reference if that was not done
   * before.
   *
   * @param folder where caches are kept; made if it does not exist
   * @param reference its checkpoint
   * @param options how it is loaded
   * @param objective one that caches serve
   * @param examples all it is trained on
   * @param <E> kind of example
   * @return the cache; the caller closes it
   * @throws IOException if something cannot be read or written
   */
  public static <E extends Example> ReferenceLogProbCache open(
      Path folder,
      HuggingFaceCheckpoint reference,
      ModelOptions options,
      Objective<E> objective,
      List<E> examples)
      throws IOException {
    List<DjlPolicy> opened = new ArrayList<>();
    try {
      return open(
          folder,
          reference.fingerprint() + "/" + options.precision(),
          () -> {
            DjlPolicy policy = reference.loadPolicy(options);
            opened.add(policy);
            return policy;
          },
          objective,
          examples);
    } finally {
      opened.forEach(DjlPolicy::close);
    }
  }

  /** Opens a reference. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens it.
     *
     * @return the reference; closed by whoever made this opener
     * @throws IOException if it cannot be read
     */
    ReferencePolicy open() throws IOException;
  }

  /**
   * Opens the cache of all that an objective scores, running the reference if that was not done
   * before.
   *
   * @param folder where caches are kept; made if it does not exist
   * @param fingerprint of the reference and its precision
   * @param reference asked once, or never if the cache is there
   * @param objective one that caches serve
   * @param examples all it is trained on
   * @param <E> kind of example
   * @return the cache; the caller closes it
   * @throws IOException if something cannot be read or written
   */
  public static <E extends Example> ReferenceLogProbCache open(
      Path folder, String fingerprint, Opener reference, Objective<E> objective, List<E> examples)
      throws IOException {
    List<Trajectory> all = new ArrayList<>();
    examples.forEach(example -> all.addAll(example.trajectories()));
    all.addAll(objective.statisticTrajectories(examples));
    return ReferenceLogProbCache.open(
        Files.createDirectories(folder), fingerprint, all, () -> open(reference));
  }

  private static ReferencePolicy open(Opener reference) {
    try {
      return reference.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
