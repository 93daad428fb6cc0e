package dev.oreo.data;

import dev.oreo.trajectory.PreferencePair;
import java.util.List;

/**
 * The pairs made of a data set, and what gave none.
 *
 * @param pairs prompts in the order of their first appearance; of one prompt by the chosen answer,
 *     then by the rejected one, both in the order given
 * @param promptsWithoutPositive prompts that gave no pair because no answer is a success
 * @param promptsWithoutNegative prompts that gave no pair because every answer is a success
 * @param pairsOverCap possible pairs that were not drawn
 */
public record PairSelection(
    List<PreferencePair> pairs,
    int promptsWithoutPositive,
    int promptsWithoutNegative,
    long pairsOverCap) {

  /** Copies the list. {@inheritDoc} */
  public PairSelection {
    pairs = List.copyOf(pairs);
  }
}
