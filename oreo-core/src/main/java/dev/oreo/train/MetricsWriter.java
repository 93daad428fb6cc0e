package dev.oreo.train;

import com.google.gson.JsonObject;
import dev.oreo.internal.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code metrics.jsonl}: one JSON object per update, with everything {@link UpdateReport}
 * has, its metrics beside its own numbers.
 *
 * <p>Each line is on disk when its update ends, so that a run can be followed and one that fails
 * leaves its history. Not thread-safe.
 */
public final class MetricsWriter implements TrainingListener, AutoCloseable {
  private final BufferedWriter out;

  /**
   * Opens the file.
   *
   * @param file where to write, replacing a file that is there
   * @throws IOException if it cannot be written
   */
  public MetricsWriter(Path file) throws IOException {
    this.out = Files.newBufferedWriter(file);
  }

  @Override
  public void started(TrainingPlan plan) {}

  @Override
  public void updated(UpdateReport report) {
    try {
      out.append(Json.line(json(report))).append('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void finished(TrainingSummary summary) {}

  private static JsonObject json(UpdateReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("update", report.update());
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
    out.close();
  }
}
