package dev.oreo.djl.internal.generate;

import java.util.Optional;

/**
 * Where a row's first tokens are found.
 *
 * @param source empty if nowhere, or too few of them to make use of
 * @param shared how many: fewer than the row's, as something must be read to know what follows
 */
record Match(Optional<Slot> source, int shared) {
  static final Match NONE = new Match(Optional.empty(), 0);

  /**
   * What is shared must be at least one part in this many of a row: else reading all of it in one
   * go is as fast.
   */
  private static final int WORTHWHILE = 4;

  /**
   * A row goes on in the slot of another one if that loses at most one part in this many of what
   * would have to be copied.
   */
  private static final int EXPENDABLE = 8;

  /** Returns whether sharing some tokens of a number pays. */
  static boolean worthwhile(int shared, int of) {
    return shared > 0 && WORTHWHILE * shared >= of;
  }

  /** Returns the source if the row may go on there, in place of what is in it. */
  Optional<Slot> expendable(int[] row) {
    return source.filter(
        slot -> !slot.live() && (slot.length() - slot.shared(row)) * EXPENDABLE <= shared);
  }
}
