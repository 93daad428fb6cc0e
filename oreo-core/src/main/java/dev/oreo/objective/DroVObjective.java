package dev.oreo.objective;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DRO-V, direct reward optimisation with a value function: makes a policy and the value of the
 * prompt consistent with the reward of whole answers, from single rated answers.
 *
 * <p>An answer is one action. With V read at the prompt's last token, {@code Lambda_0} the sum of
 * {@code log pi - log pi_ref} over all action tokens (observations contribute nothing) and r the
 * total reward, the residual is
 *
 * <pre>{@code e = r - V(s_0) - tau * Lambda_0}</pre>
 *
 * <p>and 0 on every answer exactly at the optimum of the KL-regularised problem, if the data cover
 * all that the reference can say. Both losses are mean squares of it, over the B trajectories of
 * the update:
 *
 * <pre>{@code
 * value loss   (1/B) sum_b 1/2 e^2              Lambda_0 held constant
 * policy loss  (1/B) sum_b 1/2 e^2 / tau        V held constant
 * }</pre>
 *
 * <p>The paper divides the policy's gradient by tau, so that its size does not depend on tau; the
 * policy loss reported here is divided as well, so that it is the function whose gradient goes out.
 * The gradient is {@code -e / B} at every action token and at the value of the prompt.
 *
 * <p>With tau = beta the value loss is half of {@link SoftBellmanObjective}'s squared residual at
 * the prompt. That objective at response level differs in that it trains V at every token.
 *
 * <p><b>Diagnostics</b>, one sample per trajectory; "success" is a trajectory of total reward above
 * 0, "failure" any other:
 *
 * <ul>
 *   <li>{@code residual/success}, {@code residual/failure}: {@code -e}, which has the sign of
 *       {@link SoftBellmanObjective}'s delta
 *   <li>{@code value/first/success}, {@code value/first/failure}: V of the prompt
 *   <li>{@code betaLogRatio/first}: tau * Lambda_0
 *   <li>{@code kl}: k3, mean per action token
 *   <li>{@code reward}, {@code length} (action tokens), {@code truncated} (1 or 0)
 * </ul>
 *
 * <p>Units: nats for log-probabilities, the reward's unit for V and tau. Reduction: sum over
 * tokens, mean over the update's trajectories.
 *
 * <p>Differences from the paper: rewards are taken as they are, where the paper standardises them
 * over the data set to mean 0 and variance 1; so its tau suits rewards of that scale. A truncated
 * trajectory counts as complete. An agent's rewards per turn are summed.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2405.19107">Richemond et al. 2024</a>
 */
public final class DroVObjective implements Objective<Trajectory> {
  /** The paper's tau for rewards of variance 1: {@value}. */
  public static final double DEFAULT_TAU = 1;

  private final double tau;

  /**
   * Creates the objective.
   *
   * @param tau KL strength in units of reward per nat, above 0, finite; the paper uses {@value
   *     #DEFAULT_TAU}
   * @throws IllegalArgumentException if it is not
   */
  public DroVObjective(double tau) {
    Checks.argument(tau > 0 && Double.isFinite(tau), "tau must be finite and > 0, got %s", tau);
    this.tau = tau;
  }

  /**
   * Returns the KL strength.
   *
   * @return above 0, in units of reward per nat
   */
  public double tau() {
    return tau;
  }

  @Override
  public String name() {
    return "dro-v";
  }

  @Override
  public Set<Score> requiredScores() {
    return Set.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE);
  }

  @Override
  public ObjectiveResult evaluate(List<ScoredExample<Trajectory>> microBatch, BatchContext batch) {
    batch.counts().requireHolds(microBatch.size());
    int trajectories = batch.counts().trajectories();
    double loss = 0;
    List<TrajectoryGradients> gradients = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (ScoredExample<Trajectory> scored : microBatch) {
      TrajectoryScores scores = scored.only();
      Trajectory trajectory = scores.trajectory();
      int first = trajectory.steps().get(0).firstPosition();
      double value = scores.get(Score.VALUE)[first];
      double tauLogRatio = tau * LogRatios.sum(scores);
      double error = trajectory.reward() - value - tauLogRatio;
      loss += error * error / (2 * trajectories);
      double[] byValue = new double[trajectory.positions()];
      byValue[first] = -error / trajectories;
      double[] byLogProb = LogRatios.atActions(trajectory, -error / trajectories);
      gradients.add(
          new TrajectoryGradients(
              trajectory, Map.of(Score.VALUE, byValue, Score.LOG_PROB, byLogProb)));
      diagnostics.add("value/first/" + SequenceDiagnostics.outcome(trajectory), value);
      SequenceDiagnostics.addResidual(scores, -error, tauLogRatio, diagnostics);
    }
    return new ObjectiveResult(loss / tau, loss, gradients, diagnostics);
  }
}
