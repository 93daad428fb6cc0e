package dev.oreo.examples.arithmetic;

import com.google.gson.JsonObject;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The problems of one seed.
 *
 * @param prompts to sample from
 * @param heldOut to evaluate on; in neither the prompts nor the demonstrations
 */
public record TaskData(List<Problem> prompts, List<Problem> heldOut) {

  /** Copies the lists. {@inheritDoc} */
  public TaskData {
    prompts = List.copyOf(prompts);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Draws the problems and writes the demonstrations, as rows of prompt and response.
   *
   * @param task which problems
   * @param seed of everything drawn
   * @param demonstrations the file to write
   * @return the problems
   * @throws IOException if the file cannot be written
   */
  public static TaskData draw(ArithmeticTask task, long seed, Path demonstrations)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Problem> heldOut =
        chain(task, random)
            .drawDistinct(task.heldOut(), Set.of(), task.minSteps(), task.maxSteps());
    Set<Problem> prompts =
        chain(task, random).drawDistinct(task.prompts(), heldOut, task.minSteps(), task.maxSteps());
    writeDemonstrations(task, heldOut, random, demonstrations);
    return new TaskData(List.copyOf(prompts), List.copyOf(heldOut));
  }

  /**
   * Reads demonstrations.
   *
   * @param demonstrations the file
   * @param tokenizer of the model
   * @return one trajectory per row
   * @throws IOException if the file cannot be read
   */
  public static List<Trajectory> read(Path demonstrations, Tokenizer tokenizer) throws IOException {
    TrajectoryReaderOptions options = TrajectoryReaderOptions.DEFAULT.withRequireReward(false);
    return TrajectoryReader.read(demonstrations, tokenizer, options).trajectories();
  }

  private static void writeDemonstrations(
      ArithmeticTask task, Set<Problem> excluded, SplittableRandom random, Path file)
      throws IOException {
    LastDigitChain chain = chain(task, random);
    Demonstrator demonstrator =
        new Demonstrator(task.mergesAtTimes(), task.mergesAtPlus(), random.split());
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (int written = 0; written < task.demonstrations(); ) {
        Problem problem = chain.drawForDemonstration(task.minDemonstratedSteps(), task.maxSteps());
        if (!excluded.contains(problem)) {
          JsonObject row = new JsonObject();
          row.addProperty("prompt", problem.prompt());
          row.addProperty("response", demonstrator.demonstrate(problem));
          writer.write(row);
          written++;
        }
      }
      writer.commit();
    }
  }

  private static LastDigitChain chain(ArithmeticTask task, SplittableRandom random) {
    return new LastDigitChain(task.maxOperand(), task.multiplications(), random.split());
  }
}
