package dev.oreo.train;

/**
 * Watches a run. Called on the training thread; what a listener throws ends the run, after the
 * update it was told of.
 */
public interface TrainingListener {

  /**
   * Called before the first update. In a run that goes on, {@link TrainingPlan#updatesDone} says
   * how many updates have been made; what was told of later ones is void, as they are made again.
   *
   * @param plan what is going to happen
   */
  void started(TrainingPlan plan);

  /**
   * Called after every update.
   *
   * @param report what it did
   */
  void updated(UpdateReport report);

  /**
   * Called before a checkpoint is written, after {@link #updated}: what a listener writes must have
   * reached the disk when this returns, as a run that goes on from the checkpoint will not tell it
   * again.
   *
   * @param update after which the checkpoint is
   */
  default void checkpointing(long update) {}

  /**
   * Called after the last update; not called when the run fails.
   *
   * @param summary what the run did
   */
  void finished(TrainingSummary summary);
}
