package dev.oreo.examples.command;

import dev.oreo.examples.benchmark.AnswerTexts;
import dev.oreo.examples.benchmark.Rule;
import dev.oreo.examples.benchmark.RuleTimes;
import dev.oreo.examples.benchmark.TimesReport;
import dev.oreo.examples.benchmark.VerifierBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oreo benchmark-verifiers}: what grading costs, for answers of all kinds. */
@Command(
    name = "benchmark-verifiers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what every rule of grade costs: with --answers the processor time of each"
          + " judgement on mutations of these answers, and on very deep, very long and very large"
          + " ones; with --throughput the rows that one thread grades in a second.",
      "Exit code 1 if a judgement throws something or takes longer than --limit-ms."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class VerifierBenchmarkCommand implements Callable<Integer> {
  private static final int TOO_SLOW = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "JSONL rows with real answers, to be mutated.")
  private Optional<Path> answers = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "NAME",
      defaultValue = "answer",
      description = "Where a row has its answer, or a list of them (default: ${DEFAULT-VALUE}).")
  private String key;

  @Option(
      names = "--mutations",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Pairs with a mutated answer (default: ${DEFAULT-VALUE}).")
  private int mutations;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Other such pairs, judged before and not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Depth of nested answers (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Characters of long answers (default: ${DEFAULT-VALUE}).")
  private int length;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the mutations (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--limit-ms",
      paramLabel = "MS",
      defaultValue = "50",
      description = "The most that a judgement may take (default: ${DEFAULT-VALUE}).")
  private double limitMs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Markdown to write the times of --answers to, replaced if it exists.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--throughput",
      paramLabel = "FILE",
      description = "JSONL rows as grade takes them.")
  private Optional<Path> throughput = Optional.empty();

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How often --throughput goes through the file; the last counts (default:"
              + " ${DEFAULT-VALUE}).")
  private int passes;

  /** Made by the command line only. */
  public VerifierBenchmarkCommand() {}

  @Override
  public Integer call() throws IOException {
    if (answers.isEmpty() && throughput.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--answers or --throughput must be given, got neither");
    }
    if (passes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--passes must be at least 1, got " + passes);
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean within = answers.isEmpty() || measure(answers.get(), out);
    if (throughput.isPresent()) {
      GradeThroughput.of(throughput.get(), passes).measure(out);
    }
    return within ? 0 : TOO_SLOW;
  }

  /** Measures all rules and returns whether all are within the limit. */
  private boolean measure(Path file, PrintWriter out) throws IOException {
    VerifierBenchmark benchmark =
        new VerifierBenchmark(
            AnswerTexts.read(file, key),
            new VerifierBenchmark.Settings(mutations, warmUp, seed, depth, length));
    List<RuleTimes> all = new ArrayList<>();
    for (GradeRule rule : GradeRule.values()) {
      all.add(benchmark.measure(new Rule(rule.label(), rule.verifier())));
      out.printf("measured %s%n", rule.label());
      out.flush();
    }
    String report = TimesReport.markdown(all);
    out.printf("%n%s%n", report);
    if (output.isPresent()) {
      Files.writeString(output.get(), report);
      out.printf("wrote %s%n", output.get());
    }
    boolean within = all.stream().allMatch(times -> times.within(limitMs));
    out.printf("%s: no exception and at most %s ms each%n", within ? "passed" : "failed", limitMs);
    return within;
  }
}
