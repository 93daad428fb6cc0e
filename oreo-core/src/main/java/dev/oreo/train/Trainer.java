package dev.oreo.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.Objective;
import dev.oreo.trajectory.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains a policy, and with it a value function, by any {@link Objective}.
 *
 * <p>Every update scores one batch with the networks as they are, evaluates the objective, adds up
 * the gradients of all its micro-batches, and then moves both networks, each with its own AdamW and
 * {@link LearningRateSchedule}: V is read before it moves. Micro-batches are cut to a budget of
 * tokens and change nothing but memory and speed, as every loss is normalised by the whole batch.
 *
 * <p>While the policy is frozen it is neither back-propagated nor changed; its schedule begins with
 * its first own update, and has as many warm-up updates as the value function's.
 *
 * <p>An update with a loss or a gradient that is not finite is given up before any parameter
 * changes. Equal seeds, data and networks give equal results, as far as the backend does.
 *
 * <p>With {@link Builder#checkpoints checkpoints}, a run whose process has ended goes on with
 * {@link #resume}, as if it had never stopped: the networks' weights, the optimisers, the
 * schedules, the place in the data, what the objective has adapted and the averaged policy are
 * those of the checkpoint, to the last bit. Nothing else is remembered from update to update; no
 * update draws a random number.
 *
 * <p>Immutable; {@link #train} is confined to one thread at a time. Closes the optimisers it opens
 * and nothing else.
 *
 * @param <E> what the objective judges as a whole: a trajectory, a pair, a group
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024</a>
 */
public final class Trainer<E extends Example> {
  private final Networks networks;
  private final Objective<E> objective;
  private final TrainerConfig config;
  private final List<TrainingListener> listeners;
  private final Optional<TrainerCheckpoints> checkpoints;

  private Trainer(Builder<E> builder) {
    this.networks =
        new Networks(builder.policy, builder.valueFunction, builder.reference, Optional.empty());
    this.objective = builder.objective;
    this.config = builder.config;
    this.listeners = List.copyOf(builder.listeners);
    this.checkpoints = builder.checkpoints;
    networks.requireFit(objective);
    Checks.argument(
        config.policyFreezeFraction() == 0 || builder.valueFunction.isPresent(),
        "policyFreezeFraction must be 0 without a valueFunction, got %s",
        config.policyFreezeFraction());
  }

  /**
   * Returns a builder.
   *
   * @param policy what is trained
   * @param objective what it minimises
   * @param config rates, epochs, memory
   * @param <E> what the objective judges as a whole
   * @return a builder without value function, reference, listeners and checkpoints
   */
  public static <E extends Example> Builder<E> builder(
      TrainablePolicy policy, Objective<E> objective, TrainerConfig config) {
    return new Builder<>(policy, objective, config);
  }

  /**
   * Trains for all epochs.
   *
   * @param batches what each update sees
   * @return what the run did
   * @throws TrainingDivergedException if a loss or a gradient is not finite; the parameters are
   *     those after the update before
   * @throws IllegalStateException if another optimiser of a network is open
   * @throws IllegalArgumentException if there are checkpoints already
   * @throws UncheckedIOException if a checkpoint cannot be written; the one before is still there
   */
  public TrainingSummary train(BatchSampler<E> batches) {
    return run(batches, (keeper, cursor) -> keeper.begin());
  }

  /**
   * Goes on after the latest checkpoint, until all epochs are done. Networks, objective, settings
   * and batches must be those that the run began with; the networks' weights are replaced by those
   * of the checkpoint. Where there is no checkpoint yet, this is {@link #train}: {@link
   * TrainingPlan#updatesDone} tells the listeners which of both.
   *
   * <p>{@link TrainerConfig#microBatchTokens} and {@link TrainerConfig#oneGraphAtATime} may be
   * others. With another number of tokens the results are the same up to rounding; otherwise they
   * are those of a run that never stopped, bit for bit where the backend computes the same bits
   * each time.
   *
   * @param batches what each update of the whole run sees
   * @return what the run did, the updates before included
   * @throws TrainingDivergedException if a loss or a gradient is not finite; the parameters are
   *     those after the update before
   * @throws IllegalStateException if the trainer has no checkpoints, or another optimiser of a
   *     network is open
   * @throws IllegalArgumentException if the checkpoint is of another run; the message names what
   *     differs
   * @throws dev.oreo.OreoException if the checkpoint is damaged; the message names the file. The
   *     networks may have some of its weights by then
   * @throws UncheckedIOException if a checkpoint cannot be read or written
   */
  public TrainingSummary resume(BatchSampler<E> batches) {
    Checks.state(checkpoints.isPresent(), "trainer must have checkpoints to resume from");
    return run(batches, CheckpointKeeper::resume);
  }

  /** Where a run starts. */
  private interface Start<E extends Example> {
    TrainingSummary of(CheckpointKeeper<E> keeper, BatchCursor<E> batches) throws IOException;
  }

  /** What follows on an update. */
  private interface AfterUpdate<E extends Example> {
    void updated(TrainingSummary summary, List<E> batch) throws IOException;
  }

  private TrainingSummary run(BatchSampler<E> batches, Start<E> start) {
    TrainingPlan plan = TrainingPlan.of(objective.name(), config, batches.updatesPerEpoch());
    BatchCursor<E> cursor = new BatchCursor<>(batches, plan.epochs());
    TrainingSummary summary;
    try (TrainingRun<E> run = new TrainingRun<>(networks, objective, config, plan)) {
      if (checkpoints.isEmpty()) {
        summary = updates(run, cursor, TrainingSummary.NONE, (done, batch) -> {});
      } else {
        try (CheckpointKeeper<E> keeper =
            new CheckpointKeeper<>(checkpoints.get(), run, listeners)) {
          summary = updates(run, cursor, start.of(keeper, cursor), keeper::updated);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listeners.forEach(listener -> listener.finished(summary));
    return summary;
  }

  private TrainingSummary updates(
      TrainingRun<E> run, BatchCursor<E> batches, TrainingSummary done, AfterUpdate<E> after)
      throws IOException {
    TrainingPlan plan = run.plan().after(done.updates());
    listeners.forEach(listener -> listener.started(plan));
    TrainingSummary summary = done;
    while (batches.hasNext()) {
      List<E> batch = batches.next();
      UpdateReport report = run.update(summary.updates() + 1, batches.epoch(), batch);
      summary = summary.with(report);
      listeners.forEach(listener -> listener.updated(report));
      after.updated(summary, batch);
    }
    return summary;
  }

  /**
   * Collects what a run needs. Not thread-safe.
   *
   * @param <E> what the objective judges as a whole
   */
  public static final class Builder<E extends Example> {
    private final TrainablePolicy policy;
    private final Objective<E> objective;
    private final TrainerConfig config;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<TrainableValueFunction> valueFunction = Optional.empty();
    private Optional<ReferencePolicy> reference = Optional.empty();
    private Optional<TrainerCheckpoints> checkpoints = Optional.empty();

    private Builder(TrainablePolicy policy, Objective<E> objective, TrainerConfig config) {
      this.policy = policy;
      this.objective = objective;
      this.config = config;
    }

    /**
     * Adds the value function to train with the policy.
     *
     * @param valueFunction another network than the policy
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder<E> valueFunction(TrainableValueFunction valueFunction) {
      this.valueFunction = Optional.of(valueFunction);
      return this;
    }

    /**
     * Adds the reference policy to compare with.
     *
     * @param reference a policy of the same backend and vocabulary, that nobody changes
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder<E> reference(ReferencePolicy reference) {
      this.reference = Optional.of(reference);
      return this;
    }

    /**
     * Adds a listener; each is called in the order added.
     *
     * @param listener what to tell
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder<E> listener(TrainingListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Writes checkpoints while training, so that {@link Trainer#resume} can go on from them.
     *
     * @param checkpoints where and when
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder<E> checkpoints(TrainerCheckpoints checkpoints) {
      this.checkpoints = Optional.of(checkpoints);
      return this;
    }

    /**
     * Returns the trainer.
     *
     * @return a new one
     * @throws IllegalArgumentException if the objective reads a network that is not given, or does
     *     not read one that is
     */
    public Trainer<E> build() {
      return new Trainer<>(this);
    }
  }
}
