package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import dev.oreo.data.MathProblem;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.evaluate.Bootstrap;
import dev.oreo.examples.evaluation.Baseline;
import dev.oreo.examples.evaluation.BeamRun;
import dev.oreo.examples.evaluation.EvaluatedTask;
import dev.oreo.examples.evaluation.Evaluation;
import dev.oreo.examples.evaluation.EvaluationFiles;
import dev.oreo.examples.evaluation.EvaluationMode;
import dev.oreo.examples.evaluation.EvaluationRun;
import dev.oreo.examples.evaluation.GradedAnswer;
import dev.oreo.examples.evaluation.Measures;
import dev.oreo.examples.report.EvaluationPage;
import dev.oreo.examples.report.Percent;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo evaluate}: how many problems a policy solves, with and without search. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells how many problems a policy solves: greedily, by pass@k, by majority, and with the help"
          + " of a value function.",
      "OUTPUT/report.html is for reading, report.json has all numbers, answers.jsonl every answer."
          + " Answers are kept in OUTPUT as soon as they are drawn; the same command goes on from"
          + " there."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class EvaluateCommand implements Callable<Integer> {
  /** Ends the names of files that keep answers until all are there. */
  private static final String PARTIAL = ".partial";

  /** Written last: its presence says that the evaluation is complete. */
  private static final String REPORT = "report.json";

  @Spec private CommandSpec spec;
  @Mixin private AdaptedModelMixin model;
  @Mixin private TaskOptions task;
  @Mixin private EvaluationOptions evaluation;
  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make, or that of the same evaluation begun before.")
  private Path output;

  /** Made by the command line only. */
  public EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    evaluation.check(sampling.samples());
    requireFree();
    List<MathProblem> problems = task.problems();
    Optional<Baseline> baseline = baseline(problems);
    HuggingFaceCheckpoint policy = model.open();
    Map<String, String> fingerprints = new LinkedHashMap<>();
    fingerprints.put("policy", model.fingerprint(policy));
    if (evaluation.value().isPresent()) {
      fingerprints.put("value", AdapterFolders.fingerprint(evaluation.value().get()));
    }
    EvaluationSettings settings = new EvaluationSettings(model, task, sampling, fingerprints, seed);
    Answers answers = answers(policy, problems, settings);
    Evaluation result =
        new Evaluation(
            settings.all(Manifests.options(spec), evaluation),
            problems,
            answers.samples(),
            answers.measures().all(),
            baseline,
            new Bootstrap(Bootstrap.RESAMPLES, seed));
    write(result, fingerprints, started);
    tell(result);
    return 0;
  }

  private void requireFree() throws IOException {
    if (Files.exists(output.resolve(REPORT))) {
      throw new FileAlreadyExistsException(output.resolve(REPORT).toString());
    }
    if (Files.isDirectory(output)) {
      try (Stream<Path> files = Files.list(output)) {
        List<Path> found = files.toList();
        checkArgument(
            found.isEmpty() || found.stream().anyMatch(file -> file.toString().endsWith(PARTIAL)),
            "--output must be absent, empty or that of an evaluation begun before, got %s",
            output);
      }
    }
  }

  private Optional<Baseline> baseline(List<MathProblem> problems) throws IOException {
    return evaluation.baseline().isEmpty()
        ? Optional.empty()
        : Optional.of(Baseline.read(evaluation.baseline().get(), problems, task.rule()));
  }

  /** What was drawn. */
  private record Answers(List<List<GradedAnswer>> samples, Measures measures) {}

  private Answers answers(
      HuggingFaceCheckpoint checkpoint, List<MathProblem> problems, EvaluationSettings settings)
      throws IOException {
    EvaluatedTask asked =
        new EvaluatedTask(
            problems,
            task.prompt(checkpoint),
            task.grader(),
            task.task().segmenter(),
            sampling.maxNewTokens(task.task()));
    Measures measures = new Measures(asked.grader());
    List<List<GradedAnswer>> samples = List.of();
    Files.createDirectories(output);
    Path[] others = evaluation.value().stream().toArray(Path[]::new);
    try (ModelNetworks networks =
            model.networks(checkpoint, sampling.generating(model.options()), others);
        GenerationSession session = networks.policy().openGenerationSession()) {
      EvaluationRun run = new EvaluationRun(asked, session, checkpoint.tokenizer(), out());
      if (evaluation.has(EvaluationMode.GREEDY)) {
        measures.greedy(run.greedy(kept("greedy"), settings.greedy()));
      }
      if (evaluation.needSamples()) {
        samples = samples(run, settings, networks);
        measure(samples, measures);
      }
      if (evaluation.has(EvaluationMode.BEAM)) {
        measures.beam(beam(asked, session, networks, settings), evaluation.beam());
      }
    }
    return new Answers(samples, measures);
  }

  private List<List<GradedAnswer>> samples(
      EvaluationRun run, EvaluationSettings settings, ModelNetworks networks) throws IOException {
    List<List<GradedAnswer>> samples =
        run.samples(
            kept("samples"),
            settings.samples(),
            new EvaluationRun.Sampling(sampling.samples(), sampling.generation(), seed));
    boolean wanted =
        evaluation.has(EvaluationMode.MAJORITY) || evaluation.has(EvaluationMode.BEST_OF_N);
    if (evaluation.value().isEmpty() || !wanted) {
      return samples;
    }
    try (ValueSession values = value(networks).openValueSession()) {
      return run.valued(samples, values);
    }
  }

  private void measure(List<List<GradedAnswer>> samples, Measures measures) {
    if (evaluation.has(EvaluationMode.PASS)) {
      measures.pass(samples, evaluation.ks(sampling.samples()));
    }
    if (evaluation.has(EvaluationMode.MAJORITY)) {
      measures.majority(samples);
    }
    if (evaluation.has(EvaluationMode.BEST_OF_N)) {
      measures.bestOfN(samples);
    }
  }

  private List<GradedAnswer> beam(
      EvaluatedTask asked,
      GenerationSession session,
      ModelNetworks networks,
      EvaluationSettings settings)
      throws IOException {
    BeamSearchConfig config =
        new BeamSearchConfig(
            evaluation.beam(),
            evaluation.maxSteps(),
            Integer.MAX_VALUE,
            asked.maxNewTokens(),
            sampling.generation().withStopStrings(asked.segmenter().delimiters()),
            seed);
    try (ValueSession values = value(networks).openValueSession()) {
      return new BeamRun(asked, config, out())
          .run(
              session,
              values,
              networks.checkpoint().tokenizer(),
              kept("beam"),
              settings.beam(evaluation));
    }
  }

  private DjlValueFunction value(ModelNetworks networks) throws IOException {
    return networks.valueFunction(evaluation.value().orElseThrow());
  }

  private Path kept(String mode) {
    return output.resolve(mode + PARTIAL);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void write(Evaluation result, Map<String, String> fingerprints, Instant started)
      throws IOException {
    EvaluationFiles files = new EvaluationFiles(result);
    files.writeAnswers(output.resolve("answers.jsonl"));
    Files.write(
        output.resolve("report.html"),
        new EvaluationPage(result, evaluation.failures()).html().getBytes(StandardCharsets.UTF_8));
    Manifests.of(
            Manifests.options(spec),
            seed,
            Map.of(task.dataset().toString(), RunManifest.sha256(task.dataset())),
            fingerprints,
            started)
        .write(output.resolve("manifest.json"));
    files.writeReport(output.resolve(REPORT));
    for (String mode : List.of("greedy", "samples", "beam")) {
      Files.deleteIfExists(kept(mode));
    }
  }

  private void tell(Evaluation result) {
    result
        .measures()
        .forEach(
            measure ->
                out()
                    .printf(
                        "%-32s %s%n",
                        measure.label(), Percent.withInterval(measure.mean(result.bootstrap()))));
    out().printf("wrote %s%n", output.resolve("report.html"));
  }
}
