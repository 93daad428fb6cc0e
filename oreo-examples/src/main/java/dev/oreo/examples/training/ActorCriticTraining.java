package dev.oreo.examples.training;

import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.objective.Objective;
import dev.oreo.train.BatchSampler;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingListener;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trains a policy and a value function together and saves both.
 *
 * @param policy where the policy begins
 * @param reference the frozen reference
 * @param value where the value function begins; empty for the reference's backbone with a head of
 *     zeros
 * @param options how the networks are loaded
 */
public record ActorCriticTraining(
    HuggingFaceCheckpoint policy,
    HuggingFaceCheckpoint reference,
    Optional<HuggingFaceCheckpoint> value,
    ModelOptions options) {

  /**
   * Trains.
   *
   * @param objective what is minimised; needs the reference and the value function
   * @param config the trainer's settings
   * @param batches what to train on
   * @param listeners told of the progress
   * @param folder an existing one, in which {@code policy} and {@code value} are made
   * @throws IOException if something cannot be read or written
   */
  public void train(
      Objective<Trajectory> objective,
      TrainerConfig config,
      BatchSampler<Trajectory> batches,
      List<TrainingListener> listeners,
      Path folder)
      throws IOException {
    try (DjlTrainablePolicy actor = policy.loadTrainablePolicy(options);
        DjlTrainableValueFunction critic = openValue();
        DjlPolicy frozen = reference.loadPolicy(options)) {
      Trainer.Builder<Trajectory> trainer =
          Trainer.builder(actor, objective, config).valueFunction(critic).reference(frozen);
      listeners.forEach(trainer::listener);
      trainer.build().train(batches);
      actor.save(folder.resolve("policy"));
      critic.save(folder.resolve("value"));
    }
  }

  private DjlTrainableValueFunction openValue() throws IOException {
    return value.isPresent()
        ? value.get().loadTrainableValueFunction(options)
        : reference.newValueFunction(options);
  }
}
