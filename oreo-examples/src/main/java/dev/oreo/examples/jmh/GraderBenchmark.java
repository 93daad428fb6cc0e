package dev.oreo.examples.jmh;

import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.DeepSeekMathVerifier;
import dev.oreo.verify.Gsm8kVerifier;
import dev.oreo.verify.HendrycksMathVerifier;
import dev.oreo.verify.MathVerifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Whole responses graded against whole solutions, one operation each. For the price of hostile
 * answers, and of files, see the command {@code benchmark-verifiers}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class GraderBenchmark {
  private final AnswerVerifier gsm8k = new Gsm8kVerifier();
  private final AnswerVerifier hendrycks = new HendrycksMathVerifier();
  private final AnswerVerifier deepSeek = new DeepSeekMathVerifier();
  private final AnswerVerifier byMeaning = new MathVerifier();

  /** Made by the harness. */
  public GraderBenchmark() {}

  /**
   * GSM8K's own rule.
   *
   * @param blackhole takes the verdicts
   */
  @Benchmark
  @OperationsPerInvocation(GradedTexts.GSM8K_SIZE)
  public void gsm8kOriginal(Blackhole blackhole) {
    judge(gsm8k, GradedTexts.GSM8K, blackhole);
  }

  /**
   * MATH's own rule.
   *
   * @param blackhole takes the verdicts
   */
  @Benchmark
  @OperationsPerInvocation(GradedTexts.MATH_SIZE)
  public void mathHendrycks(Blackhole blackhole) {
    judge(hendrycks, GradedTexts.MATH, blackhole);
  }

  /**
   * DeepSeek-Math's rule of MATH.
   *
   * @param blackhole takes the verdicts
   */
  @Benchmark
  @OperationsPerInvocation(GradedTexts.MATH_SIZE)
  public void mathDeepSeek(Blackhole blackhole) {
    judge(deepSeek, GradedTexts.MATH, blackhole);
  }

  /**
   * The rule that compares MATH answers by meaning.
   *
   * @param blackhole takes the verdicts
   */
  @Benchmark
  @OperationsPerInvocation(GradedTexts.MATH_SIZE)
  public void mathByMeaning(Blackhole blackhole) {
    judge(byMeaning, GradedTexts.MATH, blackhole);
  }

  private static void judge(
      AnswerVerifier verifier, Iterable<GradedTexts> texts, Blackhole blackhole) {
    for (GradedTexts text : texts) {
      blackhole.consume(verifier.verify(text.response(), text.solution()));
    }
  }
}
