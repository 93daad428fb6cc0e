package dev.oreo.examples.command;

import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.LoraTargets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Low-rank adapters in place of training all weights. */
@SuppressWarnings("NullAway.Init") // picocli fills options with defaults
final class LoraOptions {
  static final String RANK = "--lora-rank";

  /** Only for objectives with a value function. */
  static final String VALUE_RANK = "--value-lora-rank";

  /** Only for objectives with a value function. */
  static final String VALUE_ALPHA = "--value-lora-alpha";

  private static final String ALPHA = "--lora-alpha";
  private static final String DROPOUT = "--lora-dropout";
  private static final String TARGETS = "--lora-targets";
  private static final String RANK_STABILIZED = "--rslora";
  private static final String ALL_LINEAR = "all-linear";

  @Option(
      names = RANK,
      paramLabel = "R",
      description =
          "Train LoRA adapters of this rank on the frozen model, policy and value function; OUTPUT"
              + " has adapter folders as PEFT's then (default: train all weights).")
  private @Nullable Integer rank;

  @Option(
      names = ALPHA,
      paramLabel = "A",
      description = "Adapters are scaled by A / R (default: the rank).")
  private @Nullable Double alpha;

  @Option(
      names = DROPOUT,
      paramLabel = "P",
      defaultValue = "0",
      description = "Share of the adapters' input that is dropped (default: ${DEFAULT-VALUE}).")
  private double dropout;

  @Option(
      names = TARGETS,
      paramLabel = "NAMES",
      split = ",",
      defaultValue = ALL_LINEAR,
      description =
          "Linear layers that get an adapter, such as q_proj,v_proj (default: ${DEFAULT-VALUE}).")
  private List<String> targets;

  @Option(names = RANK_STABILIZED, description = "Scale adapters by A / sqrt(R).")
  private boolean rankStabilized;

  @Option(
      names = VALUE_RANK,
      paramLabel = "R",
      description = "Rank of the value function's adapters (default: the policy's).")
  private @Nullable Integer valueRank;

  @Option(
      names = VALUE_ALPHA,
      paramLabel = "A",
      description = "Alpha of the value function's adapters (default: their rank).")
  private @Nullable Double valueAlpha;

  /** Returns the policy's adapters; empty if all weights are trained, or a folder has them. */
  Optional<LoraConfig> policy() {
    return Optional.ofNullable(rank).map(r -> config(r, alpha));
  }

  /** Returns the value function's adapters; empty if none are asked for. */
  Optional<LoraConfig> valueFunction() {
    if (valueRank != null) {
      return Optional.of(config(valueRank, valueAlpha));
    }
    return Optional.ofNullable(rank).map(r -> config(r, valueAlpha == null ? alpha : valueAlpha));
  }

  private LoraConfig config(int ofRank, @Nullable Double ofAlpha) {
    boolean all = targets.equals(List.of(ALL_LINEAR));
    return LoraConfig.builder()
        .rank(ofRank)
        .alpha(Objects.requireNonNullElse(ofAlpha, (double) ofRank))
        .dropout(dropout)
        .rankStabilized(rankStabilized)
        .targets(all ? LoraTargets.ALL_LINEAR : new LoraTargets.Named(targets))
        .build();
  }

  /**
   * Fails if an option was given that another makes useless, or one is missing.
   *
   * @param adapter whether the policy's adapters are there already
   * @param needsValue whether new adapters of a value function are needed if the policy has some
   */
  void check(boolean adapter, boolean needsValue, CommandSpec spec) {
    require(
        !adapter || rank == null, RANK + " must not be given with --adapter, which has one", spec);
    boolean some = rank != null || valueRank != null;
    for (String option : List.of(ALPHA, DROPOUT, TARGETS, RANK_STABILIZED, VALUE_ALPHA)) {
      require(
          some || !spec.commandLine().getParseResult().hasMatchedOption(option),
          option + " must not be given without " + RANK + ": it has no use",
          spec);
    }
    require(
        rank != null || adapter || valueRank == null,
        VALUE_RANK + " must not be given without " + RANK + " or --adapter: it has no use",
        spec);
    require(
        !adapter || !needsValue || valueRank != null,
        VALUE_RANK + " or --value must be given with --adapter and this objective",
        spec);
  }

  private static void require(boolean condition, String message, CommandSpec spec) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
