package dev.oreo.objective;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.PreferencePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * DPO: the policy learns from pairs of answers which one is better, without rewards and without a
 * value function.
 *
 * <p>With {@code Lambda_0} the sum of {@code log pi - log pi_ref} over all action tokens of an
 * answer (the end of text token included; tokens the policy did not choose contribute nothing),
 *
 * <pre>{@code
 * h = Lambda_0(chosen) - Lambda_0(rejected)
 *
 * DPO          -log sigma(beta h)
 * conservative -(1 - e) log sigma(beta h) - e log sigma(-beta h)
 * robust       (-(1 - e) log sigma(beta h) + e log sigma(-beta h)) / (1 - 2 e)
 * }</pre>
 *
 * <p>where e is the labelSmoothing, the probability that a pair's label is wrong. The conservative
 * loss (cDPO) has its minimum at {@code h = log((1 - e) / e) / beta}: it does not push h without
 * end. The robust one is an unbiased estimate of the DPO loss on right labels; it may be negative
 * and has no minimum. With e = 0 all three are the same.
 *
 * <p>A nllCoefficient above 0 adds {@code nllCoefficient * -(1/M) sum_q a[q] log pi[q]} of the
 * chosen answer with its M action tokens, so that its likelihood does not fall together with the
 * rejected one's: a mean over an answer's tokens, then over pairs.
 *
 * <p><b>Diagnostics</b>, as samples, one per pair or one per answer:
 *
 * <ul>
 *   <li>{@code margin}: beta * h
 *   <li>{@code accuracy}: 1 where h is above 0, else 0
 *   <li>{@code logRatio/chosen}, {@code logRatio/rejected}: Lambda_0
 *   <li>{@code logProb/chosen}, {@code logProb/rejected}: mean per action token
 *   <li>{@code kl}: k3, mean per action token of an answer
 *   <li>{@code length} (action tokens), {@code truncated} (1 or 0) of an answer
 * </ul>
 *
 * <p>Reduction: sum over an answer's tokens, then mean over the update's pairs. Units: nats.
 * Differences from the papers: the negative log-likelihood, which is not in them; rewards that the
 * trajectories may have are not read. Differences from TRL: it averages the negative log-likelihood
 * over all chosen tokens of a micro-batch, which depends on how the batch is cut. Numerics:
 * doubles, no overflow for margins of any size.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2305.18290">Rafailov et al. 2023, Eq. 7 (DPO)</a>
 * @see <a href="https://ericmitchell.ai/cdpo.pdf">Mitchell 2023 (conservative DPO)</a>
 * @see <a href="https://arxiv.org/abs/2403.00409">Chowdhury et al. 2024 (robust DPO)</a>
 */
public final class DpoObjective implements Objective<PreferencePair> {
  private final double beta;
  private final double labelSmoothing;
  private final boolean robust;
  private final double nllCoefficient;

  private DpoObjective(Builder builder) {
    this.beta = builder.beta;
    this.labelSmoothing = builder.labelSmoothing;
    this.robust = builder.robust;
    this.nllCoefficient = builder.nllCoefficient;
  }

  /**
   * Returns a builder with the paper's settings.
   *
   * @return a builder: beta 0.1, no label smoothing, no negative log-likelihood
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0
   */
  public double beta() {
    return beta;
  }

  /**
   * Returns the assumed probability that a label is wrong.
   *
   * @return in [0, 0.5)
   */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /**
   * Returns whether wrong labels are allowed for by the robust loss, not the conservative one.
   *
   * @return the builder's
   */
  public boolean robust() {
    return robust;
  }

  /**
   * Returns the weight of the chosen answer's negative log-likelihood.
   *
   * @return 0 for none
   */
  public double nllCoefficient() {
    return nllCoefficient;
  }

  @Override
  public String name() {
    return "dpo";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB);
  }

  @Override
  public ObjectiveResult evaluate(
      List<ScoredExample<PreferencePair>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    double weight = 1.0 / batch.counts().examples();
    double policyLoss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<PreferencePair> scored : microBatch) {
      PairScores pair = PairScores.of(scored);
      double margin = beta * pair.difference();
      double nll = -SequenceDiagnostics.meanLogProb(pair.chosen());
      policyLoss += weight * (loss(margin) + nllCoefficient * nll);
      double byLogRatio = weight * beta * derivative(margin);
      double byNll = weight * nllCoefficient / pair.chosenLength();
      gradients.addAll(pair.gradients(byLogRatio - byNll, -byLogRatio));
      pair.addDiagnostics(beta, diagnostics);
    }
    return new ObjectiveResult(policyLoss, 0, gradients, diagnostics);
  }

  private double loss(double margin) {
    double right = -(1 - labelSmoothing) * Logistic.logSigmoid(margin);
    double wrong = -labelSmoothing * Logistic.logSigmoid(-margin);
    return robust ? (right - wrong) / (1 - 2 * labelSmoothing) : right + wrong;
  }

  private double derivative(double margin) {
    double right = -(1 - labelSmoothing) * Logistic.sigmoid(-margin);
    double wrong = labelSmoothing * Logistic.sigmoid(margin);
    return robust ? (right - wrong) / (1 - 2 * labelSmoothing) : right + wrong;
  }

  /** Settings of a {@link DpoObjective}. Not thread-safe. */
  public static final class Builder {
    private double beta = 0.1;
    private double labelSmoothing;
    private boolean robust;
    private double nllCoefficient;

    private Builder() {}

    /**
     * Sets the KL strength: the smaller, the further the policy moves for the same preferences.
     *
     * @param beta above 0, finite; 0.1 (the default) to 0.5 are usual
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder beta(double beta) {
      Checks.argument(
          beta > 0 && Double.isFinite(beta), "beta must be finite and > 0, got %s", beta);
      this.beta = beta;
      return this;
    }

    /**
     * Sets the assumed probability that a pair's label is wrong.
     *
     * @param labelSmoothing in [0, 0.5); the default is 0
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder labelSmoothing(double labelSmoothing) {
      Checks.argument(
          labelSmoothing >= 0 && labelSmoothing < 0.5,
          "labelSmoothing must be in [0, 0.5), got %s",
          labelSmoothing);
      this.labelSmoothing = labelSmoothing;
      return this;
    }

    /**
     * Sets whether wrong labels are allowed for by the robust loss, not the conservative one.
     *
     * @param robust the default is false; true needs a label smoothing above 0
     * @return this
     */
    @CanIgnoreReturnValue
    public Builder robust(boolean robust) {
      this.robust = robust;
      return this;
    }

    /**
     * Sets the weight of the chosen answer's negative log-likelihood.
     *
     * @param nllCoefficient at least 0, finite; the default is 0 for none
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    @CanIgnoreReturnValue
    public Builder nllCoefficient(double nllCoefficient) {
      Checks.argument(
          nllCoefficient >= 0 && Double.isFinite(nllCoefficient),
          "nllCoefficient must be finite and >= 0, got %s",
          nllCoefficient);
      this.nllCoefficient = nllCoefficient;
      return this;
    }

    /**
     * Returns the objective.
     *
     * @return a new one
     * @throws IllegalArgumentException if it is robust without label smoothing
     */
    public DpoObjective build() {
      Checks.argument(
          !robust || labelSmoothing > 0,
          "labelSmoothing must be > 0 where robust is set, got %s",
          labelSmoothing);
      return new DpoObjective(this);
    }
  }
}
