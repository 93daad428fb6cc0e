package dev.oreo.djl.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.model.Backend;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The sampler program against cumulative sums in doubles, on vocabularies of more than a block. */
final class SamplerTest {
  /** No multiple of the program's block of 256. */
  private static final int VOCABULARY = 1000;

  private static final int DRAWS = 500;

  /** A draw this close to the edge of an interval may fall on either side of it. */
  private static final double EDGE = 1e-6;

  private final Random random = new Random(3);

  /** Draws from rows of logits, which the identity as head reads as they are. */
  private static long[] sample(
      float[] logits, double[] uniform, double temperature, int k, double p) {
    try (NDManager manager = Backend.newManager(ModelOptions.cpu(Precision.FP32));
        Program sampler = Program.load(manager, "sampler")) {
      float[] rows = new float[uniform.length * 2];
      float[] head = new float[logits.length * 2];
      for (int v = 0; v < logits.length; v++) {
        head[2 * v] = logits[v];
      }
      for (int i = 0; i < uniform.length; i++) {
        rows[2 * i] = 1;
      }
      NDArray hidden = manager.create(rows, new Shape(uniform.length, 2));
      NDArray weight = manager.create(head, new Shape(logits.length, 2));
      return sampler
          .run(manager, "forward", hidden, weight, manager.create(uniform), temperature, k, p)
          .toLongArray();
    }
  }

  private float[] logits(double spread) {
    float[] logits = new float[VOCABULARY];
    for (int v = 0; v < VOCABULARY; v++) {
      logits[v] = (float) (spread * random.nextGaussian());
    }
    return logits;
  }

  private double[] uniform() {
    return random.doubles(DRAWS).toArray();
  }

  /**
   * Probabilities at a temperature, those outside of the nucleus 0, in the order of {@code order}.
   */
  private static double[] probabilities(
      float[] logits, Integer[] order, double temperature, double p) {
    double max = IntStream.range(0, logits.length).mapToDouble(v -> logits[v]).max().orElseThrow();
    double[] weights =
        Arrays.stream(order).mapToDouble(v -> Math.exp((logits[v] - max) / temperature)).toArray();
    double sum = Arrays.stream(weights).sum();
    double before = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
      double own = weights[i];
      if (before >= p) {
        weights[i] = 0;
      }
      before += own;
    }
    return weights;
  }

  private static void assertDrawn(
      long[] drawn, double[] uniform, double[] weights, Integer[] order) {
    double total = Arrays.stream(weights).sum();
    for (int i = 0; i < drawn.length; i++) {
      double end = 0;
      double begin = 0;
      for (int rank = 0; rank < order.length; rank++) {
        begin = end;
        end += weights[rank] / total;
        if (order[rank] == drawn[i]) {
          assertThat(weights[rank]).as("weight of %s", drawn[i]).isPositive();
          break;
        }
      }
      assertThat(uniform[i]).isBetween(begin - EDGE, end + EDGE);
    }
  }

  private static Integer[] byIndex() {
    return IntStream.range(0, VOCABULARY).boxed().toArray(Integer[]::new);
  }

  private static Integer[] byLogit(float[] logits) {
    Integer[] order = byIndex();
    Arrays.sort(order, Comparator.comparing((Integer v) -> -logits[v]));
    return order;
  }

  @Test
  void forward_plainSampling_takesTheTokenWhoseIntervalHoldsTheDraw() {
    float[] logits = logits(1);
    double[] uniform = uniform();

    long[] drawn = sample(logits, uniform, 0.7, 0, 1);

    assertDrawn(drawn, uniform, probabilities(logits, byIndex(), 0.7, 1), byIndex());
    assertThat(Arrays.stream(drawn).distinct().count()).isGreaterThan(100);
  }

  @Test
  void forward_tokensOfProbabilityZero_areNeverTaken() {
    float[] logits = new float[VOCABULARY];
    Arrays.fill(logits, -1e30f);
    logits[300] = 1;
    logits[999] = 1;

    long[] drawn =
        sample(logits, new double[] {0, 0.25, 0.5 - 1e-12, 0.5, 0.75, 1 - 1e-16}, 1, 0, 1);

    assertThat(drawn).containsExactly(300, 300, 300, 999, 999, 999);
  }

  @Test
  void forward_nucleusOfFewTokens_isCutWhereItReachesTheShare() {
    float[] logits = logits(4);
    double[] uniform = uniform();

    long[] drawn = sample(logits, uniform, 1, 0, 0.9);

    assertDrawn(drawn, uniform, probabilities(logits, byLogit(logits), 1, 0.9), byLogit(logits));
  }

  @Test
  void forward_nucleusOfManyTokens_isCutWhereItReachesTheShare() {
    float[] logits = logits(0.1); // nearly flat: 0.9 of it takes hundreds of tokens
    double[] uniform = uniform();

    long[] drawn = sample(logits, uniform, 1, 0, 0.9);

    assertDrawn(drawn, uniform, probabilities(logits, byLogit(logits), 1, 0.9), byLogit(logits));
    assertThat(Arrays.stream(drawn).distinct().count()).isGreaterThan(256);
  }

  @Test
  void forward_bestTokensOnly_areDrawnInTheirProportion() {
    float[] logits = logits(1);
    double[] uniform = uniform();
    Integer[] best = Arrays.copyOf(byLogit(logits), 300);

    long[] drawn = sample(logits, uniform, 1, 300, 1);

    assertDrawn(drawn, uniform, probabilities(logits, best, 1, 2), best);
  }
}
