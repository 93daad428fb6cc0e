package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.djl.ModelOptions;
import dev.oreo.examples.mathematics.MathTask;
import dev.oreo.model.GenerationConfig;
import dev.oreo.rollout.RolloutConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How responses to problems are drawn. */
final class SamplingOptions {
  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "10",
      description =
          "Responses to each problem (default: ${DEFAULT-VALUE}, the OREO paper's for 1.5B).")
  private int samples;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of drawing tokens, greater than 0 (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw from the K best tokens only; 0 for all (default: ${DEFAULT-VALUE}).")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Draw from the best tokens that reach this probability (default: ${DEFAULT-VALUE}).")
  private double topP;

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      description = "Longest response (default: gsm8k 1024, math 2048, arithmetic 64).")
  private @Nullable Integer maxNewTokens;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description =
          "Tokens, prompts and responses together, that are worked on at once and kept by a search;"
              + " changes memory and speed (default: what 1 GiB of key-value cache holds).")
  private @Nullable Integer batchTokens;

  /** Returns how networks that generate are loaded. */
  ModelOptions generating(ModelOptions options) {
    return batchTokens == null ? options : options.withGenerationTokens(batchTokens);
  }

  int samples() {
    return samples;
  }

  GenerationConfig generation() {
    checkArgument(temperature > 0, "--temperature must be > 0 to sample, got %s", temperature);
    return new GenerationConfig(temperature, topK, topP, List.of());
  }

  int maxNewTokens(MathTask task) {
    return Objects.requireNonNullElse(maxNewTokens, task.maxNewTokens());
  }

  /** Returns the collector's settings. */
  RolloutConfig config(MathTask task, long seed) {
    return new RolloutConfig(
        samples, maxNewTokens(task), generation(), task.segmenter(), Integer.MAX_VALUE, seed);
  }

  /** Adds what determines the samples to a run's settings. */
  void describe(JsonObject settings, MathTask task) {
    settings.addProperty("samples", samples);
    settings.addProperty("temperature", temperature);
    settings.addProperty("top_k", topK);
    settings.addProperty("top_p", topP);
    settings.addProperty("max_new_tokens", maxNewTokens(task));
  }
}
