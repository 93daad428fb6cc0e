package dev.oreo.objective;

import com.google.common.primitives.Doubles;
import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Generalized advantage estimation over the action tokens of a trajectory, with a KL penalty in the
 * rewards: what {@link PpoObjective} is prepared with.
 *
 * <pre>{@code
 * rho_t   = -klPenalty * (log pi_old - log pi_ref)_t + [t ends a step] * the step's reward
 * delta_t = rho_t + gamma * V_{t+1} - V_t             V after the last action token is 0
 * A_t     = delta_t + gamma * lambda * A_{t+1}
 * G_t     = A_t + V_t                                 the value function's target
 * }</pre>
 *
 * <p>t counts action tokens: observations between two steps are skipped, so the state after a
 * step's last token is the one in which the next step begins. With {@code gamma = lambda = 1} on
 * data of the policy itself, {@code -A_t} is OREO's residual at {@code beta = klPenalty}.
 *
 * <p>Units: nats for log-probabilities, the reward's unit for all else. Differences from OpenRLHF:
 * rewards may be given per step and are not clamped to [-10, 10]; the penalty's coefficient is
 * fixed. Differences from TRL: the reward is on the last action token and V is 0 after it, where
 * TRL's is on the slot behind it and reads V there.
 *
 * <p>Immutable and thread-safe.
 *
 * @param klPenalty kappa, in units of reward per nat, at least 0; 0 needs no reference
 * @param gamma discount per action token, in [0, 1]
 * @param lambda how much of later tokens' errors an advantage counts, in [0, 1]
 * @see <a href="https://arxiv.org/abs/1506.02438">Schulman et al. 2016, Eq. 16</a>
 */
public record GeneralizedAdvantage(double klPenalty, double gamma, double lambda) {
  /** Added to the variance, as in TRL, so that equal advantages become 0. */
  private static final double VARIANCE_FLOOR = 1e-8;

  /** Checks the settings. {@inheritDoc} */
  public GeneralizedAdvantage {
    Checks.argument(
        klPenalty >= 0 && Double.isFinite(klPenalty),
        "klPenalty must be finite and >= 0, got %s",
        klPenalty);
    Checks.argument(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1], got %s", gamma);
    Checks.argument(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1], got %s", lambda);
  }

  /**
   * Returns the usual estimate: gamma 1, lambda 0.95.
   *
   * @param klPenalty kappa, at least 0; OpenRLHF's scripts use 0.01, TRL 0.05
   * @return the estimate
   */
  public static GeneralizedAdvantage of(double klPenalty) {
    return new GeneralizedAdvantage(klPenalty, 1, 0.95);
  }

  /**
   * Returns the scores that {@link #examples} reads.
   *
   * @return {@link Score#LOG_PROB}, {@link Score#VALUE} and, with a penalty, {@link
   *     Score#REFERENCE_LOG_PROB}
   */
  public Set<Score> requiredScores() {
    return klPenalty > 0
        ? Set.of(Score.LOG_PROB, Score.VALUE, Score.REFERENCE_LOG_PROB)
        : Set.of(Score.LOG_PROB, Score.VALUE);
  }

  /**
   * Returns what {@link PpoObjective} trains on, advantages as they are.
   *
   * @param old trajectories with {@link #requiredScores} of the sampling policy, of the value
   *     function and of the reference, taken before any update
   * @return one per trajectory, in order; shares the scores' arrays
   * @throws IllegalArgumentException if a score is missing or a number is not finite
   */
  public List<ActorCriticTrajectory> examples(List<TrajectoryScores> old) {
    return old.stream().map(this::example).toList();
  }

  private ActorCriticTrajectory example(TrajectoryScores old) {
    Trajectory trajectory = old.trajectory();
    double[] values = old.get(Score.VALUE);
    double[] penalties = klPenalty > 0 ? LogRatios.of(old) : new double[values.length];
    double[] advantages = new double[values.length];
    double[] returns = new double[values.length];
    double nextValue = 0;
    double nextAdvantage = 0;
    List<Step> steps = trajectory.steps();
    for (int k = steps.size() - 1; k >= 0; k--) {
      double reward = steps.get(k).reward();
      for (int p = steps.get(k).endPosition() - 1; p >= steps.get(k).firstPosition(); p--) {
        double error = reward - klPenalty * penalties[p] + gamma * nextValue - values[p];
        advantages[p] = error + gamma * lambda * nextAdvantage;
        returns[p] = advantages[p] + values[p];
        nextValue = values[p];
        nextAdvantage = advantages[p];
        reward = 0;
      }
    }
    AdvantageTrajectory actor =
        new AdvantageTrajectory(trajectory, old.get(Score.LOG_PROB), advantages);
    return new ActorCriticTrajectory(actor, values, returns);
  }

  /**
   * Returns examples whose advantages have, over the action tokens of all of them together, mean 0
   * and variance 1: {@code (A - mean) / sqrt(variance + 1e-8)}. Returns and values stay.
   *
   * <p>OpenRLHF whitens all rollouts at once with {@link
   * AdvantageScaling#STANDARD_DEVIATION_POPULATION} (and a floor of 1e-8 under the variance instead
   * of beside it), TRL each batch with {@link AdvantageScaling#STANDARD_DEVIATION_BESSEL}.
   *
   * @param examples all that are compared with each other
   * @param scaling by what to divide; {@link AdvantageScaling#NONE} only subtracts the mean
   * @return one per example, in order
   */
  public static List<ActorCriticTrajectory> whiten(
      List<ActorCriticTrajectory> examples, AdvantageScaling scaling) {
    if (examples.isEmpty()) {
      return List.of();
    }
    double[] all =
        Doubles.concat(
            examples.stream()
                .map(e -> PositionArrays.atActions(e.actor().advantages(), e.trajectory()))
                .toArray(double[][]::new));
    double mean = AdvantageScaling.mean(all);
    OptionalDouble variance = scaling.variance(all);
    double divisor = variance.isPresent() ? Math.sqrt(variance.getAsDouble() + VARIANCE_FLOOR) : 1;
    List<ActorCriticTrajectory> whitened = new ArrayList<>();
    for (ActorCriticTrajectory example : examples) {
      whitened.add(shifted(example, mean, divisor));
    }
    return List.copyOf(whitened);
  }

  private static ActorCriticTrajectory shifted(
      ActorCriticTrajectory example, double mean, double divisor) {
    AdvantageTrajectory actor = example.actor();
    boolean[] actions = actor.trajectory().actionMask();
    double[] advantages = new double[actions.length];
    for (int p = 0; p < actions.length; p++) {
      advantages[p] = actions[p] ? (actor.advantages()[p] - mean) / divisor : 0;
    }
    return new ActorCriticTrajectory(
        new AdvantageTrajectory(actor.trajectory(), actor.oldLogProbs(), advantages),
        example.oldValues(),
        example.returns());
  }
}
