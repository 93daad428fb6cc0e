package dev.oreo.djl;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.oreo.internal.Checks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Low-rank adapters: what is added to a frozen network, {@code y = W x + scale B A x}. The terms
 * and the rules are those of PEFT's {@code LoraConfig}.
 *
 * @param rank r, rows of A and columns of B, at least 1
 * @param alpha scale is {@code alpha / r}, greater than 0 and finite
 * @param dropout share of A's input that is dropped in training, in [0, 1)
 * @param rankStabilized whether scale is {@code alpha / sqrt(r)} instead
 * @param targets the modules that have an adapter
 * @param excluded targets that have none all the same
 * @param layers indices of the decoder layers whose targets have an adapter; empty for all
 * @param rankPattern ranks of modules that differ, by a regular expression which the module's name
 *     must end with, behind a dot or from its beginning; the first that fits counts
 * @param alphaPattern alphas of modules that differ, likewise
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021</a>
 * @see <a href="https://arxiv.org/abs/2312.03732">Kalajdzievski 2023, for rank stabilisation</a>
 */
public record LoraConfig(
    int rank,
    double alpha,
    double dropout,
    boolean rankStabilized,
    LoraTargets targets,
    Optional<LoraTargets> excluded,
    Set<Integer> layers,
    Map<String, Integer> rankPattern,
    Map<String, Double> alphaPattern) {

  /** PEFT's defaults, but for the targets: rank 8, alpha 8, no dropout, all linear layers. */
  public static final LoraConfig DEFAULT =
      new LoraConfig(
          8, 8, 0, false, LoraTargets.ALL_LINEAR, Optional.empty(), Set.of(), Map.of(), Map.of());

  /** Checks the ranges. {@inheritDoc} */
  public LoraConfig {
    checkRank(rank);
    checkAlpha(alpha);
    Checks.argument(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
    layers = ImmutableSet.copyOf(layers);
    rankPattern = ImmutableMap.copyOf(rankPattern);
    alphaPattern = ImmutableMap.copyOf(alphaPattern);
    Checks.argument(
        layers.isEmpty() || !(targets instanceof LoraTargets.Matching),
        "layers must be empty where targets are a pattern, got %s and %s",
        layers,
        targets);
    rankPattern.keySet().forEach(LoraTargets.Matching::checkPattern);
    rankPattern.values().forEach(LoraConfig::checkRank);
    alphaPattern.keySet().forEach(LoraTargets.Matching::checkPattern);
    alphaPattern.values().forEach(LoraConfig::checkAlpha);
  }

  private static void checkRank(int rank) {
    Checks.argument(rank >= 1, "rank must be >= 1, got %d", rank);
  }

  private static void checkAlpha(double alpha) {
    Checks.argument(
        alpha > 0 && Double.isFinite(alpha), "alpha must be finite and > 0, got %s", alpha);
  }

  /**
   * Returns the rank of a module's adapter.
   *
   * @param module its whole name
   * @return at least 1
   */
  public int rankOf(String module) {
    return ofModule(rankPattern, module).orElse(rank);
  }

  /**
   * Returns what a module's adapter is multiplied by.
   *
   * @param module its whole name
   * @return greater than 0
   */
  public double scaleOf(String module) {
    double r = rankOf(module);
    return ofModule(alphaPattern, module).orElse(alpha) / (rankStabilized ? Math.sqrt(r) : r);
  }

  private static <T> Optional<T> ofModule(Map<String, T> byPattern, String module) {
    return byPattern.entrySet().stream()
        .filter(e -> Pattern.compile("(.*\\.)?(" + e.getKey() + ")").matcher(module).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Returns a builder that begins with {@link #DEFAULT}.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  /** Makes configurations. Every method returns this builder. */
  public static final class Builder {
    private LoraConfig config;

    private Builder(LoraConfig config) {
      this.config = config;
    }

    /**
     * Sets the rank.
     *
     * @param rank r, at least 1
     * @return this
     */
    public Builder rank(int rank) {
      config =
          new LoraConfig(
              rank,
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets alpha.
     *
     * @param alpha numerator of the scale, greater than 0
     * @return this
     */
    public Builder alpha(double alpha) {
      config =
          new LoraConfig(
              config.rank(),
              alpha,
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets the dropout.
     *
     * @param dropout share of the adapters' input that is dropped in training, in [0, 1)
     * @return this
     */
    public Builder dropout(double dropout) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              dropout,
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets the rule of the scale.
     *
     * @param rankStabilized whether the scale is {@code alpha / sqrt(rank)}
     * @return this
     */
    public Builder rankStabilized(boolean rankStabilized) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              rankStabilized,
              config.targets(),
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets the targets.
     *
     * @param targets the modules that have an adapter
     * @return this
     */
    public Builder targets(LoraTargets targets) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              targets,
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets exceptions of the targets.
     *
     * @param excluded targets that have none all the same
     * @return this
     */
    public Builder excluded(LoraTargets excluded) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              Optional.of(excluded),
              config.layers(),
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets the layers.
     *
     * @param layers indices of the layers whose targets have an adapter; empty for all
     * @return this
     */
    public Builder layers(Set<Integer> layers) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              layers,
              config.rankPattern(),
              config.alphaPattern());
      return this;
    }

    /**
     * Sets ranks of single modules.
     *
     * @param rankPattern ranks that differ, by a regular expression at the end of names
     * @return this
     */
    public Builder rankPattern(Map<String, Integer> rankPattern) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              config.layers(),
              rankPattern,
              config.alphaPattern());
      return this;
    }

    /**
     * Sets alphas of single modules.
     *
     * @param alphaPattern alphas that differ, likewise
     * @return this
     */
    public Builder alphaPattern(Map<String, Double> alphaPattern) {
      config =
          new LoraConfig(
              config.rank(),
              config.alpha(),
              config.dropout(),
              config.rankStabilized(),
              config.targets(),
              config.excluded(),
              config.layers(),
              config.rankPattern(),
              alphaPattern);
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @return the configuration
     */
    public LoraConfig build() {
      return config;
    }
  }
}
