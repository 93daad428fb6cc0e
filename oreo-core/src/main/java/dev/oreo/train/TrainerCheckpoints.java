package dev.oreo.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where, when and for how long a {@link Trainer} keeps what it takes to go on with a run whose
 * process has ended.
 *
 * <p>A checkpoint is a folder {@code update-N}. It appears complete or not at all, so a process
 * that is killed at any moment, also while it writes one, loses at most the updates after the last
 * one:
 *
 * <pre>
 * update-200/policy             the policy as a HuggingFace folder, float32
 * update-200/policy-optimizer   AdamW's moments and number of steps
 * update-200/value              the value function, where there is one
 * update-200/value-optimizer
 * update-200/average            the averaged policy, where the objective reads one
 * update-200/training.json      how far the run has come, and what run it is
 * </pre>
 *
 * <p>All names but {@code training.json} are those of {@link dev.oreo.model.Restorable}s; how their
 * folders look is the backend's choice. Only one process at a time trains with a folder: it is
 * locked meanwhile.
 *
 * <p>Immutable and thread-safe.
 */
public final class TrainerCheckpoints {
  /** How many checkpoints are kept unless said. */
  public static final int DEFAULT_KEPT = 2;

  private final Path directory;
  private final OptionalLong everyUpdates;
  private final Optional<Duration> every;
  private final int keep;
  private final Map<String, String> identity;

  private TrainerCheckpoints(Builder builder) {
    this.directory = builder.directory;
    this.everyUpdates = builder.everyUpdates;
    this.every = builder.every;
    this.keep = builder.keep;
    this.identity = Collections.unmodifiableMap(new TreeMap<>(builder.identity));
    Checks.argument(
        everyUpdates.isPresent() || every.isPresent(),
        "everyUpdates or every must be set, got neither");
  }

  /**
   * Returns a builder.
   *
   * @param directory where checkpoints are; made when training begins, if it does not exist. What
   *     else is in it is left alone
   * @return a builder that keeps {@value #DEFAULT_KEPT}; when to write one must be set
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /**
   * Returns where checkpoints are.
   *
   * @return as given
   */
  public Path directory() {
    return directory;
  }

  int keep() {
    return keep;
  }

  Map<String, String> identity() {
    return identity;
  }

  boolean due(long update, long nanosSinceLast) {
    return (everyUpdates.isPresent() && update % everyUpdates.getAsLong() == 0)
        || (every.isPresent() && nanosSinceLast >= every.get().toNanos());
  }

  /** Collects settings; checks them at once. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private OptionalLong everyUpdates = OptionalLong.empty();
    private Optional<Duration> every = Optional.empty();
    private int keep = DEFAULT_KEPT;
    private Map<String, String> identity = Map.of();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * Writes a checkpoint after every so many updates.
     *
     * @param everyUpdates at least 1
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder everyUpdates(long everyUpdates) {
      Checks.argument(everyUpdates >= 1, "everyUpdates must be >= 1, got %d", everyUpdates);
      this.everyUpdates = OptionalLong.of(everyUpdates);
      return this;
    }

    /**
     * Writes a checkpoint after the first update that ends so long after the last checkpoint, or
     * after the beginning. When checkpoints are made changes nothing else about a run.
     *
     * @param every above zero
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder every(Duration every) {
      Checks.argument(every.toNanos() > 0, "every must be above zero, got %s", every);
      this.every = Optional.of(every);
      return this;
    }

    /**
     * Sets how many checkpoints are kept: the latest ones. An older one is removed only after a new
     * one is complete.
     *
     * @param keep at least 1
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder keep(int keep) {
      Checks.argument(keep >= 1, "keep must be >= 1, got %d", keep);
      this.keep = keep;
      return this;
    }

    /**
     * Sets what else determines the run, so that going on with something else is refused: hashes of
     * data and of the networks' checkpoints, the objective's settings, seeds. The trainer's own
     * settings, and the examples of the last update, are held against the checkpoint always.
     *
     * @param identity values by name
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder identity(Map<String, String> identity) {
      this.identity = Map.copyOf(identity);
      return this;
    }

    /**
     * Returns the settings.
     *
     * @return new ones
     * @throws IllegalArgumentException if it is not set when to write a checkpoint
     */
    public TrainerCheckpoints build() {
      return new TrainerCheckpoints(this);
    }
  }
}
