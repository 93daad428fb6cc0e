package dev.oreo.train;

import dev.oreo.OreoException;

/**
 * A loss or a gradient became NaN or infinite. The message names the quantity, the update and the
 * trajectories. The update was given up before any parameter changed.
 */
public final class TrainingDivergedException extends OreoException {
  private static final long serialVersionUID = 1L;

  /** Which update was given up, counted from 1. */
  private final long update;

  TrainingDivergedException(long update, String message) {
    super(message);
    this.update = update;
  }

  /**
   * Returns which update was given up.
   *
   * @return counted from 1 over the whole run
   */
  public long update() {
    return update;
  }
}
