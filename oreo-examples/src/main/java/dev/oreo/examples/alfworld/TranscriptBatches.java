package dev.oreo.examples.alfworld;

import dev.oreo.train.BatchSampler;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Transcripts to imitate: first some epochs of variants, other ones in each, then the transcripts
 * themselves.
 *
 * @param transcripts at least one
 * @param variant makes a variant
 * @param variantEpochs how many epochs are of variants, at least 0
 * @param row what is learnt of a transcript
 * @param batchSize transcripts of one update
 * @param seed of orders and variants
 */
record TranscriptBatches(
    List<Transcript> transcripts,
    BiFunction<Transcript, Random, Transcript> variant,
    int variantEpochs,
    Function<Transcript, Trajectory> row,
    int batchSize,
    long seed)
    implements BatchSampler<Trajectory> {

  @Override
  public int updatesPerEpoch() {
    return (transcripts.size() + batchSize - 1) / batchSize;
  }

  @Override
  public Iterable<List<Trajectory>> epoch(int epoch) {
    return new ShuffledBatches<>(rows(epoch), batchSize, false, seed).epoch(epoch);
  }

  private List<Trajectory> rows(int epoch) {
    if (epoch > variantEpochs) {
      return transcripts.stream().map(row).toList();
    }
    Random random = new Random(seed + 1_000_003L * epoch);
    return transcripts.stream().map(t -> row.apply(variant.apply(t, random))).toList();
  }
}
