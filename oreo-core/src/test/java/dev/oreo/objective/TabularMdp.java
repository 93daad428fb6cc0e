package dev.oreo.objective;

import dev.oreo.math.LogProbabilities;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A deterministic tree in which every state offers the same number of actions and every leaf has
 * the same depth, with its exact soft-optimal value and policy.
 *
 * <p>Node 0 is the root, the prompt; the children of node n are {@code n * actions + 1} and the
 * following. What belongs to an action (its reward, its log-probability under a policy) is stored
 * at the child it leads to, what belongs to a state at the node: arrays have {@link #nodes()}
 * entries, unused at the root and, for values, at the leaves, which are terminal and worth 0.
 *
 * <p>For tests of objectives: a recorded path is a {@link Trajectory} whose only prompt token is
 * the root and whose action tokens are the actions taken.
 */
public final class TabularMdp {
  private final int actions;
  private final int depth;
  private final double[] rewards;
  private final double[] referenceLogProbs;

  /**
   * Creates a tree.
   *
   * @param actions actions per state
   * @param depth actions from the root to any leaf
   * @param rewards reward of entering each node
   * @param referenceLogProbs log-probability of entering each node from its parent under the
   *     reference policy
   */
  public TabularMdp(int actions, int depth, double[] rewards, double[] referenceLogProbs) {
    this.actions = actions;
    this.depth = depth;
    this.rewards = rewards.clone();
    this.referenceLogProbs = referenceLogProbs.clone();
  }

  /**
   * Returns a tree with a uniform reference policy.
   *
   * @param actions actions per state
   * @param depth actions from the root to any leaf
   * @param rewards reward of entering each node
   * @return the tree
   */
  public static TabularMdp uniform(int actions, int depth, double... rewards) {
    double[] logProbs = new double[rewards.length];
    Arrays.fill(logProbs, -Math.log(actions));
    return new TabularMdp(actions, depth, rewards, logProbs);
  }

  /**
   * Returns a tree with Gaussian rewards and reference logits.
   *
   * @param actions actions per state
   * @param depth actions from the root to any leaf
   * @param rewardEvery rewards are 0 except on entering nodes whose depth is a multiple of this
   * @param random source of the numbers
   * @return the tree
   */
  public static TabularMdp random(int actions, int depth, int rewardEvery, Random random) {
    int nodes = 1;
    for (int level = 0; level < depth; level++) {
      nodes = nodes * actions + 1;
    }
    double[] rewards = new double[nodes];
    for (int node = 1; node < nodes; node++) {
      rewards[node] = depthOf(node, actions) % rewardEvery == 0 ? random.nextGaussian() : 0;
    }
    TabularMdp shape = new TabularMdp(actions, depth, rewards, new double[nodes]);
    double[] logits = random.doubles(nodes, -1, 1).toArray();
    return new TabularMdp(actions, depth, rewards, shape.softmax(logits));
  }

  /**
   * Returns the number of nodes, leaves included.
   *
   * @return at least 1
   */
  public int nodes() {
    return rewards.length;
  }

  /**
   * Returns the reference policy.
   *
   * @return a copy, per node the log-probability of entering it
   */
  public double[] referenceLogProbs() {
    return referenceLogProbs.clone();
  }

  /**
   * Returns the soft-optimal values {@code V*(s) = beta log sum_a pi_ref(a|s) exp((r + V*(s')) /
   * beta)}.
   *
   * @param beta KL strength
   * @return per node; 0 at leaves
   */
  public double[] optimalValues(double beta) {
    double[] values = new double[nodes()];
    for (int node = firstLeaf() - 1; node >= 0; node--) {
      double[] terms = new double[actions];
      for (int a = 0; a < actions; a++) {
        int child = child(node, a);
        terms[a] = referenceLogProbs[child] + (rewards[child] + values[child]) / beta;
      }
      values[node] = beta * LogProbabilities.logSumExp(terms);
    }
    return values;
  }

  /**
   * Returns the soft-optimal policy {@code pi*(a|s) = pi_ref(a|s) exp((r + V*(s') - V*(s)) /
   * beta)}.
   *
   * @param beta KL strength
   * @return per node the log-probability of entering it
   */
  public double[] optimalLogProbs(double beta) {
    double[] values = optimalValues(beta);
    double[] logProbs = new double[nodes()];
    for (int node = 1; node < nodes(); node++) {
      double advantage = rewards[node] + values[node] - values[parent(node)];
      logProbs[node] = referenceLogProbs[node] + advantage / beta;
    }
    return logProbs;
  }

  /**
   * Returns what the policy is to maximise: the expected sum of rewards less beta times the
   * divergence from the reference, from the root.
   *
   * @param logProbs a policy, per node the log-probability of entering it
   * @param beta KL strength
   * @return the regularised return
   */
  public double regularizedReturn(double[] logProbs, double beta) {
    double[] returns = new double[nodes()];
    for (int node = nodes() - 1; node >= 1; node--) {
      double logRatio = logProbs[node] - referenceLogProbs[node];
      returns[parent(node)] +=
          Math.exp(logProbs[node]) * (rewards[node] - beta * logRatio + returns[node]);
    }
    return returns[0];
  }

  /**
   * Returns every path from the root to a leaf.
   *
   * @return per path its nodes, the root first
   */
  public List<int[]> paths() {
    List<int[]> paths = new ArrayList<>();
    for (int leaf = firstLeaf(); leaf < nodes(); leaf++) {
      int[] path = new int[depth + 1];
      int node = leaf;
      for (int level = depth; level >= 0; level--) {
        path[level] = node;
        node = parent(node);
      }
      paths.add(path);
    }
    return paths;
  }

  /**
   * Returns the probability of a path.
   *
   * @param path its nodes
   * @param logProbs a policy
   * @return the product along the path
   */
  public double probability(int[] path, double[] logProbs) {
    return Math.exp(Arrays.stream(path).skip(1).mapToDouble(node -> logProbs[node]).sum());
  }

  /**
   * Returns the scores of a path.
   *
   * @param path its nodes
   * @param stepLength actions per step; rewards inside a step are paid when it completes
   * @param logProbs the policy
   * @param values the value function, per node
   * @return log-probabilities under policy and reference, and values
   */
  public TrajectoryScores scores(int[] path, int stepLength, double[] logProbs, double[] values) {
    int[] tokens = new int[path.length];
    List<Step> steps = new ArrayList<>();
    double reward = 0;
    for (int t = 1; t < path.length; t++) {
      tokens[t] = (path[t] - 1) % actions;
      reward += rewards[path[t]];
      if (t % stepLength == 0 || t == depth) {
        int start = steps.isEmpty() ? 1 : steps.get(steps.size() - 1).end();
        steps.add(new Step(start, t + 1, reward));
        reward = 0;
      }
    }
    return new TrajectoryScores(
        Trajectory.of("leaf " + path[depth], tokens, steps),
        Map.of(
            Score.LOG_PROB, entered(path, logProbs),
            Score.REFERENCE_LOG_PROB, entered(path, referenceLogProbs),
            Score.VALUE, Arrays.stream(path).limit(depth).mapToDouble(n -> values[n]).toArray()));
  }

  /**
   * Returns the policy of a table of logits.
   *
   * @param logits per node the logit of entering it
   * @return per node the log-probability of entering it
   */
  public double[] softmax(double[] logits) {
    double[] logProbs = new double[nodes()];
    for (int node = 0; node < firstLeaf(); node++) {
      int first = child(node, 0);
      double[] row = Arrays.copyOfRange(logits, first, first + actions);
      System.arraycopy(LogProbabilities.logSoftmax(row), 0, logProbs, first, actions);
    }
    return logProbs;
  }

  /**
   * Returns the derivative by the logits of a function of the policy's log-probabilities.
   *
   * @param logProbs the policy at which to differentiate
   * @param byLogProb per node the derivative by the log-probability of entering it
   * @return per node the derivative by its logit
   */
  public double[] softmaxBackward(double[] logProbs, double[] byLogProb) {
    double[] sums = new double[nodes()];
    for (int node = 1; node < nodes(); node++) {
      sums[parent(node)] += byLogProb[node];
    }
    double[] byLogit = new double[nodes()];
    for (int node = 1; node < nodes(); node++) {
      byLogit[node] = byLogProb[node] - Math.exp(logProbs[node]) * sums[parent(node)];
    }
    return byLogit;
  }

  private static double[] entered(int[] path, double[] logProbs) {
    return Arrays.stream(path).skip(1).mapToDouble(node -> logProbs[node]).toArray();
  }

  private int child(int node, int action) {
    return node * actions + 1 + action;
  }

  private int parent(int node) {
    return (node - 1) / actions;
  }

  private int firstLeaf() {
    return parent(nodes() - 1) + 1;
  }

  private static int depthOf(int node, int actions) {
    int depth = 0;
    for (int n = node; n > 0; n = (n - 1) / actions) {
      depth++;
    }
    return depth;
  }
}
