package dev.oreo.model;

import com.google.common.collect.Sets;
import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import dev.oreo.math.KlDivergence;
import dev.oreo.math.LogProbabilities;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A backend for tests: a policy with one row of logits for every sequence of tokens, in doubles.
 * Policy, reference and generator in one.
 */
public final class TabularPolicy implements TrainablePolicy, ReferencePolicy, TextGenerator {
  private static final Set<Score> OWN = EnumSet.of(Score.LOG_PROB, Score.LOG_PARTITION);
  private static final Set<Score> AS_REFERENCE =
      EnumSet.of(Score.REFERENCE_LOG_PROB, Score.REFERENCE_LOG_PARTITION);
  private static final Set<Score> WITH_REFERENCE =
      Sets.complementOf(EnumSet.of(Score.VALUE, Score.AVERAGED_LOG_PROB), Score.class);

  private final Tokenizer tokenizer;
  private final int vocabularySize;
  private final TabularParameters logits;

  /**
   * Creates a policy.
   *
   * @param tokenizer for the text of what is generated; its end of text token ends generation if it
   *     is in the vocabulary
   * @param vocabularySize tokens 0 to this, exclusive
   * @param initialLogits the logits after each sequence of tokens
   */
  public TabularPolicy(
      Tokenizer tokenizer, int vocabularySize, Function<List<Integer>, double[]> initialLogits) {
    this(tokenizer, vocabularySize, new TabularParameters(initialLogits));
  }

  private TabularPolicy(Tokenizer tokenizer, int vocabularySize, TabularParameters logits) {
    this.tokenizer = tokenizer;
    this.vocabularySize = vocabularySize;
    this.logits = logits;
  }

  /**
   * Creates a policy whose logits differ from state to state but not from run to run.
   *
   * @param tokenizer of what is generated
   * @param vocabularySize tokens 0 to this, exclusive
   * @param seed of the logits
   * @return the policy
   */
  public static TabularPolicy random(Tokenizer tokenizer, int vocabularySize, long seed) {
    return new TabularPolicy(
        tokenizer,
        vocabularySize,
        prefix -> TabularValueFunction.gaussians(prefix, vocabularySize, seed));
  }

  /**
   * Returns the logits after some tokens.
   *
   * @param tokenIds the state
   * @return live: writing changes the policy
   */
  public double[] logits(int... tokenIds) {
    return logits.values(tokenIds, tokenIds.length);
  }

  /**
   * Returns the accumulated gradient of {@link #logits}.
   *
   * @param tokenIds the state
   * @return live
   */
  public double[] gradient(int... tokenIds) {
    return logits.gradient(tokenIds, tokenIds.length);
  }

  @Override
  public List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores) {
    requireOnly(scores, OWN);
    return trajectories.stream().map(t -> scores(t, scores, this)).toList();
  }

  @Override
  public List<TrajectoryScores> scoreAsReference(List<Trajectory> trajectories, Set<Score> scores) {
    requireOnly(scores, AS_REFERENCE);
    return trajectories.stream().map(t -> scores(t, scores, this)).toList();
  }

  @Override
  public ForwardPass forward(List<Trajectory> microBatch, Set<Score> scores) {
    requireOnly(scores, OWN);
    return pass(microBatch, scores, this);
  }

  @Override
  public ForwardPass forward(
      List<Trajectory> microBatch, Set<Score> scores, ReferencePolicy reference) {
    requireOnly(scores, WITH_REFERENCE);
    if (reference instanceof TabularPolicy tabular && tabular.vocabularySize == vocabularySize) {
      return pass(microBatch, scores, tabular);
    }
    throw new IllegalArgumentException("reference must be a table of the same vocabulary");
  }

  private static void requireOnly(Set<Score> scores, Set<Score> allowed) {
    Checks.argument(
        allowed.containsAll(scores), "scores must be among %s, got %s", allowed, scores);
  }

  private ForwardPass pass(
      List<Trajectory> microBatch, Set<Score> scores, TabularPolicy reference) {
    List<Trajectory> trajectories = List.copyOf(microBatch);
    return new TabularForwardPass(
        trajectories.stream().map(t -> scores(t, scores, reference)).toList(),
        gradients -> {
          for (int i = 0; i < trajectories.size(); i++) {
            backward(trajectories.get(i), gradients.get(i), reference);
          }
        });
  }

  private TrajectoryScores scores(
      Trajectory trajectory, Set<Score> scores, TabularPolicy reference) {
    int[] tokenIds = requireInVocabulary(trajectory.tokenIds());
    boolean[] actions = trajectory.actionMask();
    Map<Score, double[]> byScore = new EnumMap<>(Score.class);
    for (Score score : scores) {
      double[] values = new double[actions.length];
      for (int p = 0; p < actions.length; p++) {
        values[p] = actions[p] ? scoreAt(score, tokenIds, p, reference) : 0;
      }
      byScore.put(score, values);
    }
    return new TrajectoryScores(trajectory, byScore);
  }

  private double scoreAt(Score score, int[] tokenIds, int p, TabularPolicy reference) {
    double[] own = logits.values(tokenIds, p + 1);
    double[] other = reference.logits.values(tokenIds, p + 1);
    return switch (score) {
      case LOG_PROB -> LogProbabilities.logSoftmax(own)[tokenIds[p + 1]];
      case LOG_PARTITION -> LogProbabilities.logSumExp(own);
      case REFERENCE_LOG_PROB -> LogProbabilities.logSoftmax(other)[tokenIds[p + 1]];
      case REFERENCE_LOG_PARTITION -> LogProbabilities.logSumExp(other);
      case REVERSE_KL ->
          KlDivergence.reverse(
              LogProbabilities.logSoftmax(own), LogProbabilities.logSoftmax(other));
      case FORWARD_KL ->
          KlDivergence.forward(
              LogProbabilities.logSoftmax(own), LogProbabilities.logSoftmax(other));
      case VALUE, AVERAGED_LOG_PROB ->
          throw new IllegalArgumentException(score + " must be asked of another network");
    };
  }

  private void backward(
      Trajectory trajectory, TrajectoryGradients gradients, TabularPolicy reference) {
    int[] tokenIds = trajectory.tokenIds();
    double[] none = new double[trajectory.positions()];
    double[] byLogProb = gradients.get(Score.LOG_PROB).orElse(none);
    double[] byPartition = gradients.get(Score.LOG_PARTITION).orElse(none);
    double[] byReverse = gradients.get(Score.REVERSE_KL).orElse(none);
    double[] byForward = gradients.get(Score.FORWARD_KL).orElse(none);
    boolean[] actions = trajectory.actionMask();
    for (int p = 0; p < actions.length; p++) {
      if (!actions[p]) {
        continue;
      }
      double[] own = LogProbabilities.logSoftmax(logits.values(tokenIds, p + 1));
      double[] other = LogProbabilities.logSoftmax(reference.logits.values(tokenIds, p + 1));
      double[] reverse = KlDivergence.reverseGradient(own, other);
      double[] forward = KlDivergence.forwardGradient(own, other);
      double[] gradient = logits.gradient(tokenIds, p + 1);
      for (int j = 0; j < gradient.length; j++) {
        double taken = tokenIds[p + 1] == j ? 1 : 0;
        gradient[j] +=
            byLogProb[p] * (taken - Math.exp(own[j]))
                + byPartition[p] * Math.exp(own[j])
                + byReverse[p] * reverse[j]
                + byForward[p] * forward[j];
      }
    }
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    return requests.stream().map(request -> generate(request, config)).toList();
  }

  private Generation generate(GenerationRequest request, GenerationConfig config) {
    requireInVocabulary(request.promptTokenIds());
    TabularSampler sampler = new TabularSampler(config, request.seed());
    List<Integer> all = new ArrayList<>(Ints.asList(request.promptTokenIds()));
    int promptLength = all.size();
    while (true) {
      int token = sampler.next(logits(Ints.toArray(all)));
      all.add(token);
      int[] drawn = Ints.toArray(all.subList(promptLength, all.size()));
      String text = tokenizer.decode(drawn);
      if (token == tokenizer.endOfTextId()) {
        return new Generation(drawn, text, Generation.FinishReason.EOS);
      }
      if (config.stopStrings().stream().anyMatch(text::contains)) {
        return new Generation(drawn, text, Generation.FinishReason.STOP_STRING);
      }
      if (drawn.length == request.maxNewTokens()) {
        return new Generation(drawn, text, Generation.FinishReason.LENGTH);
      }
    }
  }

  private int[] requireInVocabulary(int[] tokenIds) {
    for (int id : tokenIds) {
      Checks.argument(
          id >= 0 && id < vocabularySize,
          "token id must be in [0, %d), got %d",
          vocabularySize,
          id);
    }
    return tokenIds;
  }

  @Override
  public AveragedPolicy newAverage(double decay) {
    Checks.argument(decay >= 0 && decay < 1, "decay must be in [0, 1), got %s", decay);
    TabularPolicy average = new TabularPolicy(tokenizer, vocabularySize, logits.copy());
    return new AveragedPolicy() {
      @Override
      public void update() {
        average.logits.moveTowards(logits, 1 - decay);
      }

      @Override
      public List<TrajectoryScores> score(List<Trajectory> trajectories, Set<Score> scores) {
        return average.score(trajectories, scores);
      }

      @Override
      public void save(Path directory) throws IOException {
        average.save(directory);
      }

      @Override
      public void restore(Path directory) throws IOException {
        average.restore(directory);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Optimizer newOptimizer(AdamWConfig config) {
    return logits.newOptimizer(config);
  }

  @Override
  public long parameterCount() {
    return logits.parameterCount();
  }

  @Override
  public void save(Path directory) throws IOException {
    logits.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    logits.restore(directory);
  }
}
