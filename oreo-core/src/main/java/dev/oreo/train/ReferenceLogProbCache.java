package dev.oreo.train;

import dev.oreo.internal.Checks;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The reference's log-probabilities of known trajectories, from a file: a method that needs nothing
 * else of the reference then needs no reference model in memory, in this run or a later one.
 *
 * <p>The file is named by hashes of the model's fingerprint and of the trajectories' content:
 * another model or other data has another file. Content is the token ids, in order, and which of
 * them are actions. Ids, rewards and how adjacent actions are cut into steps do not matter, nor
 * does it whether a trajectory is the same object as before. Equal trajectories are stored once.
 *
 * <p>Log-probabilities are doubles, exactly as the reference gave them, of action tokens only; at
 * other positions the score is 0. They are read from the file when asked for. In memory is some 150
 * bytes per different trajectory.
 *
 * <p>Thread-safe. An interrupt while a thread reads closes the cache, as with any {@link
 * FileChannel}. Holds a file open until {@link #close}; the file stays.
 */
public final class ReferenceLogProbCache implements ReferencePolicy, AutoCloseable {
  private final Path file;
  private final ReferenceCacheIndex index;
  private final FileChannel channel;

  private ReferenceLogProbCache(Path file, ReferenceCacheIndex index) throws IOException {
    this.file = file;
    this.index = index;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Opens the cache of some trajectories, and fills it first if its file does not exist. The file
   * appears complete or not at all. One that exists is read once to see that it is whole.
   *
   * @param folder where the file is, or will be; must exist
   * @param modelFingerprint tells the reference from every other model, such as the checkpoint's
   *     hash; not blank
   * @param trajectories all that will be scored, at least one; read once or twice, in order; in
   *     another order they have another file
   * @param reference asked for the model only if the file does not exist; closing what it gives is
   *     the caller's job, and can be done when this returns
   * @return the cache; the caller closes it
   * @throws ReferenceCacheException if the file is short or corrupt, if a log-probability is not
   *     finite, or if the list does not give the same trajectories twice
   * @throws IOException if the file cannot be read or written
   */
  public static ReferenceLogProbCache open(
      Path folder,
      String modelFingerprint,
      List<Trajectory> trajectories,
      Supplier<? extends ReferencePolicy> reference)
      throws IOException {
    Checks.argument(!modelFingerprint.isBlank(), "modelFingerprint must not be blank");
    ReferenceCacheIndex index = new ReferenceCacheIndex(trajectories);
    ReferenceCacheFile file = new ReferenceCacheFile(folder, modelFingerprint, index);
    if (Files.exists(file.path())) {
      file.check();
    } else {
      file.write(trajectories, reference.get());
    }
    return new ReferenceLogProbCache(file.path(), index);
  }

  /**
   * Returns where the log-probabilities are.
   *
   * @return the file, in the folder given
   */
  public Path file() {
    return file;
  }

  /**
   * {@inheritDoc}
   *
   * @param trajectories some of those this was opened with, by content
   * @param scores {@link Score#REFERENCE_LOG_PROB} only
   * @throws IllegalArgumentException if a trajectory is not among them, or another score is asked
   *     for
   * @throws IllegalStateException if this is closed
   */
  @Override
  public List<TrajectoryScores> scoreAsReference(List<Trajectory> trajectories, Set<Score> scores) {
    Checks.argument(
        Set.of(Score.REFERENCE_LOG_PROB).containsAll(scores),
        "scores must be among [REFERENCE_LOG_PROB], got %s (%s)",
        scores,
        file);
    Checks.state(channel.isOpen(), "cache must be open, got a closed one (%s)", file);
    return trajectories.stream().map(trajectory -> scores(trajectory, scores)).toList();
  }

  private TrajectoryScores scores(Trajectory trajectory, Set<Score> scores) {
    OptionalLong begin = index.begin(trajectory);
    Checks.argument(
        begin.isPresent(),
        "trajectory must be among those of the cache, got %s (%s)",
        trajectory.id(),
        file);
    Map<Score, double[]> byScore = new EnumMap<>(Score.class);
    for (Score score : scores) {
      byScore.put(score, logProbs(trajectory, begin.getAsLong()));
    }
    return new TrajectoryScores(trajectory, byScore);
  }

  private double[] logProbs(Trajectory trajectory, long begin) {
    double[] stored;
    try {
      stored = ReferenceCacheFile.read(channel, begin, trajectory.actionCount());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    boolean[] actions = trajectory.actionMask();
    double[] logProbs = new double[actions.length];
    int next = 0;
    for (int p = 0; p < actions.length; p++) {
      logProbs[p] = actions[p] ? stored[next++] : 0;
    }
    return logProbs;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
