package dev.oreo.examples.command;

import com.google.common.base.Stopwatch;
import dev.oreo.data.AnswerReader;
import dev.oreo.data.AnswerRow;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.verify.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many rows of a file one thread grades in a second, after passes over all of them. */
final class GradeThroughput {
  private static final double NANOSECONDS = 1e9;

  private final Path file;
  private final List<AnswerRow> rows;
  private final int passes;

  private GradeThroughput(Path file, List<AnswerRow> rows, int passes) {
    this.file = file;
    this.rows = rows;
    this.passes = passes;
  }

  /** Opens a file of rows as {@code grade} takes them; the last pass counts. */
  static GradeThroughput of(Path file, int passes) throws IOException {
    List<AnswerRow> rows = new ArrayList<>();
    try (AnswerReader reader = new AnswerReader(file)) {
      for (Optional<AnswerRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return new GradeThroughput(file, rows, passes);
  }

  /** One pass: time by the clock, processor time of all threads, and what came out. */
  private record Pass(Duration clock, Duration processor, Map<Outcome, Integer> counts) {}

  /** What a pass does. */
  @FunctionalInterface
  private interface Work {
    Map<Outcome, Integer> run() throws IOException;
  }

  /** Measures every rule and prints one line for each. */
  void measure(PrintWriter out) throws IOException {
    out.printf("%d rows, one thread, pass %d; rows per second%n%n", rows.size(), passes);
    out.println(
        "| rule | judged | of processor time | read, judged, written | of processor time"
            + " | verdicts |");
    out.println("|---|---|---|---|---|---|");
    Path output = Files.createTempFile("graded", ".jsonl");
    try {
      for (GradeRule rule : GradeRule.values()) {
        Pass judged = last(() -> judge(rule));
        Pass graded = last(() -> GradeCommand.grade(rule.verifier(), file, output, false));
        out.printf(
            "| %s | %.0f | %.0f | %.0f | %.0f | %s |%n",
            rule.label(),
            perSecond(judged.clock()),
            perSecond(judged.processor()),
            perSecond(graded.clock()),
            perSecond(graded.processor()),
            shown(graded.counts()));
        out.flush();
      }
    } finally {
      Files.delete(output);
    }
  }

  private Map<Outcome, Integer> judge(GradeRule rule) {
    rows.forEach(row -> GradeCommand.verdict(rule.verifier(), row));
    return Map.of();
  }

  private Pass last(Work work) throws IOException {
    for (int i = 1; i < passes; i++) {
      work.run();
    }
    Duration before = processorTime();
    Stopwatch watch = Stopwatch.createStarted();
    Map<Outcome, Integer> counts = work.run();
    return new Pass(watch.elapsed(), processorTime().minus(before), counts);
  }

  /** Processor time of the whole process, its compiler and garbage collector too. */
  private static Duration processorTime() {
    return Duration.ofNanos(
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime());
  }

  private double perSecond(Duration time) {
    return rows.size() * NANOSECONDS / Math.max(1, time.toNanos());
  }

  private static String shown(Map<Outcome, Integer> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((outcome, count) -> parts.add(count + " " + RowValues.label(outcome)));
    return String.join(", ", parts);
  }
}
