package dev.oreo.examples.speed;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.gson.JsonObject;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.Precision;
import dev.oreo.examples.mathematics.MathTask;
import dev.oreo.examples.mathematics.PromptStyle;
import dev.oreo.examples.speed.Workload.Method;
import dev.oreo.examples.speed.Workload.SearchSettings;
import dev.oreo.examples.speed.Workload.UpdateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cases, and the models they need. */
final class SpeedCases {
  private static final int ROWS = 16;
  private static final int ANSWERS = 8;
  private static final int NEW_TOKENS = 128;
  private static final int PROMPT = 64;
  private static final int PROBLEMS = 4;
  private static final int ROLLOUT_PROMPTS = 64;
  private static final int ROLLOUT_SAMPLES = 4;
  private static final int ROLLOUT_TOKENS = 256;

  private final Path models;
  private final Optional<Path> python;
  private final Path scripts;
  private final Optional<SpeedSuite.Rollouts> rollouts;

  /**
   * Creates the list's maker.
   *
   * @param models folder in which models are made
   * @param python the interpreter that runs the peers; empty for oreo alone
   * @param scripts the peers' folder
   * @param rollouts what to draw answers with, if they are a case
   */
  SpeedCases(
      Path models, Optional<Path> python, Path scripts, Optional<SpeedSuite.Rollouts> rollouts) {
    this.rollouts = rollouts;
    this.models = models;
    this.python = python;
    this.scripts = scripts;
  }

  /** Makes a case, and its models where they are not there yet. */
  interface Maker {
    /** Returns the case. */
    SpeedCase make() throws IOException;
  }

  /** Returns all cases by name, in the order of the table. */
  Map<String, Maker> all() {
    Map<String, Maker> cases = new LinkedHashMap<>();
    for (ModelShape shape : ModelShape.values()) {
      String name = "update-" + folderName(shape);
      cases.put(name, () -> oreo(name, "OREO update, " + shape.title(), shape, 1));
      String shared = name + "-shared";
      cases.put(
          shared,
          () -> oreo(shared, "the same, %d answers per prompt".formatted(ANSWERS), shape, ANSWERS));
    }
    for (ModelShape shape : List.of(ModelShape.SMALL, ModelShape.SMOLLM2)) {
      String adapters = "lora-" + folderName(shape);
      cases.put(adapters, () -> adapters(adapters, shape));
      String pairs = "dpo-" + folderName(shape);
      cases.put(pairs, () -> pairs(pairs, shape));
    }
    for (ModelShape shape : List.of(ModelShape.SMALL, ModelShape.SMOLLM2)) {
      for (int rows : new int[] {1, 16, 64}) {
        String name = "generate-%s-%d".formatted(folderName(shape), rows);
        cases.put(name, () -> generate(name, shape, rows));
      }
    }
    for (ModelShape shape : List.of(ModelShape.SMALL, ModelShape.SMOLLM2)) {
      String name = "search-" + folderName(shape);
      cases.put(name, () -> search(name, shape));
    }
    rollouts.ifPresent(given -> cases.put("rollouts", () -> rollouts(given)));
    return cases;
  }

  private SpeedCase oreo(String name, String title, ModelShape shape, int answers)
      throws IOException {
    return new SpeedCase(
        name,
        title,
        update(shape, Method.OREO, answers),
        contestants(
            peer("paper's code path, fp32", "update.py", "paper"),
            peer("careful loop, fp32", "update.py", "careful-fp32"),
            peer("careful loop, bf16 autocast", "update.py", "careful-bf16")));
  }

  private SpeedCase adapters(String name, ModelShape shape) throws IOException {
    return new SpeedCase(
        name,
        "OREO update of LoRA adapters, " + shape.title(),
        update(shape, Method.OREO_ADAPTERS, 1),
        contestants(
            peer("careful loop on PEFT, fp32", "adapters.py", "float32"),
            peer("careful loop on PEFT, bf16", "adapters.py", "bfloat16")));
  }

  private SpeedCase pairs(String name, ModelShape shape) throws IOException {
    return new SpeedCase(
        name,
        "DPO update, " + shape.title(),
        update(shape, Method.DPO, 2),
        contestants(
            peer("TRL's DPOTrainer, fp32", "dpo.py", "fp32"),
            peer("TRL's DPOTrainer, bf16 autocast", "dpo.py", "bf16")));
  }

  private JsonObject update(ModelShape shape, Method method, int answers) throws IOException {
    return Workload.update(
        model(shape).toString(),
        shape.vocabulary(),
        RowLengths.ofGsm8k().subList(0, ROWS),
        answers,
        new UpdateSettings(method, shape.microBatchTokens(), shape.memory(), shape.peerRows()));
  }

  private SpeedCase generate(String name, ModelShape shape, int rows) throws IOException {
    return new SpeedCase(
        name,
        "%s, %d new tokens after %d, batch %d".formatted(shape.title(), NEW_TOKENS, PROMPT, rows),
        Workload.generate(model(shape).toString(), shape.vocabulary(), rows, PROMPT, NEW_TOKENS),
        generators());
  }

  private List<Contestant> generators() {
    return contestants(
        peer("transformers.generate, fp32", "generate.py", "float32"),
        peer("transformers.generate, bf16", "generate.py", "bfloat16"));
  }

  private SpeedCase rollouts(SpeedSuite.Rollouts given) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(given.model());
    ProblemPrompt prompt = PromptStyle.CHAT.prompt(checkpoint, MathTask.GSM8K.instruction());
    List<int[]> prompts =
        MathTask.GSM8K.read(given.dataset()).stream()
            .limit(ROLLOUT_PROMPTS)
            .map(prompt::tokenIds)
            .toList();
    checkArgument(
        prompts.size() == ROLLOUT_PROMPTS,
        "--rollout-dataset must have at least %s problems, got %s in %s",
        ROLLOUT_PROMPTS,
        prompts.size(),
        given.dataset());
    return new SpeedCase(
        "rollouts",
        "%d answers to %d problems of GSM8K, %d tokens at most"
            .formatted(ROLLOUT_SAMPLES, ROLLOUT_PROMPTS, ROLLOUT_TOKENS),
        Workload.rollouts(given.model().toString(), prompts, ROLLOUT_SAMPLES, ROLLOUT_TOKENS),
        generators());
  }

  private SpeedCase search(String name, ModelShape shape) throws IOException {
    SearchSettings settings = new SearchSettings(4, 6, 24);
    Path value = models.resolve(folderName(shape) + "-value");
    Path policy = model(shape);
    if (!Files.exists(value)) {
      ModelShape.createValue(policy, value);
    }
    return new SpeedCase(
        name,
        "%s, beam search of %d problems, B = %d, %d steps of %d tokens"
            .formatted(
                shape.title(), PROBLEMS, settings.beam(), settings.steps(), settings.stepTokens()),
        Workload.search(
            policy.toString(),
            value.toString(),
            shape.vocabulary(),
            RowLengths.ofGsm8k().subList(0, PROBLEMS),
            settings),
        contestants(
            peer("loop over transformers.generate, fp32", "search.py", "float32"),
            peer("loop over transformers.generate, bf16", "search.py", "bfloat16")));
  }

  @SafeVarargs
  private static List<Contestant> contestants(Optional<Contestant>... peers) {
    List<Contestant> all = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      all.add(Contestant.oreo(precision));
    }
    for (Optional<Contestant> peer : peers) {
      peer.ifPresent(all::add);
    }
    return all;
  }

  private Optional<Contestant> peer(String name, String script, String... arguments) {
    return python.map(p -> Contestant.peer(name, p, scripts.resolve(script), arguments));
  }

  private Path model(ModelShape shape) throws IOException {
    Path folder = models.resolve(folderName(shape));
    if (!Files.exists(folder)) {
      shape.create(folder);
    }
    return folder;
  }

  private static String folderName(ModelShape shape) {
    return Ascii.toLowerCase(shape.name());
  }
}
