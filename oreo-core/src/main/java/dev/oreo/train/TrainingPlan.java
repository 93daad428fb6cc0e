package dev.oreo.train;

/**
 * What a run is going to do.
 *
 * @param objective the objective's name
 * @param epochs passes over the data
 * @param updatesPerEpoch updates in each
 * @param totalUpdates of the whole run
 * @param policyFrozenUpdates how many of the first ones leave the policy as it is
 * @param updatesDone how many of them an earlier process has made, with which this one goes on; 0
 *     for a run that begins
 */
public record TrainingPlan(
    String objective,
    int epochs,
    int updatesPerEpoch,
    long totalUpdates,
    long policyFrozenUpdates,
    long updatesDone) {

  static TrainingPlan of(String objective, TrainerConfig config, int updatesPerEpoch) {
    long total = (long) config.epochs() * updatesPerEpoch;
    long frozen = LearningRateSchedule.share(total, config.policyFreezeFraction());
    return new TrainingPlan(objective, config.epochs(), updatesPerEpoch, total, frozen, 0);
  }

  TrainingPlan after(long updates) {
    return new TrainingPlan(
        objective, epochs, updatesPerEpoch, totalUpdates, policyFrozenUpdates, updates);
  }

  boolean policyFrozen(long update) {
    return update <= policyFrozenUpdates;
  }
}
