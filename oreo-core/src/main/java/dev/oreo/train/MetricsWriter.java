package dev.oreo.train;

import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import dev.oreo.internal.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes {@code metrics.jsonl}: one JSON object per update, with everything {@link UpdateReport}
 * has, its metrics beside its own numbers.
 *
 * <p>Each line is in the file when its update ends, so that a run can be followed and one that
 * fails leaves its history. A run that begins empties the file; one that goes on after update N
 * keeps the lines of updates 1 to N and removes what follows, so that in the end there is one line
 * for each update, as if the run had never stopped. Not thread-safe.
 */
public final class MetricsWriter implements TrainingListener, AutoCloseable {
  private static final String UPDATE = "update";

  private final Path file;
  private final FileChannel channel;

  /**
   * Opens the file. What is in it stays until training starts.
   *
   * @param file where to write; created if it does not exist
   * @throws IOException if it cannot be written
   */
  public MetricsWriter(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * {@inheritDoc} Cuts off the lines of updates that are still to be made.
   *
   * @throws TrainerCheckpointException if lines of updates made before are missing
   */
  @Override
  public void started(TrainingPlan plan) {
    try {
      long end = endOf(plan.updatesDone());
      channel.truncate(end);
      channel.position(end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where the line of an update ends, which is the line of that number. */
  private long endOf(long update) throws IOException {
    long end = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (long number = 1; number <= update; number++) {
        line.reset();
        int b = in.read();
        for (; b >= 0 && b != '\n'; b = in.read()) {
          line.write(b);
        }
        if (b < 0 || !isOf(number, line.toString(StandardCharsets.UTF_8))) {
          throw new TrainerCheckpointException(
              file,
              "line %d must be that of update %d, as the run goes on after update %d, got %s"
                  .formatted(number, number, update, b < 0 ? "the file's end" : "another"));
        }
        end += line.size() + 1;
      }
    }
    return end;
  }

  private static boolean isOf(long update, String line) {
    try {
      JsonObject json = Json.parseObject(line);
      return json.has(UPDATE) && json.get(UPDATE).toString().equals(String.valueOf(update));
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  @Override
  public void updated(UpdateReport report) {
    ByteBuffer line = StandardCharsets.UTF_8.encode(Json.line(json(report)) + "\n");
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void checkpointing(long update) {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void finished(TrainingSummary summary) {}

  private static JsonObject json(UpdateReport report) {
    JsonObject json = new JsonObject();
    json.addProperty(UPDATE, report.update());
    json.addProperty("total_updates", report.totalUpdates());
    json.addProperty("epoch", report.epoch());
    json.addProperty("policy_loss", report.policyLoss());
    json.addProperty("value_loss", report.valueLoss());
    json.addProperty("policy_learning_rate", report.policyLearningRate());
    json.addProperty("value_learning_rate", report.valueLearningRate());
    json.addProperty("policy_gradient_norm", report.policyGradientNorm());
    json.addProperty("value_gradient_norm", report.valueGradientNorm());
    json.addProperty("tokens", report.tokens());
    json.addProperty("seconds", report.seconds());
    report.metrics().forEach(json::addProperty);
    return json;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
