package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.RopeConfig;
import dev.oreo.internal.Checks;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cosines and sines of the rotary position embedding, [positions, D] each, grown as longer
 * sequences come.
 *
 * <p>Angles are float32 products of a float32 position and a float32 inverse frequency, as in
 * transformers: models are trained with that rounding. Thread-safe.
 *
 * <p>Where frequencies depend on a sequence's length beyond some limit, each longer sequence has
 * the frequencies of its own length, whatever lies beside it in a batch.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021</a>
 */
final class RotaryTable {
  private static final int INITIAL_POSITIONS = 2048;

  private final NDManager manager;
  private final RopeConfig rope;
  private final int headDim;
  private final int limit;
  private Tables tables;
  private int positions;

  RotaryTable(NDManager manager, ModelConfig config) {
    this.manager = manager;
    this.rope = config.rope();
    this.headDim = config.headDim();
    this.limit = rope.constantUpTo().orElse(Integer.MAX_VALUE);
    this.tables = new Tables(Decoder.none(manager), Decoder.none(manager));
  }

  /**
   * Cosines and sines, [rows, D] each; of a row's two equal halves of sines the first is negative.
   */
  record Tables(NDArray cosines, NDArray sines) {}

  /**
   * The rotation of a batch's tokens.
   *
   * @param tables cosines and sines
   * @param rows where each token's are [N]; rising by one within a sequence
   */
  record Rotation(Tables tables, NDArray rows) {}

  /** Fails if a sequence of a length is not rotated like shorter ones. */
  void checkCached(long length) {
    Checks.argument(
        length <= limit,
        "sequence in a key-value cache must have at most the model's %d positions where rope_type"
            + " is dynamic (beyond, every token changes all keys before it), got %d tokens",
        limit,
        length);
  }

  /**
   * Returns cosines and sines of at least {@code length} positions. Owned by the network.
   *
   * @throws IllegalArgumentException if sequences of that length are not rotated like shorter ones
   */
  synchronized Tables upTo(int length) {
    checkCached(length);
    if (length > positions) {
      int wanted = Math.max(INITIAL_POSITIONS, Integer.highestOneBit(length - 1) * 2);
      positions = Math.min(wanted, limit);
      SortedMap<Integer, Integer> one = new TreeMap<>();
      one.put(positions, 0);
      tables = tables(manager, one, positions);
    }
    return tables;
  }

  /**
   * Returns the rotation of whole sequences, of which those beyond the limit are a branch each;
   * what it makes for them alone lives in a scope.
   */
  Rotation of(NDManager scope, RaggedBatch batch) {
    if (batch.longest() <= limit) {
      return new Rotation(upTo(batch.longest()), scope.create(batch.positions()));
    }
    SortedMap<Integer, Integer> starts = new TreeMap<>();
    long[] branches = batch.branches();
    long[] rows = batch.positions().clone();
    int total = 0;
    int next = 0;
    for (int b = 0; b < branches.length; b += 2) {
      int length = Math.max(limit, (int) branches[b]);
      if (starts.putIfAbsent(length, total) == null) {
        total += length;
      }
      for (int end = next + (int) branches[b]; next < end; next++) {
        rows[next] += starts.get(length);
      }
    }
    return new Rotation(tables(scope, starts, total), scope.create(rows));
  }

  /** Makes tables of sequences of some lengths, which begin at given rows. */
  private Tables tables(NDManager owner, SortedMap<Integer, Integer> starts, int total) {
    float[] cosines = new float[total * headDim];
    float[] sines = new float[total * headDim];
    float factor = rope.attentionFactor();
    starts.forEach(
        (length, start) -> {
          float[] frequencies = rope.inverseFrequencies(headDim, length);
          for (int t = 0; t < length; t++) {
            int at = (start + t) * headDim;
            for (int j = 0; j < frequencies.length; j++) {
              float angle = t * frequencies[j];
              cosines[at + j] = (float) Math.cos(angle) * factor;
              sines[at + frequencies.length + j] = (float) Math.sin(angle) * factor;
              sines[at + j] = -sines[at + frequencies.length + j];
            }
            System.arraycopy(cosines, at, cosines, at + frequencies.length, frequencies.length);
          }
        });
    Shape shape = new Shape(total, headDim);
    return new Tables(owner.create(cosines, shape), owner.create(sines, shape));
  }
}
