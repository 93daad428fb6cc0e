package dev.oreo.model;

import static dev.oreo.model.ContractExamples.GRADIENT_DESCENT;
import static dev.oreo.model.ContractExamples.everyToken;
import static dev.oreo.model.ContractExamples.gradients;
import static dev.oreo.model.ContractExamples.learningRate;
import static dev.oreo.model.ContractExamples.sum;
import static dev.oreo.model.ContractExamples.trajectories;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend's {@link TrainablePolicy} and {@link ReferencePolicy} must do. A backend's
 * test extends this and is found by its own name.
 *
 * <p>Small vocabularies, please: some tests score every token.
 */
public abstract class PolicyContract {
  private static final Set<Score> OWN = EnumSet.of(Score.LOG_PROB, Score.LOG_PARTITION);
  private static final Set<Score> ALL =
      EnumSet.complementOf(EnumSet.of(Score.VALUE, Score.AVERAGED_LOG_PROB));

  private final OpenedResources opened = new OpenedResources();

  /** For subclasses. */
  protected PolicyContract() {}

  /**
   * Returns a new policy, with equal parameters at every call. Closed by the contract if it can be.
   */
  protected abstract TrainablePolicy newPolicy();

  /** Returns a reference of the same backend whose parameters differ from the policy's. */
  protected abstract ReferencePolicy newReference();

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  /** Returns how far equal scores may lie apart through rounding. */
  protected abstract double scoreTolerance();

  /** Returns how far a finite difference may lie from the derivative, relative to it. */
  protected abstract double gradientTolerance();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  private TrainablePolicy policy() {
    return opened.add(newPolicy());
  }

  private ReferencePolicy reference() {
    return opened.add(newReference());
  }

  private List<Trajectory> batch() {
    return trajectories(vocabularySize(), 1);
  }

  @Test
  void score_anyBatch_isThatOfEachTrajectoryAlone() {
    TrainablePolicy policy = policy();

    List<TrajectoryScores> together = policy.score(batch(), OWN);

    assertThat(together).hasSize(batch().size());
    for (int i = 0; i < together.size(); i++) {
      TrajectoryScores alone = policy.score(List.of(batch().get(i)), OWN).get(0);
      assertClose(together.get(i), alone, OWN);
    }
  }

  @Test
  void score_positionsWithoutAction_areZero() {
    for (TrajectoryScores scores : policy().score(batch(), OWN)) {
      boolean[] actions = scores.trajectory().actionMask();
      for (int p = 0; p < actions.length; p++) {
        assertThat(scores.get(Score.LOG_PROB)[p] == 0).isEqualTo(!actions[p]);
        assertThat(actions[p] || scores.get(Score.LOG_PARTITION)[p] == 0).isTrue();
      }
    }
  }

  @Test
  void score_everyTokenOfTheVocabulary_hasProbabilityOneInAll() {
    double sum = 0;
    for (TrajectoryScores scores :
        policy().score(everyToken(new int[] {1, 0}, vocabularySize()), Set.of(Score.LOG_PROB))) {
      sum += Math.exp(scores.get(Score.LOG_PROB)[1]);
    }

    assertThat(sum).isCloseTo(1, within(scoreTolerance()));
  }

  @Test
  void forward_scores_areThoseOfPolicyAndReferenceAlone() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    List<TrajectoryScores> own = policy.score(batch(), OWN);
    Set<Score> constants = EnumSet.of(Score.REFERENCE_LOG_PROB, Score.REFERENCE_LOG_PARTITION);
    List<TrajectoryScores> others = reference.scoreAsReference(batch(), constants);

    try (ForwardPass pass = policy.forward(batch(), ALL, reference)) {
      for (int i = 0; i < own.size(); i++) {
        assertClose(pass.scores().get(i), own.get(i), OWN);
        assertClose(pass.scores().get(i), others.get(i), constants);
      }
    }
    try (ForwardPass pass = policy.forward(batch(), OWN)) {
      for (int i = 0; i < own.size(); i++) {
        assertClose(pass.scores().get(i), own.get(i), OWN);
      }
    }
  }

  @Test
  void forward_divergences_areSumsOverTheVocabulary() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    List<Trajectory> all = everyToken(new int[] {2, 0, 1}, vocabularySize());
    List<TrajectoryScores> own = policy.score(all, Set.of(Score.LOG_PROB));
    List<TrajectoryScores> other =
        reference.scoreAsReference(all, Set.of(Score.REFERENCE_LOG_PROB));
    double reverse = 0;
    double forward = 0;
    for (int v = 0; v < all.size(); v++) {
      double logProb = own.get(v).get(Score.LOG_PROB)[2];
      double logReference = other.get(v).get(Score.REFERENCE_LOG_PROB)[2];
      reverse += Math.exp(logProb) * (logProb - logReference);
      forward += Math.exp(logReference) * (logReference - logProb);
    }

    Set<Score> divergences = EnumSet.of(Score.REVERSE_KL, Score.FORWARD_KL);
    try (ForwardPass pass = policy.forward(all.subList(0, 1), divergences, reference)) {
      TrajectoryScores scores = pass.scores().get(0);
      assertThat(scores.get(Score.REVERSE_KL)[2]).isCloseTo(reverse, within(scoreTolerance()));
      assertThat(scores.get(Score.FORWARD_KL)[2]).isCloseTo(forward, within(scoreTolerance()));
      assertThat(scores.get(Score.REVERSE_KL)[1]).isZero();
    }
  }

  /*
   * One gradient descent step of length h from L = sum g x, and one of -L, lie 2h along the gradient
   * apart: so L differs by 2h |gradient|^2 between them, up to the third derivative.
   */
  @ParameterizedTest
  @EnumSource(
      value = Score.class,
      names = {"LOG_PROB", "LOG_PARTITION", "REVERSE_KL", "FORWARD_KL"})
  void backward_eachScore_givesTheDerivativeOfItsSum(Score score) {
    Set<Score> scores = Set.of(score);
    List<TrajectoryGradients> gradients = gradients(batch(), scores, 1);

    Moved down = move(scores, gradients, gradients(batch(), scores, 1));
    Moved up = move(scores, gradients, gradients(batch(), scores, -1));

    double expected = 2 * down.stepLength * down.gradientNorm * down.gradientNorm;
    assertThat(up.sum - down.sum)
        .isCloseTo(expected, within(Math.abs(expected) * gradientTolerance()));
    assertThat(expected).isPositive();
  }

  private record Moved(double sum, double gradientNorm, double stepLength) {}

  private Moved move(
      Set<Score> scores, List<TrajectoryGradients> weights, List<TrajectoryGradients> descend) {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    try (Optimizer optimizer = policy.newOptimizer(GRADIENT_DESCENT)) {
      try (ForwardPass pass = policy.forward(batch(), scores, reference)) {
        pass.backward(descend);
      }
      double norm = optimizer.gradientNorm();
      double length = 1e-2 / (norm * norm);
      assertThat(optimizer.step(learningRate(length)))
          .isCloseTo(norm, within(norm * scoreTolerance()));
      try (ForwardPass pass = policy.forward(batch(), scores, reference)) {
        return new Moved(sum(pass.scores(), weights, scores), norm, length);
      }
    }
  }

  @Test
  void backward_positionsWithoutAction_contributeNothing() {
    TrainablePolicy policy = policy();
    Trajectory whole = batch().get(2);
    double[] gradient = new double[whole.positions()];
    boolean[] actions = whole.actionMask();
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = actions[p] ? 0 : 1;
    }
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT);
        ForwardPass pass = policy.forward(List.of(whole), Set.of(Score.LOG_PROB))) {
      pass.backward(
          List.of(
              new TrajectoryGradients(
                  whole, Map.of(Score.LOG_PROB, gradient, Score.VALUE, gradient))));

      assertThat(optimizer.gradientNorm()).isZero();
    }
  }

  @Test
  void backward_microBatches_accumulateToTheWholeBatch() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    Set<Score> scores = EnumSet.of(Score.LOG_PROB, Score.REVERSE_KL);
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
      backward(policy, reference, batch(), scores, 1);
      double whole = optimizer.gradientNorm();
      // the same negated, in pieces: what is left is rounding
      for (Trajectory trajectory : batch()) {
        backward(policy, reference, List.of(trajectory), scores, -1);
      }

      assertThat(whole).isPositive();
      assertThat(optimizer.gradientNorm()).isCloseTo(0, within(whole * scoreTolerance()));
    }
  }

  private static void backward(
      TrainablePolicy policy,
      ReferencePolicy reference,
      List<Trajectory> batch,
      Set<Score> scores,
      double scale) {
    try (ForwardPass pass = policy.forward(batch, scores, reference)) {
      pass.backward(gradients(batch, scores, scale));
    }
  }

  @Test
  void backward_secondTimeOrAfterClose_isRejected() {
    TrainablePolicy policy = policy();
    List<Trajectory> one = batch().subList(0, 1);
    List<TrajectoryGradients> gradients = gradients(one, Set.of(Score.LOG_PROB), 1);
    ForwardPass used = policy.forward(one, OWN);
    used.backward(gradients);
    assertThatThrownBy(() -> used.backward(gradients)).isInstanceOf(IllegalStateException.class);
    used.close();

    ForwardPass closed = policy.forward(one, OWN);
    closed.close();
    assertThatThrownBy(() -> closed.backward(gradients)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void step_towardsActions_makesThemLikelierInAllScores() {
    TrainablePolicy policy = policy();
    Set<Score> scores = Set.of(Score.LOG_PROB);
    double before = logProbability(policy, batch());
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
      try (ForwardPass pass = policy.forward(batch(), scores)) {
        pass.backward(
            batch().stream()
                .map(
                    t -> {
                      double[] minusOnes = new double[t.positions()];
                      Arrays.fill(minusOnes, -1);
                      return new TrajectoryGradients(t, Map.of(Score.LOG_PROB, minusOnes));
                    })
                .toList());
      }
      optimizer.step(1e-3);

      assertThat(logProbability(policy, batch())).isGreaterThan(before);
      try (ForwardPass pass = policy.forward(batch(), scores)) {
        assertClose(pass.scores().get(1), policy.score(batch(), scores).get(1), scores);
      }
    }
  }

  private static double logProbability(TrainablePolicy policy, List<Trajectory> batch) {
    return policy.score(batch, Set.of(Score.LOG_PROB)).stream()
        .mapToDouble(s -> Arrays.stream(s.get(Score.LOG_PROB)).sum())
        .sum();
  }

  @Test
  void optimizer_clearedOrAtRateZero_leavesTheParameters() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    double before = logProbability(policy, batch());
    try (Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
      backward(policy, reference, batch(), Set.of(Score.LOG_PROB), 1);
      optimizer.clearGradients();
      assertThat(optimizer.gradientNorm()).isZero();

      backward(policy, reference, batch(), Set.of(Score.LOG_PROB), 1);
      assertThat(optimizer.step(0)).isPositive();

      assertThat(optimizer.gradientNorm()).isZero();
    }
    assertThat(logProbability(policy, batch())).isEqualTo(before);
  }

  @Test
  void newOptimizer_anotherOpen_isRejected() {
    TrainablePolicy policy = policy();
    Optimizer first = policy.newOptimizer(AdamWConfig.DEFAULT);

    assertThatThrownBy(() -> policy.newOptimizer(AdamWConfig.DEFAULT))
        .isInstanceOf(IllegalStateException.class);

    first.close();
    policy.newOptimizer(AdamWConfig.DEFAULT).close();
  }

  @Test
  void score_tokenOutsideTheVocabulary_isRejected() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();
    for (int bad : new int[] {-1, vocabularySize()}) {
      for (int[] tokenIds : List.of(new int[] {bad, 0}, new int[] {0, bad})) {
        List<Trajectory> row = List.of(Trajectory.of("bad", tokenIds, List.of(new Step(1, 2, 0))));
        assertThatThrownBy(() -> policy.score(row, OWN))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(String.valueOf(bad));
        assertThatThrownBy(() -> policy.forward(row, OWN))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reference.scoreAsReference(row, Set.of(Score.REFERENCE_LOG_PROB)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void score_ofAnotherNetwork_isRejected() {
    TrainablePolicy policy = policy();
    ReferencePolicy reference = reference();

    assertThatThrownBy(() -> policy.score(batch(), Set.of(Score.VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy.forward(batch(), Set.of(Score.REVERSE_KL)))
        .isInstanceOf(IllegalArgumentException.class);
    for (Score other : new Score[] {Score.VALUE, Score.AVERAGED_LOG_PROB}) {
      assertThatThrownBy(() -> policy.forward(batch(), Set.of(other)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> policy.forward(batch(), Set.of(other), reference))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> reference.scoreAsReference(batch(), Set.of(Score.LOG_PROB)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void save_folderThatExists_isRejected(@TempDir Path folder) {
    assertThatThrownBy(() -> policy().save(folder)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void parameterCount_afterUse_isPositive() {
    TrainablePolicy policy = policy();
    policy.score(batch(), OWN);

    assertThat(policy.parameterCount()).isPositive();
  }

  private void assertClose(TrajectoryScores actual, TrajectoryScores expected, Set<Score> scores) {
    for (Score score : scores) {
      assertThat(actual.get(score))
          .as("%s of %s", score, expected.trajectory().id())
          .containsExactly(expected.get(score), within(scoreTolerance()));
    }
  }
}
