package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.oreo.internal.Json;
import dev.oreo.objective.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves on the console and on disk. */
final class ListenersTest {
  private static final double EXACT = 1e-12;

  @TempDir private Path folder = Path.of("");

  private static UpdateReport report(long update, double valueRate, double seconds) {
    return new UpdateReport(
        update, 4, 1, 0.5, 0.25, 1e-6, valueRate, 2, 3, 1000, seconds, Map.of("kl", 0.125));
  }

  @Test
  void progress_prints_firstAndLastUpdateAndOneLinePerInterval() {
    StringBuilder out = new StringBuilder();
    ProgressPrinter printer = new ProgressPrinter(out, Duration.ofSeconds(3));
    printer.started(new TrainingPlan("oreo", 1, 4, 4, 2, 0));
    for (int update = 1; update <= 4; update++) {
      printer.updated(report(update, 1e-6, 2));
    }
    printer.finished(new TrainingSummary(4, 4000, 8, 0.5, 0.25));

    assertThat(out.toString().lines())
        .containsExactly(
            "oreo: 4 updates in 1 epoch, the policy moves from update 3 on",
            "update 1/4  epoch 1  policy loss 0.5000  value loss 0.2500  500 tokens/s  6s left",
            "update 3/4  epoch 1  policy loss 0.5000  value loss 0.2500  500 tokens/s  2s left",
            "update 4/4  epoch 1  policy loss 0.5000  value loss 0.2500  500 tokens/s  8s in all");
  }

  @Test
  void progress_withoutValueFunction_printsNoValueLoss() {
    StringBuilder out = new StringBuilder();
    ProgressPrinter printer = new ProgressPrinter(out, Duration.ZERO);
    printer.started(new TrainingPlan("sft", 3, 4, 12, 0, 0));
    printer.updated(report(2, 0, 0.5));

    assertThat(out.toString().lines())
        .containsExactly(
            "sft: 12 updates in 3 epochs",
            "update 2/4  epoch 1  policy loss 0.5000  2,000 tokens/s  1s left");
  }

  @Test
  void progress_runThatGoesOn_tellsTimesOfItsOwnUpdates() {
    StringBuilder out = new StringBuilder();
    ProgressPrinter printer = new ProgressPrinter(out, Duration.ofHours(1));
    printer.started(new TrainingPlan("sft", 1, 4, 4, 0, 2));
    printer.updated(report(3, 0, 2));
    printer.updated(report(4, 0, 2));

    assertThat(out.toString().lines())
        .containsExactly(
            "sft: 4 updates in 1 epoch, going on after update 2",
            "update 3/4  epoch 1  policy loss 0.5000  500 tokens/s  2s left",
            "update 4/4  epoch 1  policy loss 0.5000  500 tokens/s  4s since update 2");
  }

  @Test
  void metrics_runThatBegins_emptiesTheFileWhenItStarts() throws IOException {
    Path file = Files.writeString(folder.resolve("metrics.jsonl"), "of another run\n");
    try (MetricsWriter writer = new MetricsWriter(file)) {
      assertThat(file).hasContent("of another run");
      writer.started(new TrainingPlan("oreo", 1, 4, 4, 0, 0));
      assertThat(file).isEmptyFile();
    }
  }

  @Test
  void metrics_halfALineAfterTheUpdatesDone_isCutOff() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("metrics.jsonl"),
            "{\"update\": 1}\n{\"update\": 2}\n{\"update\": 3}\n{\"upd");
    try (MetricsWriter writer = new MetricsWriter(file)) {
      writer.started(new TrainingPlan("oreo", 1, 4, 4, 0, 2));
      writer.updated(report(3, 1e-6, 2));
    }

    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .startsWith("{\"update\": 1}", "{\"update\": 2}")
        .last()
        .asString()
        .contains("policy_loss");
  }

  @Test
  void duration_isReadable() {
    assertThat(ProgressPrinter.duration(9.4)).isEqualTo("9s");
    assertThat(ProgressPrinter.duration(127)).isEqualTo("2m 07s");
    assertThat(ProgressPrinter.duration(11_100)).isEqualTo("3h 05m");
  }

  @Test
  void metrics_haveOneObjectPerUpdate() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsWriter writer = new MetricsWriter(file)) {
      writer.started(new TrainingPlan("oreo", 1, 4, 4, 0, 0));
      writer.updated(report(1, 1e-6, 2));
      assertThat(Files.readAllLines(file)).hasSize(1);
      writer.updated(report(2, 1e-6, 2));
    }

    List<String> lines = Files.readAllLines(file);
    JsonObject json = Json.parseObject(lines.get(1));
    assertThat(lines).hasSize(2);
    assertThat(json.keySet())
        .containsExactly(
            "update",
            "total_updates",
            "epoch",
            "policy_loss",
            "value_loss",
            "policy_learning_rate",
            "value_learning_rate",
            "policy_gradient_norm",
            "value_gradient_norm",
            "tokens",
            "seconds",
            "kl");
    assertThat(json.get("update").getAsInt()).isEqualTo(2);
    assertThat(json.get("kl").getAsDouble()).isEqualTo(0.125);
  }

  @Test
  void metrics_unwritablePlace_isRefusedAtOnce() {
    assertThatThrownBy(() -> new MetricsWriter(folder.resolve("none/metrics.jsonl")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void summary_ofDiagnostics_hasMeansSpreadAndAreaUnderCurve() {
    Diagnostics diagnostics = new Diagnostics();
    for (double residual : new double[] {-1, 0, 1, 2, 3}) {
      diagnostics.add("residual/success", residual);
    }
    diagnostics.add("kl", 0.5);
    diagnostics.add("kl", 1);
    diagnostics.add("broken", Double.NaN);
    for (double value : new double[] {0.9, 0.5}) {
      diagnostics.add("value/last/success", value);
    }
    for (double value : new double[] {0.5, 0.1, 0.95}) {
      diagnostics.add("value/last/failure", value);
    }

    Map<String, Double> metrics = DiagnosticsSummary.of(diagnostics);

    assertThat(metrics.keySet())
        .containsExactly(
            "residual/success",
            "residual/success/std",
            "residual/success/p05",
            "residual/success/p50",
            "residual/success/p95",
            "kl",
            "value/last/success",
            "value/last/failure",
            "value/last/auc");
    assertThat(metrics.get("residual/success")).isCloseTo(1, within(EXACT));
    assertThat(metrics.get("residual/success/std")).isCloseTo(Math.sqrt(2), within(EXACT));
    assertThat(metrics.get("residual/success/p50")).isCloseTo(1, within(EXACT));
    assertThat(metrics.get("residual/success/p05")).isCloseTo(-1, within(EXACT));
    assertThat(metrics.get("kl")).isCloseTo(0.75, within(EXACT));
    // .9 beats .5 and .1; .5 ties with .5 and beats .1: (2 + 1.5) of 6 pairs
    assertThat(metrics.get("value/last/auc")).isCloseTo(3.5 / 6, within(EXACT));
  }

  @Test
  void summary_ofOneOutcome_hasNoAreaUnderCurve() {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.add("value/last/success", 1);

    assertThat(DiagnosticsSummary.of(diagnostics)).containsOnlyKeys("value/last/success");
  }

  @Test
  void manifest_isWrittenWholeWithHashes() throws IOException {
    Path data = Files.writeString(folder.resolve("train.jsonl"), "abc");
    JsonObject config = new JsonObject();
    config.addProperty("beta", 0.03);
    RunManifest manifest =
        new RunManifest(
            config,
            7,
            Map.of("train.jsonl", RunManifest.sha256(data)),
            Map.of("policy", "cafe"),
            Map.of("java", "17"),
            Optional.empty(),
            Instant.parse("2025-01-01T00:00:00Z"),
            Instant.parse("2025-01-01T00:01:00Z"));
    Path file = folder.resolve("manifest.json");
    manifest.write(file);

    JsonObject json = Json.parseObject(Files.readString(file));
    assertThat(json.getAsJsonObject("config").get("beta").getAsDouble()).isEqualTo(0.03);
    assertThat(json.getAsJsonObject("data_sha256").get("train.jsonl").getAsString())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(json.getAsJsonObject("checkpoints").get("policy").getAsString()).isEqualTo("cafe");
    assertThat(json.getAsJsonObject("versions").get("java").getAsString()).isEqualTo("17");
    assertThat(json.has("git_commit")).isFalse();
    assertThat(json.get("started").getAsString()).isEqualTo("2025-01-01T00:00:00Z");
    assertThat(json.get("ended").getAsString()).isEqualTo("2025-01-01T00:01:00Z");
    assertThat(json.get("seed").getAsLong()).isEqualTo(7);
  }
}
