package dev.oreo.environment;

import dev.oreo.internal.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of a {@link TextWorldGame}.
 *
 * <p>Thread-safety: immutable and thread-safe.
 */
public final class TextWorldState implements EnvironmentState {
  private final TextWorldGame game;
  private final long[] bits;
  private final String observation;
  private final boolean won;
  private volatile @Nullable List<String> actions;

  TextWorldState(TextWorldGame game, long[] bits, String observation, boolean won) {
    this.game = game;
    this.bits = bits;
    this.observation = observation;
    this.won = won;
  }

  @Override
  public String observation() {
    return observation;
  }

  @Override
  public List<String> actions() {
    List<String> known = actions;
    if (known == null) {
      known = game.world().commands(bits);
      actions = known;
    }
    return known;
  }

  @Override
  public double reward() {
    return won ? 1 : 0;
  }

  @Override
  public boolean done() {
    return won;
  }

  /**
   * Returns whether the goal is reached.
   *
   * @return true if the game is over
   */
  public boolean won() {
    return won;
  }

  @Override
  public TextWorldState step(String action) {
    Checks.state(!won, "state must not be done, got a step (%s)", game.task());
    return goOn(action);
  }

  /** As {@link #step}, but goes on after the game is won. */
  TextWorldState goOn(String action) {
    return game.step(bits, action);
  }
}
