package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.data.JsonlJournal;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.AlfworldVersion;
import dev.oreo.examples.alfworld.AlfworldStudy;
import dev.oreo.examples.alfworld.GameFiles;
import dev.oreo.examples.alfworld.SmallModel;
import dev.oreo.examples.alfworld.StudyGames;
import dev.oreo.examples.alfworld.StudyMethod;
import dev.oreo.examples.alfworld.StudyStart;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo alfworld study}: OREO against its baselines on the games. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The paper's experiment: imitation of the expert, episodes of that policy on training games,"
          + " then rejection sampling, DPO and OREO from the same episodes, evaluated on test games;"
          + " OREO also with the best of K actions by its value function.",
      "Without --model a small model with a vocabulary of its own is trained from scratch. Writes"
          + " OUTPUT/results.md, results.csv, seed-N/METHOD and every episode. The same command in"
          + " the same folder goes on where an earlier one ended; seeds, methods, actions and tests"
          + " may be added."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AlfworldStudyCommand implements Callable<Integer> {
  /** Options that may differ when a study is taken up again. */
  private static final List<String> FREE =
      List.of("output", "seeds", "methods", "actions", "parallel", "test", "test_games", "verbose");

  @Spec private CommandSpec spec;

  @Option(
      names = "--train",
      required = true,
      paramLabel = "FILE",
      description = "The training games: JSONL, also gzipped.")
  private Path train;

  @Option(
      names = "--expert",
      required = true,
      paramLabel = "FILE",
      description = "The expert's transcripts on training games: JSONL, also gzipped.")
  private Path expert;

  @Option(
      names = "--test",
      required = true,
      paramLabel = "NAME=FILE",
      description = "Games to evaluate on, such as seen=games_valid_seen.jsonl.gz; repeatable.")
  private Map<String, Path> tests;

  @Option(
      names = "--test-games",
      paramLabel = "N",
      description = "Evaluate on so many of each, drawn at random (default: all).")
  private @Nullable Integer testGames;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "HuggingFace folder of a pre-trained policy (default: the small model, from scratch).")
  private @Nullable Path model;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "128",
      description =
          "Of the small model's hidden states, a multiple of 64 (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of the small model (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      description = "What the networks compute in, fp32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--instruction",
      paramLabel = "TEXT",
      defaultValue = "Do the task in the house.",
      description =
          "The conversation's first message; short, as the model is taught it (default:"
              + " ${DEFAULT-VALUE}).")
  private String instruction;

  @Mixin private StudyOptions options;

  @Option(
      names = "--methods",
      paramLabel = "METHOD",
      split = ",",
      defaultValue = "sft,rejection,dpo,oreo",
      description = "What to compare (default: ${DEFAULT-VALUE}).")
  private List<StudyMethod> methods = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      defaultValue = "0,1,2",
      description = "Of models, games and draws (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make, or that of the same study begun before.")
  private Path output;

  /** Made by the command line only. */
  public AlfworldStudyCommand() {}

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    checkArgument(
        width >= 64 && width % 64 == 0, "--width must be a multiple of 64, got %s", width);
    checkArgument(layers >= 1, "--layers must be >= 1, got %s", layers);
    PrintWriter out = spec.commandLine().getOut();
    Files.createDirectories(output);
    Map<String, String> hashes = hashes();
    JsonObject settings = Manifests.options(spec);
    FREE.forEach(settings::remove);
    hashes.forEach((file, hash) -> settings.addProperty("sha256 of " + file, hash));
    // the header alone says what the folder belongs to, and keeps other runs out
    try (JsonlJournal identity = JsonlJournal.open(output.resolve("study.jsonl"), settings)) {
      AlfworldStudy study =
          new AlfworldStudy(
              options.config(ModelOptions.cpu(precision), model == null),
              games(),
              new StudyStart(Optional.ofNullable(model), new SmallModel(width, layers)),
              output,
              out);
      out.print(study.run(seeds, methods));
      JsonObject row = new JsonObject();
      row.addProperty("finished", Instant.now().toString());
      identity.append(row);
    }
    Manifests.of(Manifests.options(spec), seeds.get(0), hashes, Map.of(), started)
        .write(output.resolve("manifest.json"));
    return 0;
  }

  private Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put(train.toString(), RunManifest.sha256(train));
    hashes.put(expert.toString(), RunManifest.sha256(expert));
    return hashes;
  }

  private StudyGames games() throws IOException {
    AlfworldProtocol protocol = AlfworldProtocol.withInstruction(instruction);
    Map<String, List<AlfworldGame>> played = new LinkedHashMap<>();
    for (Map.Entry<String, Path> test : tests.entrySet()) {
      List<AlfworldGame> all = GameFiles.games(List.of(test.getValue()));
      played.put(test.getKey(), testGames == null ? all : GameFiles.some(all, testGames, 0));
    }
    return new StudyGames(
        game -> game.open(AlfworldVersion.V2_1_1),
        protocol,
        GameFiles.transcripts(expert),
        GameFiles.games(List.of(train)),
        played);
  }
}
