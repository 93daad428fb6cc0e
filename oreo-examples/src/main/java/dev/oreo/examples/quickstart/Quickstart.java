package dev.oreo.examples.quickstart;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.examples.arithmetic.Problem;
import dev.oreo.examples.arithmetic.Sampling;
import dev.oreo.examples.arithmetic.TaskData;
import dev.oreo.examples.arithmetic.TinyModel;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.Rollouts;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small model learns arithmetic from imperfect demonstrations, then from its own mistakes.
 *
 * <p>The demonstrator takes a shortcut that a small model cannot follow. Imitation copies the
 * shortcut, and keeping only the successes does not unlearn it; OREO sees that the value falls when
 * the shortcut begins, and learns to show its work. Its value function then guides a search.
 */
public final class Quickstart {
  private final QuickstartConfig config;
  private final Path folder;
  private final PrintWriter out;

  /**
   * Prepares a quickstart.
   *
   * @param config the settings
   * @param folder where everything is written; exists and is empty
   * @param out where progress is told
   */
  public Quickstart(QuickstartConfig config, Path folder, PrintWriter out) {
    this.config = config;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs some seeds, one after the other.
   *
   * @param seeds which, at least one
   * @return what they gave
   * @throws IOException if something cannot be written
   */
  public ResultsTable run(List<Long> seeds) throws IOException {
    List<SeedResult> results = new ArrayList<>();
    for (long seed : seeds) {
      Path seedFolder = seeds.size() == 1 ? folder : folder.resolve("seed-" + seed);
      results.add(runSeed(seed, Files.createDirectories(seedFolder)));
    }
    ResultsTable table = new ResultsTable(results);
    out.printf("%n%s%n", table.markdown());
    Files.writeString(folder.resolve("results.md"), table.markdown());
    Files.writeString(folder.resolve("results.json"), table.json() + "\n");
    return table;
  }

  private SeedResult runSeed(long seed, Path folder) throws IOException {
    Stages stages = new Stages(folder, seed, out);
    Sampling sampling = new Sampling(out);

    headline("1. Imitation of %d imperfect demonstrations", config.task().demonstrations());
    Path demonstrations = folder.resolve("demonstrations.jsonl");
    TaskData data = TaskData.draw(config.task(), seed, demonstrations);
    HuggingFaceCheckpoint untrained = TinyModel.create(folder.resolve("untrained"), seed);
    HuggingFaceCheckpoint imitation =
        stages.imitate(
            "imitation",
            untrained,
            TaskData.read(demonstrations, untrained.tokenizer()),
            config.imitation());

    headline("2. Its own answers, %d to each problem", config.samplesPerPrompt());
    Rollouts answers = sampling.sample(imitation, data.prompts(), config.samplesPerPrompt(), seed);
    Sampling.write(answers, data.prompts(), folder.resolve("samples.jsonl"));
    List<Trajectory> successes = successes(answers);
    out.printf(
        "  %d of %d are right; %d of %d problems have right and wrong ones%n",
        successes.size(),
        answers.rollouts().size(),
        answers.promptsWithBothOutcomes(),
        data.prompts().size());

    headline("3. Rejection sampling: imitation of its own right answers");
    HuggingFaceCheckpoint rejection =
        stages.imitate("rejection-sampling", imitation, successes, config.rejection());

    headline("4. OREO: policy and value function learn from right and wrong answers");
    ActorCritic strong = stages.oreo("oreo", imitation, answers, config.strong());

    headline("5. Cautious OREO: stays nearer to the imitation, and leaves something to search for");
    ActorCritic cautious = stages.oreo("oreo-cautious", imitation, answers, config.cautious());

    headline("6. Evaluation on %d problems never seen", data.heldOut().size());
    Map<Method, Rollouts> greedy = new EnumMap<>(Method.class);
    greedy.put(Method.IMITATION, sampling.greedy(imitation, data.heldOut()));
    greedy.put(Method.REJECTION, sampling.greedy(rejection, data.heldOut()));
    greedy.put(Method.OREO, sampling.greedy(strong.policy(), data.heldOut()));
    Map<Method, Accuracy> accuracies = new EnumMap<>(Method.class);
    greedy.forEach((method, solutions) -> accuracies.put(method, accuracy(solutions)));

    List<Problem> searched = data.heldOut().subList(0, config.searched());
    headline("7. Search on %d of them", searched.size());
    accuracies.put(Method.CAUTIOUS, accuracy(sampling.greedy(cautious.policy(), searched)));
    accuracies.putAll(new Search(cautious, searched, seed).run(config.beam(), config.candidates()));

    Showcase showcase = new Showcase(searched);
    List<ValueTrace> traces =
        showcase.traces(
            sampling.sample(imitation, searched, config.samplesPerPrompt(), seed),
            cautious.value());
    draw(() -> Charts.writeTraining(stages.curves(), folder.resolve("training.png")));
    draw(() -> Charts.writeValues(traces, folder.resolve("values.png")));
    String solutions = showcase.solutions(greedy);
    Files.writeString(folder.resolve("solutions.txt"), solutions);
    out.printf("%n%s", solutions);
    return new SeedResult(seed, accuracies);
  }

  private interface Drawing {
    void run() throws IOException;
  }

  /* Java cannot draw text where no font is installed; the run's results do not depend on it. */
  private void draw(Drawing drawing) throws IOException {
    try {
      drawing.run();
    } catch (LinkageError | InternalError e) {
      out.printf("  a chart is missing: Java finds no fonts to draw with (%s)%n", e);
    }
  }

  private static List<Trajectory> successes(Rollouts answers) {
    return answers.rollouts().stream().filter(Rollout::success).map(Rollout::trajectory).toList();
  }

  private static Accuracy accuracy(Rollouts solutions) {
    return new Accuracy(solutions.successes(), solutions.rollouts().size());
  }

  private void headline(String format, Object... values) {
    out.printf("%n%s%n", String.format(Locale.ROOT, format, values));
  }
}
