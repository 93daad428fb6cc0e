package dev.oreo.examples.benchmark;

import dev.oreo.environment.Environment;
import dev.oreo.environment.EnvironmentState;
import java.util.List;

/** How many steps a second environments take, observations and lists of actions included. */
public final class EnvironmentBenchmark {
  private EnvironmentBenchmark() {}

  /**
   * Commands to give to an environment, from its beginning.
   *
   * @param environment the environment
   * @param commands in order; what follows the end of an episode is left out
   */
  public record Script(Environment environment, List<String> commands) {

    /** Copies the list. {@inheritDoc} */
    public Script {
      commands = List.copyOf(commands);
    }
  }

  /**
   * What a pass over all scripts took.
   *
   * @param steps how many were taken
   * @param seconds how long
   * @param characters of all observations and actions, which shows that they were made
   */
  public record Pass(long steps, double seconds, long characters) {

    /**
     * Returns the speed.
     *
     * @return steps a second
     */
    public double stepsPerSecond() {
      return steps / seconds;
    }
  }

  /**
   * Plays all scripts once.
   *
   * @param scripts what to play
   * @return what it took
   */
  public static Pass run(List<Script> scripts) {
    long steps = 0;
    long characters = 0;
    long start = System.nanoTime();
    for (Script script : scripts) {
      EnvironmentState state = script.environment.reset();
      for (String command : script.commands) {
        if (state.done()) {
          break;
        }
        state = state.step(command);
        characters += state.observation().length();
        for (String action : state.actions()) {
          characters += action.length();
        }
        steps++;
      }
    }
    return new Pass(steps, (System.nanoTime() - start) / 1e9, characters);
  }
}
