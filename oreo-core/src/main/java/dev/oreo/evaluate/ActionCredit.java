package dev.oreo.evaluate;

import dev.oreo.trajectory.Step;

/**
 * What policy and value function say of one action of a trajectory: a token, or a whole step.
 *
 * <p>Values, advantages and the residual are in the reward's unit, the log-ratio in nats. The
 * equations are those of {@link CreditAssignment}. Immutable and thread-safe.
 *
 * @param action the tokens of the action, and the reward earned on completing it
 * @param value {@code V(s)} by the value function, of the state in which the action begins
 * @param implicitValue the same state's value by the policy alone
 * @param logRatio {@code d}, summed over the action's tokens
 * @param implicitAdvantage {@code beta * d}: by how much the action changed what is to be expected,
 *     by the policy
 * @param explicitAdvantage {@code r + V(s') - V(s)}: the same by the value function
 * @param residual {@code delta} of the state in which the action begins
 */
public record ActionCredit(
    Step action,
    double value,
    double implicitValue,
    double logRatio,
    double implicitAdvantage,
    double explicitAdvantage,
    double residual) {}
