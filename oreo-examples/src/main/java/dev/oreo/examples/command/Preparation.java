package dev.oreo.examples.command;

import dev.oreo.data.IndexedFile;
import dev.oreo.data.PairSelection;
import dev.oreo.data.PreferencePairs;
import dev.oreo.data.Selection;
import dev.oreo.data.TrajectoryGroups;
import dev.oreo.examples.command.DataOptions.Format;
import dev.oreo.objective.ActorCriticTrajectory;
import dev.oreo.objective.AdvantageScaling;
import dev.oreo.objective.CopgObjective;
import dev.oreo.objective.GeneralizedAdvantage;
import dev.oreo.objective.GroupAdvantages;
import dev.oreo.objective.Objective;
import dev.oreo.objective.OptimalValueEstimate;
import dev.oreo.objective.RebelObjective;
import dev.oreo.objective.Score;
import dev.oreo.objective.ScoredExample;
import dev.oreo.objective.SftObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.KtoExample;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.trajectory.TrajectoryGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes of the data what an objective is trained on.
 *
 * <p>Objectives on single rows read them from the file, batch by batch. What compares rows with
 * each other (pairs, groups, labels with mismatched prompts, advantages) holds all of them.
 */
final class Preparation {
  private static final double PAIR_BETA = 1;

  private final ObjectiveMixin options;
  private final Source source;

  Preparation(ObjectiveMixin options, Source source) {
    this.options = options;
    this.source = source;
  }

  /**
   * Where examples come from.
   *
   * @param rows the rows' file, open; of pairs with {@link Format#PREFERENCES}, else of single
   *     trajectories
   */
  record Source(
      TrainingNetworks.Plan networks,
      DataOptions data,
      IndexedFile<?> rows,
      long seed,
      PrintWriter out) {}

  /** Returns the examples and the objective. */
  Examples<?> examples(ObjectiveName name) throws IOException {
    StrengthOptions strength = options.strength();
    BellmanOptions bellman = options.bellman();
    return switch (name) {
      case SFT -> onRows(new SftObjective());
      case REJECTION -> rejection();
      case OREO -> onRows(bellman.oreo(strength));
      case DQO -> onRows(bellman.dqo(strength));
      case PCL -> onRows(bellman.pcl(strength));
      case DRO -> onRows(bellman.dro());
      case DRO_P -> onRows(bellman.droP());
      case TBRM -> onRows(bellman.tbrm(strength));
      case SHIQ -> onRows(bellman.shiq(strength));
      case ASTARPO ->
          new Examples<>(
              OptimalValueEstimate.ofGroups(groups(), bellman.beta1()), bellman.astarpo());
      case REBEL -> onPairs(new RebelObjective(strength.betaOr(PAIR_BETA)));
      case COPG -> new Examples<>(groups(), new CopgObjective(strength.betaOr(PAIR_BETA)));
      case DPO -> onPairs(options.preferences().dpo(strength));
      case IPO -> onPairs(options.preferences().ipo(strength));
      case KTO -> kto();
      case GRPO -> grpo();
      case PPO -> ppo();
    };
  }

  private Examples<Trajectory> onRows(Objective<Trajectory> objective) {
    return new Examples<>(rows(), objective);
  }

  private List<Trajectory> rows() {
    return source.data.prepared(trajectories(), source.seed, source.out);
  }

  @SuppressWarnings("unchecked") // DataOptions.open reads trajectories
  private List<Trajectory> trajectories() {
    return (List<Trajectory>) source.rows.examples();
  }

  /** All rows at once: a row read from the file again is another object. */
  private List<Trajectory> held() {
    return List.copyOf(rows());
  }

  private List<TrajectoryGroup> groups() {
    return TrajectoryGroups.byPrompt(held());
  }

  private Examples<Trajectory> rejection() {
    Selection selection = options.selection().select(held(), source.seed);
    DataOptions.tellDropped(selection.dropped(), source.out);
    return new Examples<>(selection.kept(), new SftObjective());
  }

  @SuppressWarnings("unchecked") // DataOptions.openPreferences reads pairs
  private Examples<PreferencePair> onPairs(Objective<PreferencePair> objective) {
    if (source.rows.examples().get(0) instanceof PreferencePair) {
      return new Examples<>((List<PreferencePair>) source.rows.examples(), objective);
    }
    PairSelection selection =
        PreferencePairs.sample(held(), 1, options.preferences().pairsPerPrompt(), source.seed);
    source.out.printf(
        "%d pairs; %d prompts without a rewarded answer, %d with no other, %d pairs over the"
            + " limit%n",
        selection.pairs().size(),
        selection.promptsWithoutPositive(),
        selection.promptsWithoutNegative(),
        selection.pairsOverCap());
    return new Examples<>(selection.pairs(), objective);
  }

  private Examples<KtoExample> kto() {
    List<KtoExample> examples = KtoExample.mismatch(held(), t -> t.reward() > 0, source.seed);
    return new Examples<>(examples, options.preferences().kto(options.strength(), examples));
  }

  /** The policy as it is before training stands for the one that drew the answers. */
  private Examples<?> grpo() throws IOException {
    List<TrajectoryGroup> groups = groups();
    List<Trajectory> all = groups.stream().flatMap(g -> g.trajectories().stream()).toList();
    List<TrajectoryScores> old;
    try (TrainingNetworks networks = source.networks.open()) {
      old = networks.initialPolicy().score(all, Set.of(Score.LOG_PROB));
    }
    SurrogateOptions surrogate = options.surrogate();
    return new Examples<>(
        GroupAdvantages.examples(ScoredExample.zip(groups, old), surrogate.scaling()),
        surrogate.grpo(options.strength(), source.data.maxLength()));
  }

  private Examples<ActorCriticTrajectory> ppo() throws IOException {
    GeneralizedAdvantage advantage = options.surrogate().advantage();
    List<Trajectory> rows = held();
    boolean penalized = advantage.requiredScores().contains(Score.REFERENCE_LOG_PROB);
    List<TrajectoryScores> scores = new ArrayList<>();
    try (TrainingNetworks networks = source.networks.open()) {
      List<TrajectoryScores> own = networks.initialPolicy().score(rows, Set.of(Score.LOG_PROB));
      List<TrajectoryScores> values = networks.valueFunction().score(rows);
      for (int i = 0; i < own.size(); i++) {
        scores.add(own.get(i).with(values.get(i)));
      }
      if (penalized) {
        List<TrajectoryScores> others =
            networks.reference().scoreAsReference(rows, Set.of(Score.REFERENCE_LOG_PROB));
        for (int i = 0; i < others.size(); i++) {
          scores.set(i, scores.get(i).with(others.get(i)));
        }
      }
    }
    List<ActorCriticTrajectory> examples =
        GeneralizedAdvantage.whiten(
            advantage.examples(scores), AdvantageScaling.STANDARD_DEVIATION_POPULATION);
    return new Examples<>(examples, options.surrogate().ppo());
  }
}
