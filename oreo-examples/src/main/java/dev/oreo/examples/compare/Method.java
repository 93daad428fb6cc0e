package dev.oreo.examples.compare;

import com.google.common.collect.ImmutableList;
import dev.oreo.data.PreferencePairs;
import dev.oreo.data.RewardTransform;
import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.DqoObjective;
import dev.oreo.objective.DroVObjective;
import dev.oreo.objective.IpoObjective;
import dev.oreo.objective.KtoObjective;
import dev.oreo.objective.KtoWeights;
import dev.oreo.objective.Objective;
import dev.oreo.objective.SftObjective;
import dev.oreo.objective.ShiqObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TbrmObjective;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The methods of the comparison, each with what it makes of the pool.
 *
 * <p>beta and alpha of the soft Bellman methods are the quickstart's, which were found for OREO at
 * token level; the others' strengths are their papers'. Only the policy's learning rate is tuned.
 */
@SuppressWarnings("ImmutableEnumChecker") // the planners hold nothing that changes
public enum Method {
  /** The policy that all others start from. */
  SFT(pool -> plan(pool, new SftObjective())),
  /** Imitation of the right answers. */
  REJECTION(pool -> new Plan<>(pool.successes(), new SftObjective(), 1)),
  /** Pairs of a right and a wrong answer, at most six to a prompt. */
  DPO(pool -> new Plan<>(pairs(pool), DpoObjective.builder().build(), 2)),
  /** The same pairs, squared loss. */
  IPO(pool -> new Plan<>(pairs(pool), IpoObjective.of(0.1), 2)),
  /** Right answers are desirable, wrong ones undesirable. */
  KTO(Method::kto),
  /** DRO-V: the prompt's value, the response as one action. */
  DRO(pool -> plan(pool, new DroVObjective(Method.BETA))),
  /** DQO with lambda 1 and importance weights. */
  DQO(pool -> plan(pool, DqoObjective.builder().beta(Method.BETA).build())),
  /** The policy's own log-partition as value, squared sum of residuals. */
  TBRM(pool -> plan(pool, new TbrmObjective(Method.BETA))),
  /**
   * The shift of the policy's own log-partition as value, squares of residuals. This value is 0 to
   * begin with, so rewards are -1/2 and 1/2: with 0 and 1 hardly anything was learnt.
   */
  SHIQ(pool -> plan(pool.rewarded(new RewardTransform(1, -0.5)), new ShiqObjective(Method.BETA))),
  /** OREO, a token as an action. */
  OREO_TOKEN(pool -> oreo(pool, Granularity.TOKEN, 0.003)),
  /** OREO, a line as an action. */
  OREO_STEP(pool -> oreo(pool, Granularity.STEP, 0.02)),
  /** OREO, the response as one action. */
  OREO_RESPONSE(pool -> oreo(pool, Granularity.RESPONSE, 0.09));

  /** The policy's learning rates that a method may be tried at, ascending. */
  static final ImmutableList<Double> LEARNING_RATES =
      ImmutableList.of(1e-5, 3e-5, 1e-4, 3e-4, 1e-3);

  /** Trajectories of one update, whatever the examples. */
  static final int BATCH_TRAJECTORIES = 32;

  /** The value function's learning rate, where there is one. */
  static final double VALUE_LEARNING_RATE = 5e-4;

  /** Share of the updates, the first ones, that train the value function only, if there is one. */
  static final double VALUE_FIRST = 0.15;

  private static final double BETA = 0.07;
  private static final double KTO_BETA = 0.1;
  private static final int PAIRS_PER_PROMPT = 6;

  private final Function<Pool, Plan<?>> planner;

  Method(Function<Pool, Plan<?>> planner) {
    this.planner = planner;
  }

  /** Returns the name in tables and on the command line, such as {@code oreo-token}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns all rates but the lowest and the highest; 0 alone if nothing is trained. */
  List<Double> firstLearningRates() {
    return trains() ? LEARNING_RATES.subList(1, LEARNING_RATES.size() - 1) : ImmutableList.of(0.0);
  }

  /** Returns whether there is anything to train. */
  boolean trains() {
    return this != SFT;
  }

  /** Returns what the method makes of the pool. */
  Plan<?> plan(Pool pool) {
    return planner.apply(pool);
  }

  private static Plan<Trajectory> plan(Pool pool, Objective<Trajectory> objective) {
    return new Plan<>(pool.trajectories(), objective, 1);
  }

  private static Plan<?> oreo(Pool pool, Granularity granularity, double klCoefficient) {
    return plan(
        pool,
        SoftBellmanObjective.builder(granularity).beta(BETA).klCoefficient(klCoefficient).build());
  }

  private static List<PreferencePair> pairs(Pool pool) {
    return PreferencePairs.sample(pool.trajectories(), 1, PAIRS_PER_PROMPT, pool.seed()).pairs();
  }

  private static Plan<?> kto(Pool pool) {
    List<KtoExample> examples =
        KtoExample.mismatch(pool.trajectories(), t -> t.reward() > 0, pool.seed());
    return new Plan<>(examples, new KtoObjective(KTO_BETA, KtoWeights.balanced(examples)), 1);
  }
}
