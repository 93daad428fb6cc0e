package dev.oreo.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted of judgements. */
final class VerifierBenchmarkTest {
  /** Mutations, none to warm up with. */
  private static final VerifierBenchmark.Settings TOY =
      new VerifierBenchmark.Settings(5, 0, 1, 3, 50);

  private static final double HOUR_MS = 3_600_000;

  private static final class Fragile implements AnswerVerifier {
    @Override
    public Verdict verify(String question, String response, String solution) {
      return compare(response, solution);
    }

    @Override
    public Verdict compare(String prediction, String reference) {
      if (prediction.contains("0^0")) {
        throw new ArithmeticException("no value");
      }
      return new Verdict(Outcome.WRONG, Optional.empty(), "");
    }
  }

  @Test
  void measure_thrownException_isCountedAndShown() {
    RuleTimes times =
        new VerifierBenchmark(List.of("5"), TOY).measure(new Rule("fragile", new Fragile()));

    assertThat(times.exceptions()).isPositive();
    assertThat(times.count()).isEqualTo(times.exceptions() + times.count(Outcome.WRONG));
    assertThat(times.within(HOUR_MS)).isFalse();
    assertThat(TimesReport.markdown(List.of(times)))
        .contains("| fragile | " + times.count() + " | " + times.exceptions() + " | 0 |")
        .contains("ArithmeticException: no value")
        .contains("`` 0^0 ``");
  }

  @Test
  void quantiles_areTheTimesThatFractionsDoNotExceed() {
    RuleTimes times = new RuleTimes("r");
    AnswerPair pair = new AnswerPair("c", "a", "b");
    for (int ms = 1; ms <= 1_000; ms++) {
      times.add(ms, AnswerForm.PLAIN, pair, Outcome.WRONG);
    }
    times.add(5_000, AnswerForm.BARE, pair.exchanged(), Outcome.TIMED_OUT);

    assertThat(times.quantiles(0.5, 0.999, 1)).containsExactly(501.0, 1_000.0, 5_000.0);
    assertThat(times.worst())
        .extracting(RuleTimes.Case::milliseconds)
        .containsExactly(5_000.0, 1_000.0, 999.0, 998.0, 997.0);
    assertThat(times.worst().get(0).construction()).isEqualTo("bare; c, exchanged");
    assertThat(times.within(5_000)).isTrue();
    assertThat(times.within(4_999)).isFalse();
  }
}
