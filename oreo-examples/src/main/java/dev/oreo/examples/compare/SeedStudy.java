package dev.oreo.examples.compare;

import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.arithmetic.ArithmeticTask;
import dev.oreo.examples.arithmetic.Imitation;
import dev.oreo.examples.arithmetic.Problem;
import dev.oreo.examples.arithmetic.Sampling;
import dev.oreo.examples.arithmetic.TaskData;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.examples.training.ReferenceCaches;
import dev.oreo.objective.Score;
import dev.oreo.rollout.Rollouts;
import dev.oreo.train.ReferenceLogProbCache;
import dev.oreo.train.RepeatedBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingDivergedException;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All of one seed: problems, the policy that imitates the demonstrations, the pool of its answers,
 * and training runs from both.
 *
 * <p>Policy and pool are made once and found again by a later comparison in the same folder.
 */
final class SeedStudy {
  private static final int MICRO_BATCH_TOKENS = 4096;

  /** How many of the held-out problems the learning rate is chosen on. */
  private static final int VALIDATION_SHARE = 3;

  private final ArithmeticTask task;
  private final int samples;
  private final long seed;
  private final Path folder;
  private final PrintWriter out;
  private final TaskData data;

  /** Draws the problems; nothing is trained yet. */
  SeedStudy(ArithmeticTask task, int samples, long seed, Path folder, PrintWriter out)
      throws IOException {
    this.task = task;
    this.samples = samples;
    this.seed = seed;
    this.folder = Files.createDirectories(folder);
    this.out = out;
    this.data = TaskData.draw(task, seed, folder.resolve("demonstrations.jsonl"));
  }

  /** Returns the policy that imitates the demonstrations, training it if there is none yet. */
  HuggingFaceCheckpoint imitation() throws IOException {
    Path saved = folder.resolve("imitation");
    if (!Files.exists(saved)) {
      out.printf("seed %d: imitation of %d demonstrations%n", seed, task.demonstrations());
      Path random = folder.resolve("untrained");
      HuggingFaceCheckpoint untrained =
          Files.exists(random)
              ? HuggingFaceCheckpoint.open(random)
              : TinyModel.create(random, seed);
      Imitation.DEFAULT.train(
          untrained,
          TaskData.read(folder.resolve("demonstrations.jsonl"), untrained.tokenizer()),
          seed,
          List.of(),
          saved);
    }
    return HuggingFaceCheckpoint.open(saved);
  }

  /** Returns answers of a policy to the training prompts, drawing them if there are none yet. */
  Pool pool(HuggingFaceCheckpoint policy, Path file, long sampleSeed) throws IOException {
    if (!Files.exists(file)) {
      Rollouts answers = new Sampling(out).sample(policy, data.prompts(), samples, sampleSeed);
      out.printf(
          "seed %d: %d of %d answers are right; %d of %d prompts have right and wrong ones%n",
          seed,
          answers.successes(),
          answers.rollouts().size(),
          answers.promptsWithBothOutcomes(),
          data.prompts().size());
      Sampling.write(answers, data.prompts(), file);
    }
    TrajectoryReaderOptions options =
        TrajectoryReaderOptions.DEFAULT.withSegmenter(StepSegmenter.NEWLINE);
    return new Pool(
        TrajectoryReader.read(file, policy.tokenizer(), options).trajectories(), sampleSeed);
  }

  /** Returns the folder of this seed. */
  Path folder() {
    return folder;
  }

  /** Evaluates a policy as it is. */
  RunResult evaluate(Method method, HuggingFaceCheckpoint policy) throws IOException {
    return new RunResult(
        method.label(),
        seed,
        1,
        0,
        accuracy(policy, validation()),
        accuracy(policy, test()),
        0,
        0,
        "");
  }

  /**
   * Trains a policy on the pool that it, or its predecessor, drew, and evaluates it.
   *
   * @param start also the reference
   * @param result where the policy is saved; must not exist
   */
  RunResult run(Method method, HuggingFaceCheckpoint start, Pool pool, Setting setting, Path result)
      throws IOException {
    Plan<?> plan = method.plan(pool);
    if (plan.examples().isEmpty()) {
      return new RunResult(
          method.label(),
          seed,
          setting.round(),
          setting.learningRate(),
          accuracy(start, validation()),
          accuracy(start, test()),
          0,
          0,
          "the pool gives no examples");
    }
    long begin = System.nanoTime();
    String note = "";
    try {
      train(plan, start, pool.trajectories().size(), setting, result);
    } catch (TrainingDivergedException e) {
      note = e.toString();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    boolean trained = Files.exists(result);
    HuggingFaceCheckpoint policy = trained ? HuggingFaceCheckpoint.open(result) : start;
    return new RunResult(
        method.label(),
        seed,
        setting.round(),
        setting.learningRate(),
        trained ? accuracy(policy, validation()) : 0,
        trained ? accuracy(policy, test()) : 0,
        plan.examples().size(),
        seconds,
        note);
  }

  /**
   * A run's place in the grid.
   *
   * @param round of the iterative form, from 1
   * @param learningRate peak rate of the policy
   */
  record Setting(int round, double learningRate) {}

  private <E extends Example> void train(
      Plan<E> plan, HuggingFaceCheckpoint start, int trajectories, Setting setting, Path result)
      throws IOException {
    int batch = Math.max(1, Method.BATCH_TRAJECTORIES / plan.trajectoriesPerExample());
    int updates = Math.max(1, trajectories / Method.BATCH_TRAJECTORIES);
    Set<Score> scores = plan.objective().requiredScores();
    boolean withValue = scores.contains(Score.VALUE);
    TrainerConfig config =
        config(setting.learningRate())
            .policyFreezeFraction(withValue ? Method.VALUE_FIRST : 0)
            .build();
    try (DjlTrainablePolicy policy = start.loadTrainablePolicy(TinyModel.OPTIONS);
        @Nullable DjlTrainableValueFunction value =
            withValue ? start.newValueFunction(TinyModel.OPTIONS) : null;
        @Nullable ReferenceLogProbCache cache =
            ReferenceCaches.serve(plan.objective())
                ? ReferenceCaches.open(
                    folder.resolve("reference"),
                    start,
                    TinyModel.OPTIONS,
                    plan.objective(),
                    plan.examples())
                : null;
        @Nullable DjlPolicy reference =
            cache == null && scores.stream().anyMatch(Score::needsReference)
                ? start.loadPolicy(TinyModel.OPTIONS)
                : null) {
      Trainer.Builder<E> trainer = Trainer.builder(policy, plan.objective(), config);
      if (value != null) {
        trainer.valueFunction(value);
      }
      if (cache != null) {
        trainer.reference(cache);
      } else if (reference != null) {
        trainer.reference(reference);
      }
      trainer.build().train(new RepeatedBatches<>(plan.examples(), batch, updates, seed));
      policy.save(result);
    }
  }

  private static TrainerConfig.Builder config(double learningRate) {
    return TrainerConfig.builder()
        .microBatchTokens(MICRO_BATCH_TOKENS)
        .policyLearningRate(learningRate)
        .valueLearningRate(Method.VALUE_LEARNING_RATE);
  }

  private double accuracy(HuggingFaceCheckpoint policy, List<Problem> problems) throws IOException {
    PrintWriter quiet = new PrintWriter(Writer.nullWriter());
    Rollouts solutions = new Sampling(quiet).greedy(policy, problems);
    return (double) solutions.successes() / problems.size();
  }

  private List<Problem> validation() {
    return data.heldOut().subList(0, data.heldOut().size() / VALIDATION_SHARE);
  }

  private List<Problem> test() {
    return data.heldOut().subList(data.heldOut().size() / VALIDATION_SHARE, data.heldOut().size());
  }
}
