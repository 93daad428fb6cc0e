package dev.oreo.examples.arithmetic;

import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.objective.SftObjective;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingListener;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Supervised fine-tuning of the small model, one epoch.
 *
 * @param batchSize rows of one update
 * @param learningRate its peak
 */
public record Imitation(int batchSize, double learningRate) {
  /** What the quickstart's first stage does. */
  public static final Imitation DEFAULT = new Imitation(8, 1e-3);

  private static final int MICRO_BATCH_TOKENS = 4096;

  /**
   * Trains.
   *
   * @param start where the policy begins
   * @param rows what it imitates
   * @param seed of their order
   * @param listeners told of the progress
   * @param folder to make; must not exist
   * @return the trained policy
   * @throws IOException if something cannot be read or written
   */
  public HuggingFaceCheckpoint train(
      HuggingFaceCheckpoint start,
      List<Trajectory> rows,
      long seed,
      List<TrainingListener> listeners,
      Path folder)
      throws IOException {
    TrainerConfig config =
        TrainerConfig.builder()
            .microBatchTokens(MICRO_BATCH_TOKENS)
            .policyLearningRate(learningRate)
            .build();
    try (DjlTrainablePolicy policy = start.loadTrainablePolicy(TinyModel.OPTIONS)) {
      Trainer.Builder<Trajectory> trainer = Trainer.builder(policy, new SftObjective(), config);
      listeners.forEach(trainer::listener);
      trainer.build().train(new ShuffledBatches<>(rows, batchSize, false, seed));
      policy.save(folder);
    }
    return HuggingFaceCheckpoint.open(folder);
  }
}
