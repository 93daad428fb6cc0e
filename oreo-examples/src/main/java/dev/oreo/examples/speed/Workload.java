package dev.oreo.examples.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What oreo and its peers do side by side, as the file that all of them read. Token ids are drawn
 * at random; lengths are real ones.
 */
final class Workload {
  private static final long SEED = 1;
  private static final int LEAST_SECONDS = 10;

  private final int vocabulary;
  private final Random random = new Random(SEED);
  private final JsonObject json = new JsonObject();

  private Workload(String kind, String model, int vocabulary) {
    this.vocabulary = vocabulary;
    json.addProperty("kind", kind);
    json.addProperty("model", model);
  }

  /** What an update keeps for its backward passes. */
  enum Memory {
    /** The graphs of both networks. */
    GRAPHS,
    /** One network's graph at a time. */
    ONE_GRAPH,
    /** The inputs of layers. */
    CHECKPOINTS
  }

  /** What an update learns from, and what. */
  enum Method {
    /** OREO, all weights. */
    OREO,
    /** OREO, LoRA adapters of PEFT's default rank on all linear layers. */
    OREO_ADAPTERS,
    /** DPO, all weights; rows are pairs, the rejected answer before the chosen one. */
    DPO
  }

  /** How an update is made. */
  record UpdateSettings(Method method, int microBatchTokens, Memory memory, int peerRows) {}

  /**
   * Updates on rows of given lengths. With several answers to a prompt, prompts have the mean
   * length.
   */
  static JsonObject update(
      String model,
      int vocabulary,
      List<RowLengths> lengths,
      int answers,
      UpdateSettings settings) {
    Workload workload = new Workload("update", model, vocabulary);
    JsonArray rows = new JsonArray();
    double mean = lengths.stream().mapToInt(RowLengths::prompt).average().orElseThrow();
    JsonArray prompt = new JsonArray();
    for (int i = 0; i < lengths.size(); i++) {
      if (i % answers == 0) {
        prompt = workload.tokens(answers == 1 ? lengths.get(i).prompt() : (int) Math.round(mean));
      }
      JsonObject row = new JsonObject();
      row.add("prompt", prompt);
      row.add("response", workload.tokens(lengths.get(i).response()));
      row.addProperty("reward", i % 2);
      rows.add(row);
    }
    workload.json.add("rows", rows);
    workload.json.addProperty("method", settings.method().name());
    workload.json.addProperty("micro_batch_tokens", settings.microBatchTokens());
    workload.json.addProperty("peer_rows", settings.peerRows());
    workload.json.addProperty("memory", settings.memory().name());
    workload.json.addProperty("warmup", 1);
    workload.json.addProperty("count", 1);
    return workload.json;
  }

  /** Continuations of random prompts, each of the full length. */
  static JsonObject generate(String model, int vocabulary, int rows, int prompt, int newTokens) {
    Workload workload = new Workload("generate", model, vocabulary);
    JsonArray prompts = new JsonArray();
    for (int i = 0; i < rows; i++) {
      prompts.add(workload.tokens(prompt));
    }
    workload.json.add("prompts", prompts);
    workload.json.addProperty("samples", 1);
    workload.json.addProperty("max_new_tokens", newTokens);
    workload.repeated(2, LEAST_SECONDS);
    return workload.json;
  }

  /** Continuations of given prompts, several of each, until the model ends them. */
  static JsonObject rollouts(String model, List<int[]> prompts, int samples, int newTokens) {
    Workload workload = new Workload("generate", model, 1);
    JsonArray all = new JsonArray();
    prompts.forEach(prompt -> all.add(array(prompt)));
    workload.json.add("prompts", all);
    workload.json.addProperty("samples", samples);
    workload.json.addProperty("max_new_tokens", newTokens);
    workload.repeated(1, 0);
    return workload.json;
  }

  /** Value-guided beam search over steps of a fixed length, on prompts of GSM8K's lengths. */
  static JsonObject search(
      String model, String value, int vocabulary, List<RowLengths> lengths, SearchSettings search) {
    Workload workload = new Workload("search", model, vocabulary);
    JsonArray prompts = new JsonArray();
    lengths.forEach(length -> prompts.add(workload.tokens(length.prompt())));
    workload.json.addProperty("value", value);
    workload.json.add("prompts", prompts);
    workload.json.addProperty("beam", search.beam());
    workload.json.addProperty("steps", search.steps());
    workload.json.addProperty("step_tokens", search.stepTokens());
    workload.repeated(2, LEAST_SECONDS);
    return workload.json;
  }

  /** How a search is made. */
  record SearchSettings(int beam, int steps, int stepTokens) {}

  /**
   * Says how often the work is done, at least and until all of it took so long: short work is at
   * full speed after some seconds only.
   */
  private void repeated(int times, int leastSeconds) {
    json.addProperty("times", times);
    json.addProperty("least_seconds", leastSeconds);
  }

  private JsonArray tokens(int count) {
    return array(random.ints(count, 0, vocabulary).toArray());
  }

  private static JsonArray array(int[] values) {
    JsonArray array = new JsonArray(values.length);
    for (int value : values) {
      array.add(value);
    }
    return array;
  }

  /** Reads token ids that {@link #array} wrote. */
  static int[] ints(JsonArray array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(element -> values.add(element.getAsInt()));
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
