package dev.oreo.model;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A trainable table in doubles: one row of numbers per sequence of token ids, made when first asked
 * for.
 */
final class TabularParameters implements Trainable {
  /** Under which an optimiser's number of steps is saved; no state has this token. */
  private static final List<Integer> STEPS = List.of(-1);

  private final Function<List<Integer>, double[]> initialRow;
  private final Map<List<Integer>, Row> rows = new LinkedHashMap<>();
  private boolean optimizerOpen;

  TabularParameters(Function<List<Integer>, double[]> initialRow) {
    this.initialRow = initialRow;
  }

  /** One state's parameters and all that AdamW keeps beside them. */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Row(double[] values, double[] gradient, double[] first, double[] second) {
    Row(double[] values) {
      this(values, new double[values.length], new double[values.length], new double[values.length]);
    }
  }

  /** A table of its own with the same numbers. */
  TabularParameters copy() {
    TabularParameters copy = new TabularParameters(initialRow);
    rows.forEach((key, row) -> copy.rows.put(key, new Row(row.values.clone())));
    return copy;
  }

  /** Moves every row a share of the way to another table's. */
  void moveTowards(TabularParameters target, double share) {
    target.rows.forEach(
        (key, row) -> {
          double[] own = values(Ints.toArray(key), key.size());
          for (int j = 0; j < own.length; j++) {
            own[j] += share * (row.values[j] - own[j]);
          }
        });
  }

  private Row row(int[] tokenIds, int length) {
    List<Integer> key = List.copyOf(Ints.asList(tokenIds).subList(0, length));
    return rows.computeIfAbsent(key, k -> new Row(initialRow.apply(k).clone()));
  }

  /** The live parameters of the state of the first {@code length} tokens. */
  double[] values(int[] tokenIds, int length) {
    return row(tokenIds, length).values;
  }

  /** The live gradient of the same. */
  double[] gradient(int[] tokenIds, int length) {
    return row(tokenIds, length).gradient;
  }

  @Override
  public Optimizer newOptimizer(AdamWConfig config) {
    Checks.state(!optimizerOpen, "optimizer must be closed before another is opened");
    optimizerOpen = true;
    rows.values()
        .forEach(
            row -> {
              Arrays.fill(row.first, 0);
              Arrays.fill(row.second, 0);
            });
    return new AdamW(config);
  }

  @Override
  public long parameterCount() {
    return rows.values().stream().mapToLong(row -> row.values.length).sum();
  }

  @Override
  public void save(Path directory) throws IOException {
    Map<List<Integer>, double[]> values = new LinkedHashMap<>();
    rows.forEach((key, row) -> values.put(key, row.values));
    TabularFiles.write(directory, values);
  }

  /* Also the order of the rows, in which norms are summed. */
  @Override
  public void restore(Path directory) throws IOException {
    Map<List<Integer>, double[]> values = TabularFiles.read(directory, 1);
    Map<List<Integer>, Row> before = new LinkedHashMap<>(rows);
    rows.clear();
    values.forEach(
        (key, saved) -> {
          Row old = before.get(key);
          rows.put(
              key,
              old == null ? new Row(saved) : new Row(saved, old.gradient, old.first, old.second));
        });
  }

  private final class AdamW implements Optimizer {
    private final AdamWConfig config;
    private int steps;

    AdamW(AdamWConfig config) {
      this.config = config;
    }

    @Override
    public double gradientNorm() {
      double squares = 0;
      for (Row row : rows.values()) {
        squares += Arrays.stream(row.gradient).map(g -> g * g).sum();
      }
      return Math.sqrt(squares);
    }

    @Override
    public double step(double learningRate) {
      double norm = gradientNorm();
      double scale = Math.min(1, config.maxGradientNorm() / (norm + 1e-6));
      steps++;
      rows.values().forEach(row -> step(row, scale, learningRate));
      clearGradients();
      return norm;
    }

    private void step(Row row, double scale, double learningRate) {
      double beta1 = config.beta1();
      double beta2 = config.beta2();
      for (int i = 0; i < row.values.length; i++) {
        double gradient = scale * row.gradient[i];
        row.first[i] = beta1 * row.first[i] + (1 - beta1) * gradient;
        row.second[i] = beta2 * row.second[i] + (1 - beta2) * gradient * gradient;
        double mean = row.first[i] / (1 - Math.pow(beta1, steps));
        double root = Math.sqrt(row.second[i] / (1 - Math.pow(beta2, steps)));
        row.values[i] -=
            learningRate
                * (config.weightDecay() * row.values[i] + mean / (root + config.epsilon()));
      }
    }

    @Override
    public void save(Path directory) throws IOException {
      Map<List<Integer>, double[]> moments = new LinkedHashMap<>();
      rows.forEach((key, row) -> moments.put(key, Doubles.concat(row.first, row.second)));
      moments.put(STEPS, new double[] {steps, 0});
      TabularFiles.write(directory, moments);
    }

    @Override
    public void restore(Path directory) throws IOException {
      Map<List<Integer>, double[]> moments = TabularFiles.read(directory, 2);
      steps = (int) moments.remove(STEPS)[0];
      moments.forEach(
          (key, both) -> {
            Row row = row(Ints.toArray(key), key.size());
            int length = both.length / 2;
            System.arraycopy(both, 0, row.first, 0, length);
            System.arraycopy(both, length, row.second, 0, length);
          });
    }

    @Override
    public void clearGradients() {
      rows.values().forEach(row -> Arrays.fill(row.gradient, 0));
    }

    @Override
    public void close() {
      optimizerOpen = false;
    }
  }
}
