package dev.oreo.model;

import dev.oreo.internal.Checks;
import java.util.List;

/**
 * How tokens are chosen and where to stop.
 *
 * <p>Logits are divided by the temperature, then all but the {@code topK} best are dropped, then
 * all but the smallest set of best tokens whose probability reaches {@code topP}; the token is
 * drawn from what is left. Generation also ends at any of the checkpoint's own end tokens.
 *
 * @param temperature 0 for the best token always, else greater than 0
 * @param topK how many best tokens to keep, at least 0; 0 keeps all
 * @param topP probability to keep, in (0, 1]; 1 keeps all
 * @param stopStrings generation ends once the continuation's text contains one; the tokens that
 *     completed it are kept
 */
public record GenerationConfig(
    double temperature, int topK, double topP, List<String> stopStrings) {

  /** The best token always, until an end token. */
  public static final GenerationConfig GREEDY = new GenerationConfig(0, 0, 1, List.of());

  /** Checks the ranges and that no option contradicts another. {@inheritDoc} */
  public GenerationConfig {
    stopStrings = List.copyOf(stopStrings);
    Checks.argument(
        temperature >= 0 && Double.isFinite(temperature),
        "temperature must be finite and >= 0, got %s",
        temperature);
    Checks.argument(topK >= 0, "topK must be >= 0, got %d", topK);
    Checks.argument(topP > 0 && topP <= 1, "topP must be in (0, 1], got %s", topP);
    Checks.argument(
        temperature > 0 || (topK == 0 && topP == 1),
        "topK and topP must be 0 and 1 when temperature is 0 (greedy), got %d and %s",
        topK,
        topP);
    for (String stop : stopStrings) {
      Checks.argument(!stop.isEmpty(), "stopStrings must not contain an empty string");
    }
  }

  /**
   * Returns plain sampling.
   *
   * @param temperature greater than 0
   * @return sampling from the whole vocabulary, without stop strings
   */
  public static GenerationConfig sampling(double temperature) {
    Checks.argument(temperature > 0, "temperature must be > 0 to sample, got %s", temperature);
    return new GenerationConfig(temperature, 0, 1, List.of());
  }

  /**
   * Returns this with other stop strings.
   *
   * @param stopStrings the new ones, replacing any
   * @return a copy
   */
  public GenerationConfig withStopStrings(List<String> stopStrings) {
    return new GenerationConfig(temperature, topK, topP, stopStrings);
  }

  /**
   * Returns whether the best token is always taken.
   *
   * @return true if the temperature is 0
   */
  public boolean greedy() {
    return temperature == 0;
  }
}
