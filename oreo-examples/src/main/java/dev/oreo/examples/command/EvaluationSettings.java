package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.examples.evaluation.EvaluationMode;
import dev.oreo.examples.mathematics.PromptStyle;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What determines the answers of an evaluation's modes, by which it is known whether answers that
 * were kept may be used.
 */
final class EvaluationSettings {
  /** Options that change no number, or are said better elsewhere. */
  private static final List<String> UNINTERESTING = List.of("verbose", "output", "failures", "k");

  private final JsonObject common = new JsonObject();
  private final TaskOptions task;
  private final SamplingOptions sampling;
  private final Map<String, String> fingerprints;
  private final long seed;

  /**
   * Describes an evaluation.
   *
   * @param fingerprints of the checkpoints by role
   */
  EvaluationSettings(
      ModelMixin model,
      TaskOptions task,
      SamplingOptions sampling,
      Map<String, String> fingerprints,
      long seed)
      throws IOException {
    this.task = task;
    this.sampling = sampling;
    this.fingerprints = fingerprints;
    this.seed = seed;
    common.addProperty("model_fingerprint", fingerprints.get("policy"));
    common.addProperty("precision", model.options().precision().toString());
    task.describe(common);
  }

  JsonObject greedy() {
    JsonObject settings = common.deepCopy();
    settings.addProperty("max_new_tokens", sampling.maxNewTokens(task.task()));
    return settings;
  }

  JsonObject samples() {
    JsonObject settings = common.deepCopy();
    sampling.describe(settings, task.task());
    settings.addProperty("seed", seed);
    return settings;
  }

  JsonObject beam(EvaluationOptions options) {
    JsonObject settings = samples();
    settings.remove("samples");
    settings.addProperty("value_fingerprint", fingerprints.get("value"));
    settings.addProperty("beam", options.beam());
    settings.addProperty("max_steps", options.maxSteps());
    return settings;
  }

  /** Returns everything for the report, with the options as they were given. */
  JsonObject all(JsonObject options, EvaluationOptions evaluation) {
    JsonObject settings = options.deepCopy();
    UNINTERESTING.forEach(settings::remove);
    settings.addProperty("modes", evaluation.modeNames());
    fingerprints.forEach((role, print) -> settings.addProperty(role + "_fingerprint", print));
    common.entrySet().forEach(setting -> settings.add(setting.getKey(), setting.getValue()));
    settings.remove("model_fingerprint"); // the policy's, once more
    settings.addProperty("rule", task.rule());
    if (task.promptStyle() == PromptStyle.PLAIN) {
      settings.remove("instruction");
    }
    settings.addProperty("max_new_tokens", sampling.maxNewTokens(task.task()));
    if (evaluation.has(EvaluationMode.BEAM)) {
      settings.addProperty("beam", evaluation.beam());
      settings.addProperty("max_steps", evaluation.maxSteps());
    }
    if (!evaluation.needSamples()) {
      settings.remove("samples");
    }
    return settings;
  }
}
