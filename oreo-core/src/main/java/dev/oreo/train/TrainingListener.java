package dev.oreo.train;

/**
 * Watches a run. Called on the training thread; what a listener throws ends the run, after the
 * update it was told of.
 */
public interface TrainingListener {

  /**
   * Called before the first update.
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
   * Called after the last update; not called when the run fails.
   *
   * @param summary what the run did
   */
  void finished(TrainingSummary summary);
}
