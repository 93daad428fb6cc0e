package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ReferencePolicy;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.objective.KlEstimator;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference's log-probabilities from a file. */
final class ReferenceLogProbCacheTest {
  private static final Set<Score> LOG_PROB = Set.of(Score.REFERENCE_LOG_PROB);
  private static final String MODEL = "tabular-2";

  /** More than one chunk. */
  private static final List<Trajectory> ROWS = Rows.random(150);

  @TempDir private Path folder;

  private final TabularPolicy reference = policy(2);

  private static TabularPolicy policy(long seed) {
    return TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, seed);
  }

  private static ReferencePolicy notAskedFor() {
    throw new AssertionError("the supplier was called");
  }

  private ReferenceLogProbCache open(
      List<Trajectory> rows, Supplier<? extends ReferencePolicy> supplier) throws IOException {
    return ReferenceLogProbCache.open(folder, MODEL, rows, supplier);
  }

  private static double[] flat(List<TrajectoryScores> scores, Score score) {
    return scores.stream().flatMapToDouble(s -> Arrays.stream(s.get(score))).toArray();
  }

  @Test
  void scoreAsReference_anyOrderAndSize_isTheReferences() throws IOException {
    List<Trajectory> some = new ArrayList<>(ROWS.subList(60, 140));
    some.add(ROWS.get(0));

    try (ReferenceLogProbCache cache = open(ROWS, () -> reference)) {
      List<TrajectoryScores> scores = cache.scoreAsReference(some, LOG_PROB);

      assertThat(scores).extracting(TrajectoryScores::trajectory).containsExactlyElementsOf(some);
      assertThat(flat(scores, Score.REFERENCE_LOG_PROB))
          .isEqualTo(flat(reference.scoreAsReference(some, LOG_PROB), Score.REFERENCE_LOG_PROB));
      assertThat(cache.scoreAsReference(some, Set.of()).get(0).has(Score.REFERENCE_LOG_PROB))
          .isFalse();
    }
  }

  @Test
  void scoreAsReference_multiTurn_readsItsActionsOnly() throws IOException {
    Trajectory agent =
        Trajectory.of("agent", new int[] {1, 2, 3, 0, 2, 1}, List.of(step(1, 3), step(4, 5)));
    Trajectory same =
        Trajectory.of(
            "other", new int[] {1, 2, 3, 0, 2, 1}, List.of(step(1, 2), step(2, 3), step(4, 5)));

    try (ReferenceLogProbCache cache = open(List.of(agent, same), () -> reference)) {
      // the header, three action tokens once, the checksum
      assertThat(Files.size(cache.file())).isEqualTo(88 + 3 * 8 + 4);
      assertThat(flat(cache.scoreAsReference(List.of(same), LOG_PROB), Score.REFERENCE_LOG_PROB))
          .isEqualTo(
              flat(reference.scoreAsReference(List.of(same), LOG_PROB), Score.REFERENCE_LOG_PROB));
    }
  }

  @Test
  void open_secondTime_needsNoReferenceEvenForOtherObjects() throws IOException {
    open(ROWS, () -> reference).close();
    List<Trajectory> again = Rows.random(150);

    try (ReferenceLogProbCache cache = open(again, ReferenceLogProbCacheTest::notAskedFor)) {
      assertThat(flat(cache.scoreAsReference(again, LOG_PROB), Score.REFERENCE_LOG_PROB))
          .isEqualTo(flat(reference.scoreAsReference(ROWS, LOG_PROB), Score.REFERENCE_LOG_PROB));
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void open_listThatMakesItsRows_isReadByContent() throws IOException {
    List<Trajectory> made =
        new AbstractList<>() {
          @Override
          public Trajectory get(int i) {
            Trajectory row = ROWS.get(i);
            return Trajectory.of("made-" + i, row.tokenIds(), row.steps());
          }

          @Override
          public int size() {
            return 70;
          }
        };

    try (ReferenceLogProbCache cache = open(made, () -> reference)) {
      assertThat(cache.scoreAsReference(made, LOG_PROB)).hasSize(70);
    }
  }

  @Test
  void open_otherModelOrData_hasAnotherFile() throws IOException {
    TabularPolicy other = policy(3);
    Trajectory row = ROWS.get(0);
    int last = row.length() - 1;
    int[] changed = row.tokenIds();
    changed[last] = (changed[last] + 1) % Rows.VOCABULARY;

    open(List.of(row), () -> reference).close();
    open(List.of(row, ROWS.get(1)), () -> reference).close();
    open(List.of(ROWS.get(1), row), () -> reference).close();
    open(List.of(Trajectory.of("t", changed, row.steps())), () -> reference).close();
    open(List.of(Trajectory.of("t", row.tokenIds(), List.of(step(2, last)))), () -> reference)
        .close();
    try (ReferenceLogProbCache cache =
        ReferenceLogProbCache.open(folder, "tabular-3", List.of(row), () -> other)) {
      assertThat(flat(cache.scoreAsReference(List.of(row), LOG_PROB), Score.REFERENCE_LOG_PROB))
          .isEqualTo(
              flat(other.scoreAsReference(List.of(row), LOG_PROB), Score.REFERENCE_LOG_PROB));
    }

    assertThat(files()).hasSize(6);
  }

  @Test
  void open_badArguments_areRejected() {
    assertThatThrownBy(() -> open(List.of(), () -> reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trajectories must not be empty");
    assertThatThrownBy(() -> ReferenceLogProbCache.open(folder, " ", ROWS, () -> reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modelFingerprint must not be blank");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ReferenceLogProbCache.open(missing, MODEL, ROWS, () -> reference))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("output must be in a folder that exists");
  }

  @Test
  void scoreAsReference_unknownTrajectoryOrScore_isRejected() throws IOException {
    ReferenceLogProbCache cache = open(ROWS.subList(0, 3), () -> reference);
    Path file = cache.file();

    assertThatThrownBy(() -> cache.scoreAsReference(List.of(ROWS.get(3)), LOG_PROB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trajectory must be among those of the cache, got row-3 (" + file + ")");
    assertThatThrownBy(
            () -> cache.scoreAsReference(ROWS.subList(0, 1), Set.of(Score.REFERENCE_LOG_PARTITION)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "scores must be among [REFERENCE_LOG_PROB], got [REFERENCE_LOG_PARTITION] ("
                + file
                + ")");
    cache.close();
    assertThatThrownBy(() -> cache.scoreAsReference(ROWS.subList(0, 1), LOG_PROB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cache must be open, got a closed one (" + file + ")");
  }

  @Test
  void train_withTheCache_givesTheSameParameters() throws IOException {
    try (ReferenceLogProbCache cache = open(ROWS, () -> reference)) {
      assertThat(trained(cache)).isEqualTo(trained(reference));
      assertThat(trained(cache)).isNotEqualTo(trained(policy(5)));
    }
  }

  private static double[] trained(ReferencePolicy reference) {
    TabularPolicy policy = policy(1);
    TrainerConfig config =
        TrainerConfig.builder()
            .microBatchTokens(20)
            .policyLearningRate(0.01)
            .valueLearningRate(0.02)
            .build();
    Trainer.builder(
            policy,
            SoftBellmanObjective.builder(Granularity.TOKEN).klEstimator(KlEstimator.K3).build(),
            config)
        .valueFunction(TabularValueFunction.random(Rows.VOCABULARY, 3))
        .reference(reference)
        .build()
        .train(new ShuffledBatches<>(ROWS, 16, false, 9));
    return flat(policy.score(ROWS, Set.of(Score.LOG_PROB)), Score.LOG_PROB);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Step step(int start, int end) {
    return new Step(start, end, 0);
  }
}
