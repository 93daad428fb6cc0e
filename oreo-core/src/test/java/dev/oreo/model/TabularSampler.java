package dev.oreo.model;

import dev.oreo.math.LogProbabilities;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses tokens from rows of logits, as {@link GenerationConfig} says. */
final class TabularSampler {
  private final GenerationConfig config;
  private final SplittableRandom random;

  TabularSampler(GenerationConfig config, long seed) {
    this.config = config;
    this.random = new SplittableRandom(seed);
  }

  int next(double[] logits) {
    int[] bestFirst =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> -logits[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    if (config.greedy()) {
      return bestFirst[0];
    }
    int kept = config.topK() == 0 ? logits.length : Math.min(config.topK(), logits.length);
    double[] probabilities = probabilities(logits, Arrays.copyOf(bestFirst, kept));
    double nucleus = 0;
    int size = 0;
    while (size < kept && (size == 0 || nucleus < config.topP())) {
      nucleus += probabilities[size++];
    }
    double left = random.nextDouble() * nucleus;
    for (int i = 0; i < size; i++) {
      left -= probabilities[i];
      if (left < 0) {
        return bestFirst[i];
      }
    }
    return bestFirst[size - 1];
  }

  private double[] probabilities(double[] logits, int[] tokens) {
    double[] scaled =
        Arrays.stream(tokens).mapToDouble(j -> logits[j] / config.temperature()).toArray();
    return Arrays.stream(LogProbabilities.logSoftmax(scaled)).map(Math::exp).toArray();
  }
}
