package dev.oreo.djl.internal.checkpoint;

import java.util.OptionalInt;

/**
 * A base that grows with the length of a sequence beyond the model's own, rope_type dynamic ("NTK
 * aware").
 *
 * <p>All numbers of such a sequence depend on how long it is, those of its first tokens too. In
 * transformers they depend also on what the model has seen before, and a key-value cache mixes keys
 * of different bases; what is meant here is one sequence, read in one go by a fresh model.
 *
 * @param factor at least 1
 * @param maxPositions max_position_embeddings: shorter sequences are rotated as without scaling
 */
record DynamicRopeScaling(double factor, int maxPositions) implements RopeScaling {

  @Override
  public float[] inverseFrequencies(float[] periods, double base) {
    return RopeConfig.inverses(periods);
  }

  @Override
  public double base(double theta, int headDim, int length) {
    double longest = Math.max(length, maxPositions);
    double growth = factor * longest / maxPositions - (factor - 1);
    return theta * Math.pow(growth, headDim / (headDim - 2.0));
  }

  @Override
  public OptionalInt constantUpTo() {
    return OptionalInt.of(maxPositions);
  }
}
