package dev.oreo.examples.speed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.ValueGuidedBeamSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Value-guided beam search, all problems together, on sessions. */
final class SearchWork {
  private SearchWork() {}

  static Measurement run(JsonObject work, Precision precision) throws IOException {
    HuggingFaceCheckpoint checkpoint =
        HuggingFaceCheckpoint.open(Path.of(work.get("model").getAsString()));
    List<int[]> prompts = new ArrayList<>();
    for (JsonElement prompt : work.getAsJsonArray("prompts")) {
      prompts.add(Workload.ints(prompt.getAsJsonArray()));
    }
    int beam = work.get("beam").getAsInt();
    int steps = work.get("steps").getAsInt();
    int stepTokens = work.get("step_tokens").getAsInt();
    BeamSearchConfig config =
        new BeamSearchConfig(
            beam, steps, stepTokens, steps * stepTokens, GenerationConfig.sampling(1), 1);
    ModelOptions options = ModelOptions.cpu(precision);
    List<Double> seconds;
    try (DjlPolicy policy = checkpoint.loadPolicy(options);
        DjlValueFunction value =
            HuggingFaceCheckpoint.open(Path.of(work.get("value").getAsString()))
                .loadValueFunction(options)) {
      seconds =
          Measurement.repeat(
              work,
              () -> {
                try (GenerationSession drawing = policy.openGenerationSession();
                    ValueSession reading = value.openValueSession()) {
                  new ValueGuidedBeamSearch(drawing, reading, checkpoint.tokenizer(), config)
                      .search(prompts);
                }
              });
    }
    long drawn = (long) stepTokens * beam * (1 + (long) (steps - 1) * beam) * prompts.size();
    return Measurement.ofThisProcess(drawn, seconds, "all problems together");
  }
}
