/**
 * Training objectives with their closed-form gradients.
 *
 * <p>Start with {@link dev.oreo.objective.SoftBellmanObjective}, which is OREO. Nearly all others
 * are members of the same family. With {@code d = log pi - log pi_ref} of a token, {@code Lambda_t}
 * its sum over the action tokens from state t on, and R the reward to go, they square
 *
 * <pre>{@code residual_t = V(s_t) + beta * Lambda_t - R_t}</pre>
 *
 * <p>and differ in where V comes from, at which states, and which tokens a state's residual moves:
 *
 * <table>
 * <caption>One residual family</caption>
 * <tr><th>class</th><th>residual at a state</th><th>V</th><th>states</th><th>moves</th><th>learns
 *     from</th></tr>
 * <tr><td>{@link dev.oreo.objective.SoftBellmanObjective}</td><td>V + beta Lambda - R</td><td>a
 *     network</td><td>tokens, steps, or the prompt</td><td>the state's own action</td><td>single
 *     trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.DqoObjective}</td><td>V - lambda-return</td><td>a
 *     network</td><td>tokens</td><td>the state's own token</td><td>single trajectories, rewards per
 *     step</td></tr>
 * <tr><td>{@link dev.oreo.objective.PathConsistencyObjective}</td><td>sum over a
 *     window</td><td>a network</td><td>windows of tokens</td><td>all tokens of the window, and V at
 *     both ends</td><td>single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.DroVObjective}</td><td>V + tau Lambda_0 - r</td><td>a
 *     network</td><td>the prompt</td><td>all tokens</td><td>single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.DroPObjective}</td><td>the same, V the batch's
 *     mean</td><td>none</td><td>the prompt</td><td>all tokens</td><td>single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.ShiqObjective}</td><td>V + beta Lambda - R</td><td>the policy's
 *     log-partition over the reference's</td><td>tokens</td><td>all later tokens, and the state's
 *     logits</td><td>single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.TbrmObjective}</td><td>V + Lambda_0 - r / beta</td><td>the
 *     policy's log-partition</td><td>the prompt</td><td>all tokens, and the first
 *     logits</td><td>single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.AStarPoObjective}</td><td>V + beta2 Lambda_0 -
 *     r</td><td>estimated from a prompt's answers</td><td>the prompt</td><td>all
 *     tokens</td><td>groups, then single trajectories</td></tr>
 * <tr><td>{@link dev.oreo.objective.RebelObjective}, {@link dev.oreo.objective.CopgObjective},
 *     {@link dev.oreo.objective.IpoObjective}, {@link dev.oreo.objective.DpoObjective}</td><td>the
 *     difference of two first-state residuals</td><td>cancels</td><td>the prompt</td><td>all
 *     tokens</td><td>pairs, groups</td></tr>
 * </table>
 *
 * <p>Outside of the family: {@link dev.oreo.objective.KtoObjective} compares a labelled answer with
 * the batch's mean divergence; {@link dev.oreo.objective.GrpoObjective} and {@link
 * dev.oreo.objective.PpoObjective} ascend a clipped surrogate from stored log-probabilities of the
 * sampling policy; {@link dev.oreo.objective.SftObjective} imitates.
 *
 * <p>Level 2: uses {@code dev.oreo.trajectory} and {@code dev.oreo.math}.
 */
@NullMarked
package dev.oreo.objective;

import org.jspecify.annotations.NullMarked;
