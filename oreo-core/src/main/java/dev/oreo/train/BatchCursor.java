package dev.oreo.train;

import dev.oreo.internal.Checks;
import dev.oreo.trajectory.Example;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The batches of a run, epoch after epoch. For one thread. */
final class BatchCursor<E extends Example> {
  private final BatchSampler<E> sampler;
  private final int epochs;
  private int epoch;
  private Iterator<List<E>> rest = Collections.emptyIterator();

  BatchCursor(BatchSampler<E> sampler, int epochs) {
    this.sampler = sampler;
    this.epochs = epochs;
  }

  /** Moves to the next batch, which there must be, and returns it. */
  List<E> next() {
    Checks.state(hasNext(), "batches must not have ended");
    return rest.next();
  }

  boolean hasNext() {
    while (!rest.hasNext() && epoch < epochs) {
      begin(epoch + 1);
    }
    return rest.hasNext();
  }

  private void begin(int next) {
    epoch = next;
    rest = sampler.epoch(next).iterator();
  }

  /** The epoch of the last batch, counted from 1. */
  int epoch() {
    return epoch;
  }

  /**
   * Leaves out the batches of the first updates of the run; those of earlier epochs are not even
   * made.
   *
   * @param updates at least 1
   * @return the batch of the last of them
   */
  List<E> skip(long updates) {
    int perEpoch = sampler.updatesPerEpoch();
    begin(Math.toIntExact((updates - 1) / perEpoch + 1));
    long inEpoch = (updates - 1) % perEpoch;
    for (long skipped = 0; skipped < inEpoch; skipped++) {
      next();
    }
    return next();
  }
}
