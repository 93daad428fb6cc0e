package dev.oreo.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.AtomicFile;
import dev.oreo.internal.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a checkpoint's {@code training.json} says.
 *
 * @param run whose checkpoint it is
 * @param summary of the updates made
 * @param objectiveState what the objective has adapted
 * @param lastBatch of the last update
 */
record TrainingState(
    RunIdentity run,
    TrainingSummary summary,
    Map<String, Double> objectiveState,
    BatchMark lastBatch) {
  private static final String FILE = "training.json";
  private static final int FORMAT = 1;

  TrainingState {
    objectiveState = Map.copyOf(objectiveState);
  }

  /** Numbers are written so that they read back as the same doubles. */
  void write(Path folder) throws IOException {
    JsonObject batch = new JsonObject();
    batch.addProperty("sha256", lastBatch.sha256());
    JsonArray trajectories = new JsonArray();
    lastBatch.trajectories().forEach(trajectories::add);
    batch.add("trajectories", trajectories);
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("updates", summary.updates());
    json.addProperty("tokens", summary.tokens());
    json.addProperty("seconds", summary.seconds());
    json.addProperty("last_policy_loss", summary.lastPolicyLoss());
    json.addProperty("last_value_loss", summary.lastValueLoss());
    JsonObject objective = new JsonObject();
    new TreeMap<>(objectiveState).forEach(objective::addProperty);
    json.add("objective_state", objective);
    json.add("last_batch", batch);
    JsonObject identity = new JsonObject();
    run.values().forEach(identity::addProperty);
    json.add("run", identity);
    try (AtomicFile file = new AtomicFile(folder.resolve(FILE))) {
      file.writer().append(Json.pretty(json)).append('\n');
      file.commit();
    }
  }

  /**
   * Reads a checkpoint's.
   *
   * @throws TrainerCheckpointException if the file is missing or damaged
   */
  static TrainingState read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      return new Reader(file, Json.parseObject(Files.readString(file))).state();
    } catch (NoSuchFileException e) {
      throw new TrainerCheckpointException(file, "must exist, but does not");
    } catch (MalformedJsonException | CharacterCodingException e) {
      throw new TrainerCheckpointException(file, "must be a JSON object, got " + e.getMessage());
    }
  }

  /** Takes apart what was read, and says what is not as it was written. */
  private record Reader(Path file, JsonObject json) {

    TrainingState state() {
      long format = number(json, "format").longValue();
      if (format != FORMAT) {
        throw new TrainerCheckpointException(
            file, "format must be %d, got %d".formatted(FORMAT, format));
      }
      long updates = number(json, "updates").longValue();
      if (updates < 1) {
        throw new TrainerCheckpointException(file, "updates must be >= 1, got " + updates);
      }
      JsonObject batch = object("last_batch");
      return new TrainingState(
          new RunIdentity(map("run", JsonElement::getAsString)),
          new TrainingSummary(
              updates,
              number(json, "tokens").longValue(),
              number(json, "seconds").doubleValue(),
              number(json, "last_policy_loss").doubleValue(),
              number(json, "last_value_loss").doubleValue()),
          map("objective_state", JsonElement::getAsDouble),
          new BatchMark(
              value(batch, "sha256", JsonElement::getAsString),
              value(batch, "trajectories", Reader::strings)));
    }

    private Number number(JsonObject of, String key) {
      return value(of, key, JsonElement::getAsBigDecimal);
    }

    private JsonObject object(String key) {
      return value(json, key, JsonElement::getAsJsonObject);
    }

    private <T> Map<String, T> map(String key, Function<JsonElement, T> read) {
      JsonObject object = object(key);
      Map<String, T> map = new TreeMap<>();
      object.keySet().forEach(name -> map.put(name, value(object, name, read)));
      return map;
    }

    private static List<String> strings(JsonElement array) {
      return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    private <T> T value(JsonObject of, String key, Function<JsonElement, T> read) {
      if (!of.has(key)) {
        throw new TrainerCheckpointException(file, key + " must be given, but is not");
      }
      try {
        return read.apply(of.get(key));
      } catch (IllegalStateException
          | UnsupportedOperationException
          | ClassCastException
          | NumberFormatException e) {
        throw new TrainerCheckpointException(
            file, "%s must be what was written, got %s".formatted(key, of.get(key)));
      }
    }
  }
}
