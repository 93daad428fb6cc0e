package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.OreoException;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backend's {@link Restorable}s must do: policy, value function, averaged policy and
 * optimisers. All comparisons are exact.
 */
public abstract class RestorableContract {
  private static final Set<Score> LOG_PROB = Set.of(Score.LOG_PROB);
  private static final AdamWConfig ADAM = AdamWConfig.DEFAULT;
  private static final double RATE = 1e-2;

  private final OpenedResources opened = new OpenedResources();

  @TempDir private Path folder = Path.of("");

  /** For subclasses. */
  protected RestorableContract() {}

  /** Returns a new policy, with equal parameters at every call. Closed by the contract. */
  protected abstract TrainablePolicy newPolicy();

  /** Returns a new value function, with equal parameters at every call. Closed by the contract. */
  protected abstract TrainableValueFunction newValueFunction();

  /** Returns the number of token ids. */
  protected abstract int vocabularySize();

  @AfterEach
  final void closeAll() throws Exception {
    opened.closeAll();
  }

  private TrainablePolicy policy() {
    return opened.add(newPolicy());
  }

  private TrainableValueFunction valueFunction() {
    return opened.add(newValueFunction());
  }

  private List<Trajectory> batch() {
    return ContractExamples.trajectories(vocabularySize(), 1);
  }

  private double[] scores(Policy policy) {
    return flat(policy.score(batch(), LOG_PROB), Score.LOG_PROB);
  }

  private double[] scores(TrainableValueFunction value) {
    return flat(value.score(batch()), Score.VALUE);
  }

  private static double[] flat(List<TrajectoryScores> scores, Score score) {
    return scores.stream().flatMapToDouble(s -> Arrays.stream(s.get(score))).toArray();
  }

  private void step(TrainablePolicy policy, Optimizer optimizer, int seed) {
    List<Trajectory> batch = ContractExamples.trajectories(vocabularySize(), seed);
    try (ForwardPass pass = policy.forward(batch, LOG_PROB)) {
      pass.backward(ContractExamples.gradients(batch, LOG_PROB, 1));
    }
    optimizer.step(RATE);
  }

  private void step(TrainableValueFunction value, Optimizer optimizer, int seed) {
    List<Trajectory> batch = ContractExamples.trajectories(vocabularySize(), seed);
    List<TrajectoryGradients> gradients = ContractExamples.gradients(batch, Set.of(Score.VALUE), 1);
    try (ForwardPass pass = value.forward(batch)) {
      pass.backward(gradients);
    }
    optimizer.step(RATE);
  }

  @Test
  void restore_policyAndOptimizer_goOnAsIfTheyHadNeverStopped() throws IOException {
    TrainablePolicy whole = policy();
    TrainablePolicy resumed = policy();
    double[] atTheSave;
    try (Optimizer optimizer = whole.newOptimizer(ADAM)) {
      step(whole, optimizer, 1);
      step(whole, optimizer, 2);
      whole.save(folder.resolve("policy"));
      optimizer.save(folder.resolve("optimizer"));
      atTheSave = scores(whole);
      step(whole, optimizer, 3);
      step(whole, optimizer, 4);
    }
    try (Optimizer optimizer = resumed.newOptimizer(ADAM)) {
      step(resumed, optimizer, 7); // somewhere else
      resumed.restore(folder.resolve("policy"));
      optimizer.restore(folder.resolve("optimizer"));
      assertThat(scores(resumed)).isEqualTo(atTheSave);
      step(resumed, optimizer, 3);
      step(resumed, optimizer, 4);
    }

    assertThat(scores(resumed)).isEqualTo(scores(whole)).isNotEqualTo(atTheSave);
  }

  @Test
  void restore_valueFunctionAndOptimizer_goOnAsIfTheyHadNeverStopped() throws IOException {
    TrainableValueFunction whole = valueFunction();
    TrainableValueFunction resumed = valueFunction();
    try (Optimizer optimizer = whole.newOptimizer(ADAM)) {
      step(whole, optimizer, 1);
      whole.save(folder.resolve("value"));
      optimizer.save(folder.resolve("optimizer"));
      step(whole, optimizer, 2);
    }
    try (Optimizer optimizer = resumed.newOptimizer(ADAM)) {
      resumed.restore(folder.resolve("value"));
      optimizer.restore(folder.resolve("optimizer"));
      step(resumed, optimizer, 2);
    }

    assertThat(scores(resumed)).isEqualTo(scores(whole));
  }

  /** Without the moments the next step is another one: the test above can fail. */
  @Test
  void restore_policyWithoutItsOptimizer_goesAnotherWay() throws IOException {
    TrainablePolicy whole = policy();
    TrainablePolicy resumed = policy();
    try (Optimizer optimizer = whole.newOptimizer(ADAM)) {
      step(whole, optimizer, 1);
      whole.save(folder.resolve("policy"));
      step(whole, optimizer, 2);
    }
    try (Optimizer optimizer = resumed.newOptimizer(ADAM)) {
      resumed.restore(folder.resolve("policy"));
      step(resumed, optimizer, 2);
    }

    assertThat(scores(resumed)).isNotEqualTo(scores(whole));
  }

  @Test
  void restore_average_movesOnFromWhereItWas() throws IOException {
    TrainablePolicy policy = policy();
    double[] expected;
    try (Optimizer optimizer = policy.newOptimizer(ADAM);
        AveragedPolicy average = policy.newAverage(0.75)) {
      step(policy, optimizer, 1);
      average.update();
      average.save(folder.resolve("average"));
      step(policy, optimizer, 2);
      average.update();
      expected = scores(average);
    }
    try (AveragedPolicy average = policy.newAverage(0.75)) {
      double[] fresh = scores(average);
      average.restore(folder.resolve("average"));
      average.update();

      assertThat(scores(average)).isEqualTo(expected).isNotEqualTo(fresh);
    }
  }

  @Test
  void save_folderThatExists_isRejected() {
    try (Optimizer optimizer = policy().newOptimizer(ADAM);
        AveragedPolicy average = policy().newAverage(0.5)) {
      for (Restorable each : List.of(policy(), valueFunction(), optimizer, average)) {
        assertThatThrownBy(() -> each.save(folder)).isInstanceOf(FileAlreadyExistsException.class);
      }
    }
  }

  @Test
  void restore_damagedOrMissingFile_isRejectedByItsNameAndChangesNothing() throws IOException {
    TrainablePolicy policy = policy();
    double[] atFirst = scores(policy);
    try (Optimizer optimizer = policy.newOptimizer(ADAM);
        AveragedPolicy average = policy.newAverage(0.5)) {
      step(policy, optimizer, 1);
      Map<String, Restorable> parts =
          Map.of("policy", policy, "optimizer", optimizer, "average", average);
      for (Map.Entry<String, Restorable> part : parts.entrySet()) {
        part.getValue().save(folder.resolve(part.getKey()));
      }
      step(policy, optimizer, 2);
      double[] before = scores(policy);
      assertThat(before).isNotEqualTo(atFirst);
      for (Map.Entry<String, Restorable> part : parts.entrySet()) {
        Path saved = folder.resolve(part.getKey());
        cutLargest(saved);
        assertThatThrownBy(() -> part.getValue().restore(saved))
            .isInstanceOf(OreoException.class)
            .hasMessageContaining(saved.toString());
        assertThatThrownBy(() -> part.getValue().restore(folder.resolve("absent")))
            .isInstanceOf(OreoException.class)
            .hasMessageContaining(folder.resolve("absent").toString());
      }
      assertThat(scores(policy)).isEqualTo(before);
    }
  }

  /** Takes the last bytes of the file that holds the numbers. */
  private static void cutLargest(Path saved) throws IOException {
    Path largest = saved;
    try (Stream<Path> files = Files.list(saved)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        largest = largest == saved || Files.size(file) > Files.size(largest) ? file : largest;
      }
    }
    try (FileChannel channel = FileChannel.open(largest, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 7);
    }
  }
}
