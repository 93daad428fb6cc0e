package dev.oreo.examples.jmh;

import dev.oreo.examples.benchmark.EnvironmentBenchmark;
import dev.oreo.examples.benchmark.RecordedGames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The commands of recorded episodes in the text world of ALFWorld, with observations and admissible
 * commands; games are opened before. Needs their files.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class AlfworldBenchmark {
  /** Episodes whose commands are given. */
  private static final int EPISODES = 40;

  /** Folder that has the games in files {@code games_*}. */
  @Param("")
  private String folder = "";

  /** File of recorded episodes in the folder. */
  @Param("engine_traces.jsonl.gz")
  private String traces = "";

  private List<EnvironmentBenchmark.Script> scripts = List.of();

  /** Made by the harness. */
  public AlfworldBenchmark() {}

  /** Steps a second. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Counters {
    /** Commands given. */
    public long steps;

    /** Made by the harness. */
    public Counters() {}
  }

  /**
   * Opens the games.
   *
   * @throws IOException if a file cannot be read
   */
  @Setup
  public void open() throws IOException {
    Path data = Path.of(folder);
    try (Stream<Path> files = Files.list(data)) {
      List<Path> games =
          files.filter(file -> file.getFileName().toString().startsWith("games_")).toList();
      scripts = RecordedGames.read(games, data.resolve(traces), EPISODES).open();
    }
  }

  /**
   * Plays all scripts once.
   *
   * @param counters where steps are counted
   * @return what was seen
   */
  @Benchmark
  public EnvironmentBenchmark.Pass episodes(Counters counters) {
    EnvironmentBenchmark.Pass pass = EnvironmentBenchmark.run(scripts);
    counters.steps += pass.steps();
    return pass;
  }
}
