package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.examples.evaluation.EvaluationMode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is evaluated, and with what it is compared. */
final class EvaluationOptions {
  private static final int BEAM = 4;
  private static final int MAX_STEPS = 20;

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      description =
          "greedy; pass (pass@k), majority and best-of-n (by V), which share the K samples; beam"
              + " (search by V over steps). Separated by commas (default: greedy).")
  private List<EvaluationMode> modes = List.of(EvaluationMode.GREEDY);

  @Option(
      names = "--value",
      paramLabel = "DIR",
      description =
          "Folder of the value function, whole or adapters on the model, for best-of-n and beam; majority is then also"
              + " weighted by V squared.")
  private @Nullable Path value;

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      description =
          "The k of pass@k, separated by commas (default: 1, 2, 4, ... and the number of samples).")
  private List<Integer> ks = List.of();

  @Option(
      names = "--beam",
      paramLabel = "B",
      description =
          "Beams, and next steps drawn from each, with mode beam (default: " + BEAM + ").")
  private @Nullable Integer beam;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "Steps after which mode beam gives up (default: " + MAX_STEPS + ").")
  private @Nullable Integer maxSteps;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "report.json of an earlier evaluation on the same problems: adds the differences, problem"
              + " by problem.")
  private @Nullable Path baseline;

  @Option(
      names = "--failures",
      paramLabel = "N",
      defaultValue = "50",
      description = "Wrong answers of each mode in report.html (default: ${DEFAULT-VALUE}).")
  private int failures;

  /** Fails if options contradict each other. */
  void check(int samples) {
    Set<EvaluationMode> needing = modes(EvaluationMode::needsValue);
    checkArgument(
        value != null || needing.isEmpty(), "--value must be given with --modes %s", join(needing));
    checkArgument(
        value == null || !modes(EvaluationMode::usesValue).isEmpty(),
        "--value must not be given with --modes %s: it has no use",
        modeNames());
    checkArgument(
        ks.isEmpty() || has(EvaluationMode.PASS), "--k must not be given without mode pass");
    for (int k : ks) {
      checkArgument(k >= 1 && k <= samples, "--k must be in [1, %s], got %s", samples, k);
    }
    checkArgument(
        (beam == null && maxSteps == null) || has(EvaluationMode.BEAM),
        "--beam and --max-steps must not be given without mode beam");
    checkArgument(failures >= 0, "--failures must be >= 0, got %s", failures);
  }

  private static String join(Collection<EvaluationMode> modes) {
    return modes.stream().map(EvaluationMode::toString).collect(Collectors.joining(","));
  }

  String modeNames() {
    return join(EnumSet.copyOf(modes));
  }

  private Set<EvaluationMode> modes(Predicate<EvaluationMode> wanted) {
    return modes.stream()
        .filter(wanted)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(EvaluationMode.class)));
  }

  boolean has(EvaluationMode mode) {
    return modes.contains(mode);
  }

  boolean needSamples() {
    return !modes(EvaluationMode::samples).isEmpty();
  }

  Optional<Path> value() {
    return Optional.ofNullable(value);
  }

  Optional<Path> baseline() {
    return Optional.ofNullable(baseline);
  }

  /** The k of pass@k, rising. */
  List<Integer> ks(int samples) {
    TreeSet<Integer> wanted = new TreeSet<>(ks);
    if (wanted.isEmpty()) {
      for (int k = 1; k < samples; k *= 2) {
        wanted.add(k);
      }
      wanted.add(samples);
    }
    return List.copyOf(wanted);
  }

  int beam() {
    return Objects.requireNonNullElse(beam, BEAM);
  }

  int maxSteps() {
    return Objects.requireNonNullElse(maxSteps, MAX_STEPS);
  }

  int failures() {
    return failures;
  }
}
