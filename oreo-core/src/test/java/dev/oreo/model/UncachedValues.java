package dev.oreo.model;

import dev.oreo.internal.Checks;
import java.util.List;

/** A session of values for tests that keeps nothing. */
public final class UncachedValues implements ValueSession {
  private final ValueFunction valueFunction;
  private boolean open = true;
  private long tokensRead;

  /**
   * Opens a session.
   *
   * @param valueFunction what reads
   */
  public UncachedValues(ValueFunction valueFunction) {
    this.valueFunction = valueFunction;
  }

  @Override
  public double[] values(List<int[]> states) {
    Checks.state(open, "session must be open to read values, got a closed one");
    double[] values = valueFunction.values(states);
    states.forEach(state -> tokensRead += state.length);
    return values;
  }

  @Override
  public long tokensRead() {
    return tokensRead;
  }

  @Override
  public void close() {
    open = false;
  }
}
