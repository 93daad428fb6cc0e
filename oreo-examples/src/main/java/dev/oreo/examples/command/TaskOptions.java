package dev.oreo.examples.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.Grader;
import dev.oreo.examples.mathematics.MathTask;
import dev.oreo.examples.mathematics.PromptStyle;
import dev.oreo.train.RunManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which problems, how they are asked and how answers are graded. */
@SuppressWarnings("NullAway.Init") // picocli fills required options
final class TaskOptions {

  @Option(
      names = "--task",
      required = true,
      paramLabel = "TASK",
      description = "What the problems are: ${COMPLETION-CANDIDATES}.")
  private MathTask task;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "FILE",
      description =
          "The problems, in their dataset's own JSONL: \"question\", \"answer\" (gsm8k, arithmetic)"
              + " or \"problem\", \"solution\", \"type\", \"level\" (math).")
  private Path dataset;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out the first N problems (default: ${DEFAULT-VALUE}).")
  private int skip;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take the next N problems only (default: all).")
  private @Nullable Integer limit;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "How answers are graded; gsm8k: deepseek or original; math: deepseek, hendrycks or oreo"
              + " (default: deepseek, the OREO paper's).")
  private @Nullable String rule;

  @Option(
      names = "--prompt-style",
      paramLabel = "STYLE",
      description =
          "chat (the checkpoint's template, the instruction as the system's message), deepseek"
              + " (User: ... Assistant:) or plain (the question alone); default: chat, arithmetic"
              + " plain.")
  private @Nullable PromptStyle promptStyle;

  @Option(
      names = "--instruction",
      paramLabel = "TEXT",
      description =
          "What the policy is told to do (default: to reason step by step and put the answer after"
              + " #### or, with math, in \\boxed{}).")
  private @Nullable String instruction;

  MathTask task() {
    return task;
  }

  Path dataset() {
    return dataset;
  }

  /** Reads the problems asked for. */
  List<MathProblem> problems() throws IOException {
    List<MathProblem> all = task.read(dataset);
    checkArgument(skip >= 0, "--skip must be >= 0, got %s", skip);
    checkArgument(limit == null || limit >= 1, "--limit must be >= 1, got %s", limit);
    checkArgument(
        skip < all.size(),
        "--skip must leave a problem of the %s in %s, got %s",
        all.size(),
        dataset,
        skip);
    int end = limit == null ? all.size() : Math.min(all.size(), skip + limit);
    return all.subList(skip, end);
  }

  /** Returns how questions become prompts. */
  ProblemPrompt prompt(HuggingFaceCheckpoint checkpoint) {
    return promptStyle().prompt(checkpoint, instruction());
  }

  PromptStyle promptStyle() {
    return Objects.requireNonNullElse(promptStyle, task.promptStyle());
  }

  String instruction() {
    return Objects.requireNonNullElse(instruction, task.instruction());
  }

  /** Returns how answers are graded. */
  Grader grader() {
    String name = task.toString();
    if (task == MathTask.ARITHMETIC) {
      checkArgument(rule == null, "--rule must not be given with --task arithmetic, got %s", rule);
      return Grader.ofLastDigit();
    }
    List<String> rules = GradeRule.rules(name);
    String wanted = Objects.requireNonNullElse(rule, rules.get(0));
    return Grader.of(
        GradeRule.find(name, wanted)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--rule of --task %s must be one of %s, got %s"
                            .formatted(name, rules, wanted)))
            .verifier());
  }

  /** Returns the name of the rule that {@link #grader} has. */
  String rule() {
    return task == MathTask.ARITHMETIC
        ? "last digit"
        : Objects.requireNonNullElse(rule, GradeRule.rules(task.toString()).get(0))
            .toLowerCase(Locale.ROOT);
  }

  /** Adds what determines the problems, their prompts and the verdicts to a run's settings. */
  void describe(JsonObject settings) throws IOException {
    settings.addProperty("task", task.toString());
    settings.addProperty("dataset_sha256", RunManifest.sha256(dataset));
    settings.addProperty("skip", skip);
    settings.addProperty("limit", limit);
    settings.addProperty("rule", Objects.requireNonNullElse(rule, "default"));
    settings.addProperty("prompt_style", promptStyle().toString());
    settings.addProperty("instruction", instruction());
  }
}
