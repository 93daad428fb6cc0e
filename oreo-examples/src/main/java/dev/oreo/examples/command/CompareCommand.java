package dev.oreo.examples.command;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.oreo.examples.compare.Comparison;
import dev.oreo.examples.compare.Method;
import dev.oreo.examples.compare.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oreo compare}: the methods of the papers on the same offline data. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares methods on the same offline data: one imitation policy and one pool of answers per"
          + " seed, the same number of trajectories seen, each method at the best of a small grid"
          + " of learning rates.",
      "Writes OUTPUT/results.md, results.csv and results.png; goes on where an earlier run in the"
          + " same folder stopped."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class CompareCommand implements Callable<Integer> {
  /** By which a comparison's folder is known. */
  private static final String MANIFEST = "compare.json";

  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** What to compare on. */
  enum Task {
    ARITHMETIC
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "NAME",
      description = "arithmetic: the quickstart's last-digit chain.")
  private Task task;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      defaultValue = "plain",
      description =
          "plain: the quickstart's; long: eight steps, two answers to a prompt (default:"
              + " ${DEFAULT-VALUE}).")
  private Variant variant;

  @Option(
      names = "--methods",
      paramLabel = "NAMES",
      split = ",",
      converter = MethodConverter.class,
      description =
          "What to compare, in the order of the table: sft, rejection, dpo, ipo, kto, dro, dqo,"
              + " tbrm, shiq, oreo-token, oreo-step, oreo-response (default: all).")
  private List<Method> methods = List.of(Method.values());

  @Option(
      names = "--iterate",
      paramLabel = "NAMES",
      split = ",",
      converter = MethodConverter.class,
      description = "Which of them go through further rounds (default: none).")
  private List<Method> iterated = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of the iterated methods (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many seeds (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make, or that of the comparison to go on with.")
  private Path output;

  /** Made by the command line only. */
  public CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    requireUseful();
    if (System.getProperty(THREADS) == null) { // a model this small gains nothing from a second
      System.setProperty(THREADS, "1");
    }
    openFolder();
    PrintWriter out = spec.commandLine().getOut();
    Comparison comparison = new Comparison(variant, methods, output, out);
    List<Long> all = LongStream.range(seed, seed + seeds).boxed().toList();
    out.printf("%n%s", comparison.run(all, iterated, iterated.isEmpty() ? 1 : rounds));
    out.printf("%nwrote %s%n", output.toAbsolutePath());
    return 0;
  }

  private void requireUseful() {
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds must be at least 1, got " + seeds);
    }
    if (rounds < 2) {
      throw new ParameterException(
          spec.commandLine(), "--rounds must be at least 2, got " + rounds);
    }
    if (iterated.isEmpty() && spec.commandLine().getParseResult().hasMatchedOption("--rounds")) {
      throw new ParameterException(
          spec.commandLine(), "--rounds must not be given without --iterate: it has no use");
    }
    for (Method method : iterated) {
      if (!methods.contains(method) || method == Method.SFT) {
        throw new ParameterException(
            spec.commandLine(),
            "--iterate must name methods of --methods that train, got "
                + MethodConverter.label(method));
      }
    }
  }

  /** Makes the folder, or finds it to be that of the same comparison. */
  private void openFolder() throws IOException {
    Path manifest = output.resolve(MANIFEST);
    if (Files.exists(manifest)) {
      String other = variantOf(manifest);
      if (!other.equals(variant.name())) {
        throw new ParameterException(
            spec.commandLine(),
            "--output must be a comparison on the same variant, got %s with %s, not %s"
                .formatted(output, other, variant));
      }
      return;
    }
    if (Files.exists(output) && !isEmptyFolder()) {
      throw new ParameterException(
          spec.commandLine(),
          "--output must be absent, empty or a comparison to go on with, got %s without a %s"
              .formatted(output, MANIFEST));
    }
    Files.createDirectories(output);
    JsonObject settings = Manifests.options(spec);
    settings.addProperty("task", task.name());
    settings.addProperty("variant", variant.name());
    settings.add("task_settings", new Gson().toJsonTree(variant.task()));
    Manifests.of(settings, seed, Map.of(), Map.of(), Instant.now()).write(manifest);
  }

  private static String variantOf(Path manifest) throws IOException {
    try {
      JsonObject all = new Gson().fromJson(Files.readString(manifest), JsonObject.class);
      if (all.get("config") instanceof JsonObject config
          && config.get("variant") instanceof JsonPrimitive variant) {
        return variant.getAsString();
      }
      throw new IOException(manifest + ": config.variant must be a string, got " + all);
    } catch (JsonParseException e) {
      throw new IOException(manifest + ": must be JSON, got " + e.getMessage(), e);
    }
  }

  private boolean isEmptyFolder() throws IOException {
    if (!Files.isDirectory(output)) {
      return false;
    }
    try (Stream<Path> children = Files.list(output)) {
      return children.findAny().isEmpty();
    }
  }
}
