package dev.oreo.objective;

import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named samples of quantities to watch while training: residuals, values, log-ratios.
 *
 * <p>Samples rather than means, so that the micro-batches of an update merge into the same numbers
 * as the whole batch gives. Mutable while an objective fills it; not thread-safe.
 */
public final class Diagnostics {
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();

  /** Creates diagnostics without samples. */
  public Diagnostics() {}

  /**
   * Adds one sample.
   *
   * @param name the quantity, such as {@code "residual/success"}
   * @param value the sample
   */
  public void add(String name, double value) {
    samples.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
  }

  /**
   * Adds all samples of another.
   *
   * @param other what to add; not changed
   */
  public void addAll(Diagnostics other) {
    other.samples.forEach(
        (name, values) -> samples.computeIfAbsent(name, k -> new ArrayList<>()).addAll(values));
  }

  /**
   * Returns the names that have samples, in order of first appearance.
   *
   * @return an unmodifiable copy
   */
  public List<String> names() {
    return List.copyOf(samples.keySet());
  }

  /**
   * Returns the samples of one quantity.
   *
   * @param name the quantity
   * @return a copy; empty if there are none
   */
  public double[] samples(String name) {
    return Doubles.toArray(samples.getOrDefault(name, List.of()));
  }

  /**
   * Returns the mean of one quantity.
   *
   * @param name the quantity
   * @return NaN if there are no samples
   */
  public double mean(String name) {
    return Arrays.stream(samples(name)).average().orElse(Double.NaN);
  }
}
