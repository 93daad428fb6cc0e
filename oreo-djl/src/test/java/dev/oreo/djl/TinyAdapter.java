package dev.oreo.djl;

import dev.oreo.model.AdamWConfig;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.Optimizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryGradients;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adapters of a tiny checkpoint that have made a few steps, so that B is not zero. */
final class TinyAdapter {
  private static final ModelOptions FP32 = ModelOptions.cpu(Precision.FP32);
  private static final Trajectory ROW =
      Trajectory.of("row", new int[] {1, 2, 3, 0}, List.of(new Step(1, 4, 0)));
  private static final double[] GRADIENTS = {1, -2, 1};
  private static final int STEPS = 3;
  private static final double RATE = 0.05;

  private TinyAdapter() {}

  /** Returns the folder of a new policy adapter beside the checkpoint. */
  static Path policy(HuggingFaceCheckpoint checkpoint, LoraConfig config, long seed) {
    Path folder = checkpoint.directory().resolveSibling("policy-adapter-" + seed);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlTrainablePolicy policy = base.newAdapterPolicy(config, seed);
        Optimizer optimizer = policy.newOptimizer(AdamWConfig.DEFAULT)) {
      for (int i = 0; i < STEPS; i++) {
        step(policy.forward(List.of(ROW), Set.of(Score.LOG_PROB)), Score.LOG_PROB, optimizer);
      }
      policy.save(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of a new value function's adapter beside the checkpoint. */
  static Path valueFunction(HuggingFaceCheckpoint checkpoint, LoraConfig config, long seed) {
    Path folder = checkpoint.directory().resolveSibling("value-adapter-" + seed);
    try (DjlBaseModel base = checkpoint.loadBase(FP32);
        DjlTrainableValueFunction value = base.newAdapterValueFunction(config, seed);
        Optimizer optimizer = value.newOptimizer(AdamWConfig.DEFAULT)) {
      for (int i = 0; i < STEPS; i++) {
        step(value.forward(List.of(ROW)), Score.VALUE, optimizer);
      }
      value.save(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void step(ForwardPass pass, Score score, Optimizer optimizer) {
    try (pass) {
      pass.backward(List.of(new TrajectoryGradients(ROW, Map.of(score, GRADIENTS))));
      optimizer.step(RATE);
    }
  }
}
