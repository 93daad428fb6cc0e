package dev.oreo.examples.speed;

import com.google.common.base.Ascii;
import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that does a workload in a process of its own, and says on its last line what it
 * measured.
 *
 * @param name as the table calls it
 * @param command with the workload's file left out
 * @param arguments behind the workload's file
 */
record Contestant(String name, List<String> command, List<String> arguments) {
  private static final String OREO = "oreo";

  /** Returns oreo itself: this program, in a JVM like this one. */
  static Contestant oreo(Precision precision) {
    String lower = Ascii.toLowerCase(precision.name());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Contestant(
        OREO + ", " + lower,
        List.of(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.oreo.examples.OreoCommand",
            "speed",
            "work"),
        List.of("--precision", lower));
  }

  /** Returns whether this is oreo, not a peer. */
  boolean isOreo() {
    return name.startsWith(OREO);
  }

  /** Returns a script of the peers' folder. */
  static Contestant peer(String name, Path python, Path script, String... arguments) {
    return new Contestant(name, List.of(python.toString(), script.toString()), List.of(arguments));
  }

  /**
   * Does a workload.
   *
   * @param log what the process says besides
   * @throws IOException if it fails; the message has its last lines
   */
  Measurement run(Path workload, Path log) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.add(workload.toString());
    whole.addAll(arguments);
    Path out = Files.createTempFile("oreo-speed", ".out");
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      int exit = await(process);
      List<String> lines = Files.readAllLines(out);
      if (exit != 0 || lines.isEmpty()) {
        throw new IOException(
            "%s must end with exit code 0 and a result, got %d and %d lines (%s)"
                .formatted(String.join(" ", whole), exit, lines.size(), log));
      }
      return Measurement.parse(lines.get(lines.size() - 1));
    } finally {
      Files.delete(out);
    }
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
