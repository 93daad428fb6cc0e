package dev.oreo.evaluate;

import dev.oreo.internal.Checks;
import dev.oreo.objective.BellmanResiduals;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tokens and steps of a trajectory made its outcome more or less likely, twice: by the value
 * function, and by the value that the policy implies.
 *
 * <p>With {@code d_i = log pi(a_i | s_i) - log pi_ref(a_i | s_i)}, {@code r_i} the reward of action
 * i and {@code R_t} the sum of rewards from t on, the soft-optimal policy and value obey, for every
 * action, {@code V*(s_t) - V*(s_(t+1)) = r_t - beta * d_t}. Solved for the next state, and begun at
 * the value function's estimate for the prompt, that gives
 *
 * <pre>{@code
 * implicit value      V_imp(s_t) = V(s_0) + sum_(i < t) (beta * d_i - r_i)
 * implicit advantage  A_imp(t)   = r_t + V_imp(s_(t+1)) - V_imp(s_t) = beta * d_t
 * explicit advantage  A_exp(t)   = r_t + V(s_(t+1)) - V(s_t), V = 0 after the last action
 * residual            delta_t    = V(s_t) + beta * sum_(i >= t) d_i - R_t
 * }</pre>
 *
 * <p>The residual is what the two advantages differ by from t on, {@code delta_t = sum_(i >= t)
 * (A_imp(i) - A_exp(i))}, so {@code V_imp(s_t) - V(s_t) = delta_0 - delta_t}. At the soft optimum
 * it is 0 and the two agree; elsewhere they need not. The implicit value never looks ahead: it
 * knows the outcome no more than the value function does, and where rewards come at the end the
 * reward has no part in it.
 *
 * <p>A step is one action: its {@code d} is the sum over its tokens, and the rest follows. The next
 * state after a turn is the one in which the next turn begins, so observations are skipped. A
 * truncated trajectory ends like any other, with value 0 after its last token.
 *
 * <p>Differences from the paper: its Eq. 12 sums log-ratios to t, here to t - 1 (the action of
 * {@code s_t} is not part of that state), and rewards before the last action are taken into
 * account. Numerics: doubles. Immutable and thread-safe.
 *
 * @param trajectory what is explained
 * @param beta KL strength
 * @param tokens one per action token, in order
 * @param steps one per step, in order
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, Eq. 7 and 11-14</a>
 */
public record CreditAssignment(
    Trajectory trajectory, double beta, List<ActionCredit> tokens, List<ActionCredit> steps) {

  /** Copies the lists. {@inheritDoc} */
  public CreditAssignment {
    tokens = List.copyOf(tokens);
    steps = List.copyOf(steps);
  }

  /**
   * Explains a trajectory.
   *
   * @param scores with {@link Score#LOG_PROB}, {@link Score#REFERENCE_LOG_PROB} and {@link
   *     Score#VALUE}
   * @param beta KL strength with which the networks were trained, above 0; the paper uses 0.03
   * @return the credit of every token and step
   * @throws IllegalArgumentException if {@code beta} is out of range, or a score is absent or, at
   *     an action token, not finite
   */
  public static CreditAssignment of(TrajectoryScores scores, double beta) {
    BellmanResiduals residuals = BellmanResiduals.of(scores, beta);
    for (Score score : List.of(Score.LOG_PROB, Score.REFERENCE_LOG_PROB, Score.VALUE)) {
      requireFinite(scores, score);
    }
    Trajectory trajectory = scores.trajectory();
    List<ActionCredit> tokens = credits(tokens(trajectory), scores, beta, residuals);
    List<ActionCredit> steps = credits(trajectory.steps(), scores, beta, residuals);
    return new CreditAssignment(trajectory, beta, tokens, steps);
  }

  /**
   * Returns V of the prompt.
   *
   * @return {@code V(s_0)}
   */
  public double firstValue() {
    return tokens.get(0).value();
  }

  /**
   * Returns V of the state in which the last token was chosen, the last state there is.
   *
   * @return {@code V(s_(T-1))} of T action tokens
   */
  public double lastValue() {
    return tokens.get(tokens.size() - 1).value();
  }

  /**
   * Returns the implicit value of the last state.
   *
   * @return {@code V_imp(s_(T-1))}
   */
  public double lastImplicitValue() {
    return tokens.get(tokens.size() - 1).implicitValue();
  }

  /**
   * Returns the log-ratio of the whole response.
   *
   * @return the sum over all action tokens, in nats
   */
  public double logRatio() {
    return steps.stream().mapToDouble(ActionCredit::logRatio).sum();
  }

  /** Each action token as a step of its own; a step's last token earns its reward. */
  private static List<Step> tokens(Trajectory trajectory) {
    List<Step> tokens = new ArrayList<>();
    for (Step step : trajectory.steps()) {
      for (int token = step.start(); token < step.end(); token++) {
        tokens.add(new Step(token, token + 1, token == step.end() - 1 ? step.reward() : 0));
      }
    }
    return tokens;
  }

  private static List<ActionCredit> credits(
      List<Step> actions, TrajectoryScores scores, double beta, BellmanResiduals residuals) {
    double[] values = scores.get(Score.VALUE);
    List<ActionCredit> credits = new ArrayList<>();
    double implicitValue = values[actions.get(0).firstPosition()];
    for (int i = 0; i < actions.size(); i++) {
      Step action = actions.get(i);
      int state = action.firstPosition();
      boolean last = i == actions.size() - 1;
      double nextValue = last ? 0 : values[actions.get(i + 1).firstPosition()];
      double logRatio = logRatio(action, scores);
      credits.add(
          new ActionCredit(
              action,
              values[state],
              implicitValue,
              logRatio,
              beta * logRatio,
              action.reward() + nextValue - values[state],
              residuals.at(state)));
      implicitValue += beta * logRatio - action.reward();
    }
    return credits;
  }

  private static double logRatio(Step action, TrajectoryScores scores) {
    double[] logProbs = scores.get(Score.LOG_PROB);
    double[] referenceLogProbs = scores.get(Score.REFERENCE_LOG_PROB);
    double sum = 0;
    for (int p = action.firstPosition(); p < action.endPosition(); p++) {
      sum += logProbs[p] - referenceLogProbs[p];
    }
    return sum;
  }

  private static void requireFinite(TrajectoryScores scores, Score score) {
    double[] values = scores.get(score);
    boolean[] actions = scores.trajectory().actionMask();
    for (int p = 0; p < actions.length; p++) {
      Checks.argument(
          !actions[p] || Double.isFinite(values[p]),
          "%s must be finite at action tokens, got %s at position %d (trajectory %s)",
          score,
          values[p],
          p,
          scores.trajectory().id());
    }
  }
}
