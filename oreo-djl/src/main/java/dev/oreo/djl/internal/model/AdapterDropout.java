package dev.oreo.djl.internal.model;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.function.LongSupplier;

/**
 * Which part of their input adapters leave out in training. Masks depend on the seed, the updates
 * made so far and a pass's tokens alone, so a run that goes on after a stop draws those that it
 * would have drawn.
 *
 * @param share of the input that is dropped, in [0, 1)
 * @param seed of the masks
 * @param updates how many updates the optimiser has made
 */
record AdapterDropout(double share, long seed, LongSupplier updates) {

  /** Returns the seed of a pass's masks, not negative. */
  long seedOf(RaggedBatch batch) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    hasher.putLong(seed).putLong(updates.getAsLong());
    for (long branch : batch.branches()) {
      hasher.putLong(branch);
    }
    for (long id : batch.ids()) {
      hasher.putLong(id);
    }
    return hasher.hash().asLong() >>> Byte.SIZE;
  }
}
