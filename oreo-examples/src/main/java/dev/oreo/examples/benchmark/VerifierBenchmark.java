package dev.oreo.examples.benchmark;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.Verdict;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures what each judgement costs, in processor time of the thread that judges.
 *
 * <p>The answers are mutations of real ones, and some that were thought out to take long: nested
 * very deep, very long, very large numbers. Each pair is judged as two plain answers and in three
 * kinds of text, and again with the answers in each other's place. Before that, other mutations and
 * shorter versions of the others are judged, so that the code is compiled.
 *
 * <p>Processor time does not count what other threads do, such as the compiler and the garbage
 * collector, nor the waiting for a processor that others use.
 */
public final class VerifierBenchmark {
  /** The most characters of a mutated answer. */
  private static final int MAX_MUTATED = 20_000;

  /** Part of the length of the long answers, and of the depth of the deep ones, in the warm-up. */
  private static final int WARM_UP_DIVISOR = 10;

  private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final List<String> answers;
  private final Settings settings;

  /**
   * What is judged.
   *
   * @param mutations how many pairs with a mutated answer
   * @param warmUp how many such pairs before; none at all, and nothing else, if 0
   * @param seed of the mutations; those of the warm-up have the next one
   * @param depth of the nested answers
   * @param length of the long answers, in characters
   */
  public record Settings(int mutations, int warmUp, long seed, int depth, int length) {
    /** Checks the values. {@inheritDoc} */
    public Settings {
      checkArgument(mutations >= 0, "mutations must be >= 0, got %s", mutations);
      checkArgument(warmUp >= 0, "warmUp must be >= 0, got %s", warmUp);
      checkArgument(depth > 0, "depth must be > 0, got %s", depth);
      checkArgument(length > 0, "length must be > 0, got %s", length);
    }
  }

  /**
   * Creates a benchmark.
   *
   * @param answers real ones, to be mutated; at least one
   * @param settings how many of which kind
   */
  public VerifierBenchmark(List<String> answers, Settings settings) {
    checkState(
        clock.isCurrentThreadCpuTimeSupported(),
        "the virtual machine must know a thread's processor time, this one does not");
    checkArgument(!answers.isEmpty(), "answers must hold at least one, got none");
    this.answers = List.copyOf(answers);
    this.settings = settings;
  }

  /**
   * Judges everything by one rule.
   *
   * @param rule by which
   * @return the times, without those of the warm-up
   */
  public RuleTimes measure(Rule rule) {
    if (settings.warmUp > 0) {
      int depth = Math.max(1, settings.depth / WARM_UP_DIVISOR);
      int length = Math.max(1, settings.length / WARM_UP_DIVISOR);
      run(rule, settings.warmUp, settings.seed + 1, new HostileAnswers(depth, length));
    }
    return run(
        rule,
        settings.mutations,
        settings.seed,
        new HostileAnswers(settings.depth, settings.length));
  }

  private RuleTimes run(Rule rule, int mutations, long seed, HostileAnswers hostile) {
    RuleTimes times = new RuleTimes(rule.name());
    AnswerMutator mutator = new AnswerMutator(answers, seed, MAX_MUTATED);
    Stream.concat(Stream.generate(mutator::next).limit(mutations), hostile.pairs())
        .forEach(
            pair -> {
              judge(rule.verifier(), pair, times);
              judge(rule.verifier(), pair.exchanged(), times);
            });
    return times;
  }

  private void judge(AnswerVerifier verifier, AnswerPair pair, RuleTimes times) {
    for (AnswerForm form : AnswerForm.values()) {
      judge(form.judgement(verifier, pair), form, pair, times);
    }
  }

  private void judge(
      Supplier<Verdict> judgement, AnswerForm form, AnswerPair pair, RuleTimes times) {
    long start = clock.getCurrentThreadCpuTime();
    try {
      Verdict verdict = judgement.get();
      times.add(since(start), form, pair, verdict.outcome());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      times.addFailure(since(start), form, pair, e);
    }
  }

  private double since(long start) {
    return (clock.getCurrentThreadCpuTime() - start) / NANOSECONDS_PER_MILLISECOND;
  }
}
