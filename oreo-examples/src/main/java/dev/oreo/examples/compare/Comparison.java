package dev.oreo.examples.compare;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.arithmetic.ArithmeticTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares methods on the same offline data.
 *
 * <p>For each seed one policy imitates demonstrations and draws one pool of answers. Every method
 * starts from this policy, learns from this pool and sees the same number of sampled trajectories:
 * as many as the pool has. It is trained at each rate of a small grid, and at the next lower or
 * higher one if the best is at its edge; the rate that is best on the validation problems of the
 * seed counts, with its accuracy on the test problems.
 *
 * <p>The iterative form goes on from there: each further round draws a new pool from the policy of
 * the round before, which is also the reference, and trains it at the rate found in the first
 * round; value functions begin anew.
 *
 * <p>Finished runs are kept in the folder and not made again.
 */
public final class Comparison {
  private static final String BASELINE = Method.OREO_TOKEN.label();

  private final ArithmeticTask task;
  private final int samples;
  private final String name;
  private final List<Method> methods;
  private final Path folder;
  private final PrintWriter out;
  private final RunStore store;

  /**
   * Prepares a comparison.
   *
   * @param variant the task
   * @param methods what to compare, in the order of the table
   * @param folder where everything is written; exists; may hold an earlier part of the same
   *     comparison
   * @param out where progress is told
   * @throws IOException if the folder cannot be written
   */
  public Comparison(Variant variant, List<Method> methods, Path folder, PrintWriter out)
      throws IOException {
    this(variant.name(), variant.task(), variant.samples(), methods, folder, out);
  }

  /** For tasks of another size. */
  Comparison(
      String name,
      ArithmeticTask task,
      int samples,
      List<Method> methods,
      Path folder,
      PrintWriter out)
      throws IOException {
    this.name = name;
    this.task = task;
    this.samples = samples;
    this.methods = List.copyOf(methods);
    this.folder = folder;
    this.out = out;
    this.store = new RunStore(folder.resolve("runs"));
  }

  /**
   * Runs what is missing, and writes {@code results.md}, {@code results.csv} and {@code
   * results.png}, anew after every seed.
   *
   * @param seeds which, at least one
   * @param iterated which of the methods go through further rounds
   * @param rounds of the iterative form, at least 1
   * @return the tables as Markdown
   * @throws IOException if something cannot be read or written
   */
  public String run(List<Long> seeds, List<Method> iterated, int rounds) throws IOException {
    String report = "";
    for (long seed : seeds) {
      SeedStudy study = new SeedStudy(task, samples, seed, folder.resolve("seed-" + seed), out);
      for (Method method : methods) {
        grid(study, seed, method);
      }
      for (int round = 2; round <= rounds; round++) {
        for (Method method : iterated) {
          again(study, seed, method, round);
        }
      }
      report = report(seeds, rounds); // of what there is: a study takes hours
    }
    return report;
  }

  private void grid(SeedStudy study, long seed, Method method) throws IOException {
    for (double rate : method.firstLearningRates()) {
      first(study, seed, method, rate);
    }
    int best = bestRate(seed, method);
    int last = Method.LEARNING_RATES.size() - 1;
    if (best == 1) {
      first(study, seed, method, Method.LEARNING_RATES.get(0));
    } else if (best == last - 1) {
      first(study, seed, method, Method.LEARNING_RATES.get(last));
    }
  }

  /** Returns the best rate's place in the grid, -1 if nothing is trained. */
  private int bestRate(long seed, Method method) throws IOException {
    return table(List.of(method))
        .bestRate(method.label(), seed)
        .map(Method.LEARNING_RATES::indexOf)
        .orElse(-1);
  }

  /** A run from the policy that imitates the demonstrations, if it is not there yet. */
  private void first(SeedStudy study, long seed, Method method, double rate) throws IOException {
    if (store.find(method.label(), seed, 1, rate).isPresent()) {
      return;
    }
    HuggingFaceCheckpoint imitation = study.imitation();
    RunResult result =
        method.trains()
            ? study.run(
                method,
                imitation,
                study.pool(imitation, study.folder().resolve("pool.jsonl"), seed),
                new SeedStudy.Setting(1, rate),
                policy(study, method, 1, rate))
            : study.evaluate(method, imitation);
    keep(result);
  }

  /** One more round from where the method's best run of the round before has come. */
  private void again(SeedStudy study, long seed, Method method, int round) throws IOException {
    Optional<Double> rate = table(List.of(method)).bestRate(method.label(), seed);
    if (rate.isEmpty() || store.find(method.label(), seed, round, rate.get()).isPresent()) {
      return;
    }
    Path previous = policy(study, method, round - 1, rate.get());
    if (!Files.exists(previous)) { // it diverged
      return;
    }
    HuggingFaceCheckpoint policy = HuggingFaceCheckpoint.open(previous);
    String name = "pool-%s-round-%d.jsonl".formatted(method.label(), round);
    Pool pool = study.pool(policy, study.folder().resolve(name), seed + 1_000L * round);
    keep(
        study.run(
            method,
            policy,
            pool,
            new SeedStudy.Setting(round, rate.get()),
            policy(study, method, round, rate.get())));
  }

  private static Path policy(SeedStudy study, Method method, int round, double rate) {
    return study
        .folder()
        .resolve(String.format(Locale.ROOT, "%s-round-%d-rate-%s", method.label(), round, rate));
  }

  private void keep(RunResult result) throws IOException {
    store.put(result);
    out.printf(
        Locale.ROOT,
        "seed %d  %s  round %d  rate %s  validation %.1f%%  test %.1f%%  %.0f s  %s%n",
        result.seed(),
        result.method(),
        result.round(),
        result.learningRate(),
        100 * result.validation(),
        100 * result.test(),
        result.seconds(),
        result.note());
  }

  private ComparisonTable table(List<Method> wanted) throws IOException {
    List<RunResult> first = store.all().stream().filter(run -> run.round() == 1).toList();
    return new ComparisonTable(first, wanted.stream().map(Method::label).toList(), BASELINE);
  }

  private String report(List<Long> seeds, int rounds) throws IOException {
    List<RunResult> all = store.all().stream().filter(run -> seeds.contains(run.seed())).toList();
    List<String> labels = methods.stream().map(Method::label).toList();
    List<RunResult> first = all.stream().filter(run -> run.round() == 1).toList();
    ComparisonTable table = new ComparisonTable(first, labels, BASELINE);
    StringBuilder text = new StringBuilder(table.markdown());
    if (rounds > 1) {
      text.append('\n').append(RoundsTable.markdown(table, all, seeds, rounds));
    }
    Files.writeString(folder.resolve("results.md"), text);
    Files.writeString(folder.resolve("results.csv"), table.csv(all));
    String title = "Last-digit chain, " + name.toLowerCase(Locale.ROOT);
    ComparisonChart.write(table, title, folder.resolve("results.png"));
    return text.toString();
  }
}
