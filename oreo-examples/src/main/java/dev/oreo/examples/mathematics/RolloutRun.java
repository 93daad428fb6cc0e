package dev.oreo.examples.mathematics;

import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.model.Generation;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.RolloutCollector;
import dev.oreo.rollout.RolloutConfig;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Draws the responses that are missing, grades each and keeps it at once. */
public final class RolloutRun {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  private final List<MathProblem> problems;
  private final ProblemPrompt prompt;
  private final Grader grader;
  private final RolloutConfig config;
  private final PrintWriter out;

  /** Of responses that are graded and not yet kept. */
  private final Map<Generation, Verdict> verdicts = new HashMap<>();

  private long tokens;
  private int drawn;
  private long started;
  private long told;

  /**
   * Prepares a run.
   *
   * @param problems what to solve
   * @param prompt how it is asked
   * @param grader how answers are graded
   * @param config how many responses, how long, seed
   * @param out where progress is told
   */
  public RolloutRun(
      List<MathProblem> problems,
      ProblemPrompt prompt,
      Grader grader,
      RolloutConfig config,
      PrintWriter out) {
    this.problems = List.copyOf(problems);
    this.prompt = prompt;
    this.grader = grader;
    this.config = config;
    this.out = out;
  }

  /**
   * Draws what is missing.
   *
   * @param generator the policy
   * @param tokenizer the policy's
   * @param kept where responses are kept, and where it is seen which are missing
   * @throws IOException if a response cannot be kept
   */
  public void run(TextGenerator generator, Tokenizer tokenizer, GradedRollouts kept)
      throws IOException {
    int all = problems.size() * config.samplesPerPrompt();
    if (kept.size() > 0) {
      out.printf("going on after %,d of %,d responses%n", kept.size(), all);
    }
    started = System.nanoTime();
    told = started;
    List<int[]> prompts = problems.stream().map(prompt::tokenIds).toList();
    try {
      new RolloutCollector(generator, tokenizer, config)
          .collect(prompts, this::reward, kept.missing(), rollout -> keep(rollout, kept, all));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private double reward(int problem, Generation response) {
    Verdict verdict = grader.grade(problems.get(problem), response.text());
    verdicts.put(response, verdict);
    return verdict.score();
  }

  private void keep(Rollout rollout, GradedRollouts kept, int all) {
    Verdict verdict = Objects.requireNonNull(verdicts.remove(rollout.generation()));
    try {
      kept.add(rollout, problems.get(rollout.prompt()), verdict);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    drawn++;
    tokens += rollout.generation().tokenIds().length;
    long now = System.nanoTime();
    if (now - told >= PROGRESS_EVERY.toNanos() || kept.size() == all) {
      told = now;
      tell(kept, all, (now - started) / 1e9);
    }
  }

  private void tell(GradedRollouts kept, int all, double seconds) {
    int left = all - kept.size();
    out.printf(
        Locale.ROOT,
        "%,d of %,d responses  %.1f%% right  %,.0f tokens/s  %s %s%n",
        kept.size(),
        all,
        100.0 * kept.right() / kept.size(),
        tokens / seconds,
        ProgressPrinter.duration(left == 0 ? seconds : seconds / drawn * left),
        left == 0 ? "in all" : "left");
    out.flush();
  }
}
