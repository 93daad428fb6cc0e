package dev.oreo.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one update did.
 *
 * @param update counted from 1 over the whole run
 * @param totalUpdates of the whole run
 * @param epoch counted from 1
 * @param policyLoss before the update, regulariser included
 * @param valueLoss before the update; 0 without value function
 * @param policyLearningRate 0 while the policy is frozen
 * @param valueLearningRate 0 without value function
 * @param policyGradientNorm before clipping; 0 while the policy is frozen
 * @param valueGradientNorm before clipping; 0 without value function
 * @param tokens of the batch, prompts included
 * @param seconds that the update took
 * @param metrics the objective's diagnostics over the batch, all finite: the mean of each quantity
 *     under its name; for those named {@code residual...} and {@code ...LogRatio...} also {@code
 *     /std}, {@code /p05}, {@code /p50} and {@code /p95}; and {@code value/last/auc}, the
 *     probability that V at the last state ranks a successful trajectory above a failed one, where
 *     the batch has both
 */
public record UpdateReport(
    long update,
    long totalUpdates,
    int epoch,
    double policyLoss,
    double valueLoss,
    double policyLearningRate,
    double valueLearningRate,
    double policyGradientNorm,
    double valueGradientNorm,
    long tokens,
    double seconds,
    Map<String, Double> metrics) {

  /** Copies the map, keeping its order. {@inheritDoc} */
  public UpdateReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
