package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oreo train} that is killed and goes on, on a small random model. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class TrainResumeCommandTest {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** Twenty-four updates, a checkpoint after every four. */
  private static final List<String> LONG =
      List.of(
          "--epochs=8",
          "--batch-size=1",
          "--learning-rate=1e-3",
          "--value-learning-rate=1e-3",
          "--checkpoint-every=4");

  /** Two updates. */
  private static final List<String> SHORT =
      List.of("--epochs=2", "--batch-size=3", "--checkpoint-every=1");

  @TempDir private Path folder;
  private Cli cli;
  private Path run;

  @BeforeEach
  void createModel() throws IOException {
    cli = new Cli(folder);
    run = folder.resolve("run");
  }

  private String[] arguments(Path output, List<String> options, String... more) {
    return ImmutableList.<String>builder()
        .add("train", "--objective=oreo", "--model=" + cli.model(), "--data=" + cli.data())
        .add("--output=" + output)
        .addAll(options)
        .add(more)
        .build()
        .toArray(String[]::new);
  }

  private int train(List<String> options, String... more) {
    return cli.run(arguments(run, options, more));
  }

  private interface Moment {
    boolean hasCome() throws IOException;
  }

  /** Runs the command in a process of its own, which gets no chance to say goodbye. */
  private void trainAndKill(Moment moment, String... more)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ImmutableList.<String>builder()
                    .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                    .add("-D" + THREADS + "=" + System.getProperty(THREADS))
                    .add("-cp", System.getProperty("java.class.path"))
                    .add(OreoCommand.class.getName())
                    .add(arguments(run, LONG, more))
                    .build())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    while (process.isAlive() && !moment.hasCome()) {
      Thread.sleep(1);
    }
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run.resolve("manifest.json")).as("the run has not ended").doesNotExist();
  }

  private boolean hasCheckpoint(String nameStart) throws IOException {
    return Files.exists(run.resolve("checkpoints"))
        && names(run.resolve("checkpoints")).stream().anyMatch(n -> n.startsWith(nameStart));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> children = Files.list(of)) {
      return children.map(child -> String.valueOf(child.getFileName())).sorted().toList();
    }
  }

  private List<JsonObject> metricsWithoutTimes(String file) throws IOException {
    List<JsonObject> rows = cli.rows(file);
    rows.forEach(row -> row.remove("seconds"));
    return rows;
  }

  private void assertSameNetworks(Path first, Path second) {
    for (String network : new String[] {"policy", "value"}) {
      assertThat(first.resolve(network).resolve("model.safetensors"))
          .hasSameBinaryContentAs(second.resolve(network).resolve("model.safetensors"));
    }
  }

  @Test
  void resume_killedWhileWritingAndWhileTraining_isTheRunThatWasNotKilled()
      throws IOException, InterruptedException {
    trainAndKill(() -> hasCheckpoint(".update-8."));
    assertThat(hasCheckpoint("update-4")).isTrue();
    trainAndKill(() -> hasCheckpoint("update-12"), "--resume");

    assertThat(train(LONG, "--resume")).isZero();

    assertThat(cli.out()).contains("oreo: 24 updates in 8 epochs, going on after update ");
    assertThat(names(run))
        .containsExactly("checkpoints", "manifest.json", "metrics.jsonl", "policy", "value");
    assertThat(names(run.resolve("checkpoints"))).containsExactly("lock", "update-20", "update-24");
    Path whole = folder.resolve("whole");
    assertThat(cli.run(arguments(whole, LONG.subList(0, 4)))).isZero();
    assertSameNetworks(run, whole);
    assertThat(metricsWithoutTimes("run/metrics.jsonl"))
        .isEqualTo(metricsWithoutTimes("whole/metrics.jsonl"))
        .hasSize(24);
  }

  @Test
  void resume_beforeTheFirstCheckpointOrFolder_beginsAndSaysSo() throws IOException {
    assertThat(train(SHORT, "--resume")).isZero();

    assertThat(cli.out()).contains("no checkpoint yet in " + run + ": the run begins");
    assertThat(names(run)).contains("manifest.json");
  }

  @Test
  void resume_finishedRun_saysSoAndChangesNothing() throws IOException {
    assertThat(train(SHORT)).isZero();
    String manifest = Files.readString(run.resolve("manifest.json"));

    assertThat(train(SHORT, "--resume")).isZero();

    assertThat(cli.out())
        .endsWith(run + " is finished: nothing to resume" + System.lineSeparator());
    assertThat(run.resolve("manifest.json")).hasContent(manifest);
  }

  @Test
  void resume_killedWhilePuttingNetworksInPlace_completesTheFolder() throws IOException {
    assertThat(train(SHORT)).isZero();
    Path whole = Files.move(run, folder.resolve("whole"));
    assertThat(train(SHORT)).isZero();
    Files.delete(run.resolve("manifest.json"));
    Files.createDirectories(run.resolve(".finishing"));
    Files.move(run.resolve("value"), run.resolve(".finishing/value"));
    Files.writeString(run.resolve("policy/model.safetensors"), "of another time");

    assertThat(train(SHORT, "--resume")).isZero();

    assertThat(names(run))
        .containsExactly("checkpoints", "manifest.json", "metrics.jsonl", "policy", "value");
    assertSameNetworks(run, whole);
  }

  @Test
  void resume_otherOptions_areRejectedWithBothValues() throws IOException {
    assertThat(train(SHORT)).isZero();
    Files.delete(run.resolve("manifest.json"));

    assertThat(train(SHORT, "--resume", "--beta=0.5", "--micro-batch-tokens=9")).isEqualTo(2);

    assertThat(cli.err())
        .contains("run must be the one that its checkpoint is of: beta must be nothing, got 0.5 (")
        .hasLineCount(1);
  }

  @Test
  void resume_otherData_isRejected() throws IOException {
    assertThat(train(SHORT)).isZero();
    Files.delete(run.resolve("manifest.json"));
    Files.writeString(cli.data(), Cli.ROWS.replace("\"reward\": 0", "\"reward\": 0.5"));

    assertThat(train(SHORT, "--resume")).isEqualTo(2);

    assertThat(cli.err()).contains("data_sha256 must be ");
  }

  @Test
  void train_folderOfAnUnfinishedRun_isRefused() throws IOException {
    assertThat(train(SHORT)).isZero();
    Files.delete(run.resolve("manifest.json"));

    assertThat(train(SHORT)).isEqualTo(2);

    assertThat(cli.err())
        .isEqualTo(
            "oreo train: --output must not exist yet, got the folder of a run with checkpoints, %s"
                    .formatted(run)
                + " (--resume goes on with it)"
                + System.lineSeparator());
  }

  @Test
  void resume_folderOfSomethingElse_isRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(run.resolve("photos"));

    assertThat(train(SHORT, "--resume")).isEqualTo(2);

    assertThat(cli.err())
        .contains("--output must be absent or the folder of a run with checkpoints, got " + run);
    assertThat(names(run)).containsExactly("photos");
  }

  @Test
  void train_badRowWithCheckpoints_leavesNothing() throws IOException {
    Files.writeString(cli.data(), "{}\n");

    assertThat(train(SHORT)).isEqualTo(2);

    assertThat(run).doesNotExist();
  }

  @Test
  void train_keepOrResumeWithoutCheckpoints_isAUsageError() {
    assertThat(cli.run(arguments(run, List.of("--resume")))).isEqualTo(2);
    assertThat(cli.run(arguments(run, List.of("--keep-checkpoints=3")))).isEqualTo(2);

    assertThat(cli.err())
        .contains("--resume must be given with --checkpoint-every, got it alone")
        .contains("--keep-checkpoints must be given with --checkpoint-every, got it alone");
  }
}
