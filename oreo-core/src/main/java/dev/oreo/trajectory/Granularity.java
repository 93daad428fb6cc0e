package dev.oreo.trajectory;

/**
 * What counts as one action of the MDP, and so which states a loss scores.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.2</a>
 */
public enum Granularity {
  /** Every token the policy chose is an action of its own. */
  TOKEN,
  /** A reasoning step or an agent's turn is one action. */
  STEP,
  /** The whole response is one action, taken in the prompt's state. */
  RESPONSE
}
