package dev.oreo.train;

import dev.oreo.internal.Checks;
import dev.oreo.model.Restorable;
import dev.oreo.trajectory.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a run's checkpoints as they are due, and puts a run where one of them was made. */
final class CheckpointKeeper<E extends Example> implements AutoCloseable {
  private final TrainerCheckpoints settings;
  private final TrainingRun<E> run;
  private final List<TrainingListener> listeners;
  private final RunIdentity identity;
  private final CheckpointFolder folder;
  private long lastNanos = System.nanoTime();

  CheckpointKeeper(
      TrainerCheckpoints settings, TrainingRun<E> run, List<TrainingListener> listeners)
      throws IOException {
    this.settings = settings;
    this.run = run;
    this.listeners = listeners;
    this.identity = RunIdentity.of(run.plan(), run.config(), settings.identity());
    this.folder = CheckpointFolder.open(settings.directory());
  }

  /** Fails if there are checkpoints: those of two runs must not be mixed. */
  TrainingSummary begin() throws IOException {
    Optional<Path> found = folder.newest();
    Checks.argument(
        found.isEmpty(),
        "checkpoints must not exist where a run begins, got %s (resume that run, or choose another"
            + " folder)",
        found.orElse(settings.directory()));
    return TrainingSummary.NONE;
  }

  /**
   * Puts run and batches where the latest checkpoint was made; leaves them at the beginning if
   * there is none.
   *
   * @return what the run has done
   */
  TrainingSummary resume(BatchCursor<E> batches) throws IOException {
    Optional<Path> newest = folder.newest();
    if (newest.isEmpty()) {
      return TrainingSummary.NONE;
    }
    Path checkpoint = newest.get();
    TrainingState state = TrainingState.read(checkpoint);
    List<String> differences = identity.differences(state.run());
    Checks.argument(
        differences.isEmpty(),
        "run must be the one that its checkpoint is of: %s (%s)",
        String.join("; ", differences),
        checkpoint);
    requireSameBatch(state, batches, checkpoint);
    for (Map.Entry<String, Restorable> part : run.parts().entrySet()) {
      part.getValue().restore(checkpoint.resolve(part.getKey()));
    }
    run.restore(state.summary(), state.objectiveState());
    return state.summary();
  }

  private void requireSameBatch(TrainingState state, BatchCursor<E> batches, Path checkpoint) {
    long update = state.summary().updates();
    BatchMark now = BatchMark.of(batches.skip(update));
    BatchMark then = state.lastBatch();
    Checks.argument(
        now.sha256().equals(then.sha256()),
        "batch of update %d must be the one that was trained on, got %s and there %s%s (%s)",
        update,
        now.trajectories(),
        then.trajectories(),
        now.trajectories().equals(then.trajectories()) ? " with other tokens or rewards" : "",
        checkpoint);
  }

  /** Writes a checkpoint if one is due. */
  void updated(TrainingSummary summary, List<E> batch) throws IOException {
    if (!settings.due(summary.updates(), System.nanoTime() - lastNanos)) {
      return;
    }
    listeners.forEach(listener -> listener.checkpointing(summary.updates()));
    TrainingState state =
        new TrainingState(identity, summary, run.objectiveState(), BatchMark.of(batch));
    folder.add(
        summary.updates(),
        settings.keep(),
        into -> {
          for (Map.Entry<String, Restorable> part : run.parts().entrySet()) {
            part.getValue().save(into.resolve(part.getKey()));
          }
          state.write(into);
        });
    lastNanos = System.nanoTime();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
