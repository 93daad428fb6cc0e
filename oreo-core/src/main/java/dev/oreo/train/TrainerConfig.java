package dev.oreo.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.model.AdamWConfig;

/**
 * Settings of a training run that do not depend on the objective.
 *
 * @param epochs passes over the data, at least 1
 * @param microBatchTokens most tokens of one forward pass, at least 1; a longer trajectory runs
 *     alone. Changes memory and speed, not results
 * @param oneGraphAtATime whether the value function runs twice, before and after the policy's
 *     backward pass, so that what back-propagation needs of both is never in memory at once. Takes
 *     one more forward pass of the value function; changes no result
 * @param policyLearningRate peak rate of the policy, greater than 0
 * @param valueLearningRate peak rate of the value function, greater than 0; unused without one
 * @param warmupFraction share of all updates with a linearly rising rate, in [0, 1]
 * @param policyFreezeFraction share of all updates, rounded up, that train the value function only
 *     before the policy moves, in [0, 1]
 * @param averageDecay how much an update keeps of the running average of the policy's weights, in
 *     [0, 1); unused by an objective that does not read {@link
 *     dev.oreo.objective.Score#AVERAGED_LOG_PROB}
 * @param policyOptimizer the policy's AdamW
 * @param valueOptimizer the value function's AdamW
 */
public record TrainerConfig(
    int epochs,
    int microBatchTokens,
    boolean oneGraphAtATime,
    double policyLearningRate,
    double valueLearningRate,
    double warmupFraction,
    double policyFreezeFraction,
    double averageDecay,
    AdamWConfig policyOptimizer,
    AdamWConfig valueOptimizer) {

  /**
   * The paper's settings for Qwen2.5-Math-1.5B: one epoch, rates of 5e-6, 3% warm-up, no freezing,
   * the authors' AdamW and averageDecay of 0.995; and 4096 tokens per forward pass.
   */
  public static final TrainerConfig DEFAULT =
      new TrainerConfig(
          1, 4096, false, 5e-6, 5e-6, 0.03, 0, 0.995, AdamWConfig.DEFAULT, AdamWConfig.DEFAULT);

  /** Checks the ranges. {@inheritDoc} */
  public TrainerConfig {
    Checks.argument(epochs >= 1, "epochs must be >= 1, got %d", epochs);
    Checks.argument(
        microBatchTokens >= 1, "microBatchTokens must be >= 1, got %d", microBatchTokens);
    requireRate("policyLearningRate", policyLearningRate);
    requireRate("valueLearningRate", valueLearningRate);
    requireFraction("warmupFraction", warmupFraction);
    requireFraction("policyFreezeFraction", policyFreezeFraction);
    Checks.argument(
        averageDecay >= 0 && averageDecay < 1,
        "averageDecay must be in [0, 1), got %s",
        averageDecay);
  }

  private static void requireRate(String name, double rate) {
    Checks.argument(
        rate > 0 && Double.isFinite(rate), "%s must be finite and > 0, got %s", name, rate);
  }

  private static void requireFraction(String name, double fraction) {
    Checks.argument(fraction >= 0 && fraction <= 1, "%s must be in [0, 1], got %s", name, fraction);
  }

  /**
   * Returns a builder that starts from {@link #DEFAULT}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  /**
   * Returns a builder that starts from these settings.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects settings; checks them in {@link #build}. Not thread-safe. */
  public static final class Builder {
    private int epochs;
    private int microBatchTokens;
    private boolean oneGraphAtATime;
    private double policyLearningRate;
    private double valueLearningRate;
    private double warmupFraction;
    private double policyFreezeFraction;
    private double averageDecay;
    private AdamWConfig policyOptimizer;
    private AdamWConfig valueOptimizer;

    private Builder(TrainerConfig config) {
      epochs = config.epochs;
      microBatchTokens = config.microBatchTokens;
      oneGraphAtATime = config.oneGraphAtATime;
      policyLearningRate = config.policyLearningRate;
      valueLearningRate = config.valueLearningRate;
      warmupFraction = config.warmupFraction;
      policyFreezeFraction = config.policyFreezeFraction;
      averageDecay = config.averageDecay;
      policyOptimizer = config.policyOptimizer;
      valueOptimizer = config.valueOptimizer;
    }

    /**
     * Sets the passes over the data.
     *
     * @param epochs at least 1
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder epochs(int epochs) {
      this.epochs = epochs;
      return this;
    }

    /**
     * Sets the most tokens of one forward pass.
     *
     * @param microBatchTokens at least 1
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder microBatchTokens(int microBatchTokens) {
      this.microBatchTokens = microBatchTokens;
      return this;
    }

    /**
     * Sets whether the value function runs twice to save memory.
     *
     * @param oneGraphAtATime whether the graphs of both networks are never in memory at once
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder oneGraphAtATime(boolean oneGraphAtATime) {
      this.oneGraphAtATime = oneGraphAtATime;
      return this;
    }

    /**
     * Sets the peak rate of the policy.
     *
     * @param policyLearningRate greater than 0
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder policyLearningRate(double policyLearningRate) {
      this.policyLearningRate = policyLearningRate;
      return this;
    }

    /**
     * Sets the peak rate of the value function.
     *
     * @param valueLearningRate greater than 0
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder valueLearningRate(double valueLearningRate) {
      this.valueLearningRate = valueLearningRate;
      return this;
    }

    /**
     * Sets the share of updates with a rising rate.
     *
     * @param warmupFraction in [0, 1]
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder warmupFraction(double warmupFraction) {
      this.warmupFraction = warmupFraction;
      return this;
    }

    /**
     * Sets the share of updates before the policy moves.
     *
     * @param policyFreezeFraction in [0, 1]
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder policyFreezeFraction(double policyFreezeFraction) {
      this.policyFreezeFraction = policyFreezeFraction;
      return this;
    }

    /**
     * Sets how slowly the running average of the policy's weights moves.
     *
     * @param averageDecay in [0, 1)
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder averageDecay(double averageDecay) {
      this.averageDecay = averageDecay;
      return this;
    }

    /**
     * Sets the policy's AdamW.
     *
     * @param policyOptimizer its hyper-parameters
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder policyOptimizer(AdamWConfig policyOptimizer) {
      this.policyOptimizer = policyOptimizer;
      return this;
    }

    /**
     * Sets the value function's AdamW.
     *
     * @param valueOptimizer its hyper-parameters
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder valueOptimizer(AdamWConfig valueOptimizer) {
      this.valueOptimizer = valueOptimizer;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @return checked settings
     * @throws IllegalArgumentException if one is out of range
     */
    public TrainerConfig build() {
      return new TrainerConfig(
          epochs,
          microBatchTokens,
          oneGraphAtATime,
          policyLearningRate,
          valueLearningRate,
          warmupFraction,
          policyFreezeFraction,
          averageDecay,
          policyOptimizer,
          valueOptimizer);
    }
  }
}
