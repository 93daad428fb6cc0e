package dev.oreo.examples.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sampled continuations at temperature 1, all requests in one call. */
final class GenerateWork {
  private GenerateWork() {}

  static Measurement run(JsonObject work, Precision precision) throws IOException {
    HuggingFaceCheckpoint checkpoint =
        HuggingFaceCheckpoint.open(Path.of(work.get("model").getAsString()));
    List<GenerationRequest> requests = requests(work);
    List<Generation> generations = new ArrayList<>();
    List<Double> seconds;
    try (DjlPolicy policy = checkpoint.loadPolicy(ModelOptions.cpu(precision))) {
      seconds =
          Measurement.repeat(
              work,
              () -> {
                generations.clear();
                generations.addAll(policy.generate(requests, GenerationConfig.sampling(1)));
              });
    }
    long tokens = generations.stream().mapToLong(one -> one.tokenIds().length).sum();
    return Measurement.ofThisProcess(
        tokens,
        seconds,
        String.format(Locale.ROOT, "%.0f tokens a row", (double) tokens / requests.size()));
  }

  private static List<GenerationRequest> requests(JsonObject work) {
    JsonArray prompts = work.getAsJsonArray("prompts");
    int limit = work.get("max_new_tokens").getAsInt();
    List<GenerationRequest> requests = new ArrayList<>();
    for (JsonElement prompt : prompts) {
      for (int sample = 0; sample < work.get("samples").getAsInt(); sample++) {
        requests.add(
            new GenerationRequest(Workload.ints(prompt.getAsJsonArray()), limit, requests.size()));
      }
    }
    return requests;
  }
}
