package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Lists;
import com.google.common.io.MoreFiles;
import com.google.gson.JsonObject;
import dev.oreo.data.IndexedFile;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.evaluate.CreditSummary;
import dev.oreo.examples.command.DataOptions.Format;
import dev.oreo.examples.report.CreditJson;
import dev.oreo.examples.report.CreditPrompt;
import dev.oreo.examples.report.CreditReport;
import dev.oreo.examples.report.CreditToken;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo explain}: which tokens and steps value function and policy give the credit to. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows value, log-ratio, implicit and explicit advantage and residual of every token and step"
          + " of given responses, right and wrong ones side by side, as one HTML file.",
      "All rows of the data are scored and count in the summary. Their numbers go to a file of the"
          + " same name that ends in .json."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ExplainCommand implements Callable<Integer> {
  /** Rows between two lines of progress. */
  private static final int CHUNK = 64;

  @Spec private CommandSpec spec;
  @Mixin private ModelMixin model;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "DIR",
      description = "HuggingFace folder of the reference policy.")
  private Path reference;

  @Option(
      names = "--value",
      required = true,
      paramLabel = "DIR",
      description = "HuggingFace folder of the value function.")
  private Path value;

  @Mixin private DataOptions data;

  @Option(
      names = "--steps",
      paramLabel = "HOW",
      defaultValue = "newline",
      description =
          "Where steps end in rows that do not say so: whole, newline, sentence (default:"
              + " ${DEFAULT-VALUE}).")
  private StepSegmenter steps;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description = "Strength of the KL term in training (default: 0.03, that of oreo).")
  private @Nullable Double beta;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Prompts to show, those with right and wrong solutions first (default:"
              + " ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--per-prompt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Right, and wrong, solutions of a prompt to show (default: ${DEFAULT-VALUE}).")
  private int perPrompt;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "HTML to write, its name ending in .html. Replaced if it exists.")
  private Path output;

  /** Made by the command line only. */
  public ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    requireUsable();
    HuggingFaceCheckpoint checkpoint = model.open();
    List<CreditAssignment> credits = new ArrayList<>();
    for (TrajectoryScores scores : scores(checkpoint, rows(checkpoint))) {
      credits.add(CreditAssignment.of(scores, betaOrDefault()));
    }
    write(checkpoint, credits);
    return 0;
  }

  private void requireUsable() {
    checkArgument(limit >= 1, "--limit must be >= 1, got %s", limit);
    checkArgument(perPrompt >= 1, "--per-prompt must be >= 1, got %s", perPrompt);
    double strength = betaOrDefault();
    checkArgument(
        strength > 0 && Double.isFinite(strength),
        "--beta must be finite and > 0, got %s",
        strength);
    checkArgument(
        data.format(ObjectiveName.OREO) != Format.PREFERENCES,
        "--format must be rows, labels or messages, got preferences");
    Path folder = output.toAbsolutePath().getParent();
    checkArgument(
        MoreFiles.getFileExtension(output).equals("html")
            && folder != null
            && Files.isDirectory(folder),
        "--output must end in .html and be in a folder that exists, got %s",
        output);
  }

  private double betaOrDefault() {
    return beta == null ? SoftBellmanObjective.builder(Granularity.TOKEN).build().beta() : beta;
  }

  private List<Trajectory> rows(HuggingFaceCheckpoint checkpoint) throws IOException {
    try (IndexedFile<Trajectory> rows = data.open(checkpoint, ObjectiveName.OREO, steps)) {
      data.tell(rows, spec.commandLine().getOut());
      List<Trajectory> held =
          List.copyOf(data.prepared(rows.examples(), 0, spec.commandLine().getOut()));
      checkArgument(!held.isEmpty(), "no row is left to explain, of %s", data.file());
      return held;
    }
  }

  private List<TrajectoryScores> scores(HuggingFaceCheckpoint checkpoint, List<Trajectory> rows)
      throws IOException {
    List<TrajectoryScores> scores;
    try (DjlPolicy policy = checkpoint.loadPolicy(model.options())) {
      scores = scored("policy", rows, chunk -> policy.score(chunk, Set.of(Score.LOG_PROB)));
    }
    try (DjlPolicy policy = HuggingFaceCheckpoint.open(reference).loadPolicy(model.options())) {
      scores =
          with(
              scores,
              scored(
                  "reference",
                  rows,
                  chunk -> policy.scoreAsReference(chunk, Set.of(Score.REFERENCE_LOG_PROB))));
    }
    try (DjlValueFunction function =
        HuggingFaceCheckpoint.open(value).loadValueFunction(model.options())) {
      return with(scores, scored("value function", rows, function::score));
    }
  }

  private List<TrajectoryScores> scored(String who, List<Trajectory> rows, Scorer scorer) {
    List<TrajectoryScores> scores = new ArrayList<>();
    for (List<Trajectory> chunk : Lists.partition(rows, CHUNK)) {
      scores.addAll(scorer.score(chunk));
      spec.commandLine().getOut().printf("%s: %d of %d rows%n", who, scores.size(), rows.size());
    }
    return scores;
  }

  private static List<TrajectoryScores> with(
      List<TrajectoryScores> scores, List<TrajectoryScores> others) {
    List<TrajectoryScores> union = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      union.add(scores.get(i).with(others.get(i)));
    }
    return union;
  }

  private void write(HuggingFaceCheckpoint checkpoint, List<CreditAssignment> credits)
      throws IOException {
    CreditSummary summary = CreditSummary.of(credits);
    List<CreditPrompt> prompts = CreditPrompt.group(credits);
    List<CreditPrompt> shown =
        Stream.concat(
                prompts.stream().filter(CreditPrompt::hasBoth),
                prompts.stream().filter(prompt -> !prompt.hasBoth()))
            .limit(limit)
            .map(prompt -> prompt.first(perPrompt))
            .toList();
    CreditReport report = new CreditReport(settings(), summary, shown, shownOf(prompts, shown));
    Path json = output.resolveSibling(MoreFiles.getNameWithoutExtension(output) + ".json");
    WholeFile.write(json, out -> CreditJson.write(options(), summary, credits, out));
    WholeFile.write(output, out -> out.write(report.html(ids -> CreditToken.of(checkpoint, ids))));
    spec.commandLine().getOut().printf("wrote %s and %s%n", output, json);
  }

  private static String shownOf(List<CreditPrompt> prompts, List<CreditPrompt> shown) {
    return String.format(
        Locale.ROOT,
        "Below: %d of %d prompts, first those with right and wrong solutions (%d).",
        shown.size(),
        prompts.size(),
        prompts.stream().filter(CreditPrompt::hasBoth).count());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("policy", model.model.toString());
    settings.put("reference", reference.toString());
    settings.put("value function", value.toString());
    settings.put("data", data.file().toString());
    settings.put("beta", String.valueOf(betaOrDefault()));
    settings.put("steps", steps.name().toLowerCase(Locale.ROOT));
    return settings;
  }

  private JsonObject options() {
    JsonObject options = Manifests.options(spec);
    options.addProperty("beta", betaOrDefault());
    return options;
  }

  /** One network's way to score a chunk of rows. */
  private interface Scorer {
    List<TrajectoryScores> score(List<Trajectory> chunk);
  }
}
