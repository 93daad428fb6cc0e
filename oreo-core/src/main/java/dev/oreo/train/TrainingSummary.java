package dev.oreo.train;

/**
 * What a whole run did, over all processes that it took.
 *
 * @param updates number of updates
 * @param tokens of all batches, prompts included
 * @param seconds that all updates took
 * @param lastPolicyLoss before the last update
 * @param lastValueLoss before the last update; 0 without value function
 */
public record TrainingSummary(
    long updates, long tokens, double seconds, double lastPolicyLoss, double lastValueLoss) {

  /** Of a run that has not begun. */
  static final TrainingSummary NONE = new TrainingSummary(0, 0, 0, 0, 0);

  TrainingSummary with(UpdateReport report) {
    return new TrainingSummary(
        report.update(),
        tokens + report.tokens(),
        seconds + report.seconds(),
        report.policyLoss(),
        report.valueLoss());
  }
}
