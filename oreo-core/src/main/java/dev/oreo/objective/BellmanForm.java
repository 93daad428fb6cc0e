package dev.oreo.objective;

import dev.oreo.trajectory.Granularity;

/**
 * Which soft Bellman equation {@link SoftBellmanObjective}'s policy loss squares, and through which
 * tokens it moves the policy. The value loss is the same for all.
 *
 * <p>In the gradients p and q are positions, s marks the granularity's N states, a the action
 * tokens, B is the number of trajectories of the update, and the state that owns a token is the
 * last one at or before it. V is held constant in every form. At response level there is one state
 * and the forms are one, so only {@link #MULTI_STEP} is accepted there.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, Eq. 7-10</a>
 */
public enum BellmanForm {
  /**
   * {@code delta[p] = V[p] + beta * Lambda[p] - R_t}, which moves only with the tokens of the
   * action taken at p: all later log-ratios are held constant. The paper's losses (Eq. 9 and 10).
   * Any granularity.
   *
   * <p>Gradient {@code 2 beta / (B N) * a[q] * delta[owner of q]}. The loss's value is that of
   * {@link #FULL_SUFFIX}.
   */
  MULTI_STEP,
  /**
   * {@code c[p] = V[p] - r_p - V[n] + beta * (Lambda[p] - Lambda[n])}, with n the next state of the
   * granularity (the first of the next turn where observations lie between), {@code r_p} the reward
   * earned from p to n, and V and Lambda 0 after the last action. Not in the paper; the authors'
   * {@code single_step_actor_loss}. Token and step level.
   *
   * <p>Gradient {@code 2 beta / (B N) * a[q] * c[owner of q]}, the true derivative of the loss. As
   * {@code c[p] = delta[p] - delta[n]}, it vanishes where the residuals do.
   */
  ONE_STEP,
  /**
   * {@code delta[p]} as in {@link #MULTI_STEP}, which moves with all tokens from p on: nothing of
   * the policy's is held constant. Token and step level.
   *
   * <p>Gradient {@code 2 beta / (B N) * a[q] * sum_(p <= q) s[p] delta[p]}, the true derivative of
   * the loss.
   */
  FULL_SUFFIX;

  boolean supports(Granularity granularity) {
    return this == MULTI_STEP || granularity != Granularity.RESPONSE;
  }

  /** What the policy loss squares at the states. */
  BellmanResiduals squared(BellmanResiduals residuals, boolean[] states) {
    return this == ONE_STEP ? residuals.oneStep(states) : residuals;
  }

  /** The derivative of {@code weight * squared(..).meanSquare(states)} by the log-probabilities. */
  double[] gradient(BellmanResiduals squared, boolean[] states, double beta, double weight) {
    return this == FULL_SUFFIX
        ? squared.gradientByAllLaterLogProbs(states, beta, weight)
        : squared.gradientByLogProb(states, beta, weight);
  }
}
