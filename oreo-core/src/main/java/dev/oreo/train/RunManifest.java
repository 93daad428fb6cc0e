package dev.oreo.train;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.ByteStreams;
import com.google.gson.JsonObject;
import dev.oreo.internal.AtomicFile;
import dev.oreo.internal.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What it takes to repeat a run, written beside its results.
 *
 * @param config every setting by name
 * @param seed of all randomness
 * @param dataHashes per data file its {@link #sha256}
 * @param checkpointHashes per role (policy, reference, value) the checkpoint's fingerprint
 * @param versions of oreo, Java, the operating system, the engine, by name
 * @param gitCommit of the code, where known
 * @param started when the run began
 * @param ended when it ended
 */
public record RunManifest(
    JsonObject config,
    long seed,
    Map<String, String> dataHashes,
    Map<String, String> checkpointHashes,
    Map<String, String> versions,
    Optional<String> gitCommit,
    Instant started,
    Instant ended) {

  /** Copies object and maps, keeping their order. {@inheritDoc} */
  public RunManifest {
    config = config.deepCopy();
    dataHashes = copy(dataHashes);
    checkpointHashes = copy(checkpointHashes);
    versions = copy(versions);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Returns a file's hash, reading it once in small pieces.
   *
   * @param file what to hash
   * @return 64 lower-case hexadecimal digits
   * @throws IOException if it cannot be read
   */
  public static String sha256(Path file) throws IOException {
    HashingOutputStream sink =
        new HashingOutputStream(Hashing.sha256(), ByteStreams.nullOutputStream());
    try (OutputStream out = sink) {
      Files.copy(file, out);
    }
    return sink.hash().toString();
  }

  /**
   * Returns the manifest as JSON, times in ISO 8601.
   *
   * @return one object
   */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("config", config);
    json.addProperty("seed", seed);
    json.add("data_sha256", object(dataHashes));
    json.add("checkpoints", object(checkpointHashes));
    json.add("versions", object(versions));
    gitCommit.ifPresent(commit -> json.addProperty("git_commit", commit));
    json.addProperty("started", started.toString());
    json.addProperty("ended", ended.toString());
    return json;
  }

  private static JsonObject object(Map<String, String> map) {
    JsonObject object = new JsonObject();
    map.forEach(object::addProperty);
    return object;
  }

  /**
   * Writes the manifest as indented JSON. The file appears complete or not at all.
   *
   * @param file where, replacing a file that is there
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    try (AtomicFile out = new AtomicFile(file)) {
      out.writer().append(Json.pretty(toJson())).append('\n');
      out.commit();
    }
  }
}
