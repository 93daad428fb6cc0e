package dev.oreo.examples.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DemonstratorTest {
  private static final int DRAWS = 4000;

  /** Four standard deviations of a share near 0.8 over {@link #DRAWS}. */
  private static final double SHARE = 0.026;

  private final Demonstrator demonstrator = new Demonstrator(0.8, 0.03, new SplittableRandom(3));

  @Test
  void demonstrate_multiplicationBeforeAnotherStep_mostlyMergesTheTwo() {
    Problem problem = new Problem(2, List.of(new Operation('*', 3), new Operation('+', 4)));

    long merged = demonstrations(problem).stream().filter(t -> t.startsWith("2a*3b+4=")).count();

    assertThat(merged / (double) DRAWS).isCloseTo(0.8, within(SHARE));
  }

  @Test
  void demonstrate_multiplicationAsLastStep_neverMerges() {
    Problem problem = new Problem(2, List.of(new Operation('*', 3)));

    assertThat(demonstrations(problem)).allMatch(text -> text.startsWith("2a*3="));
  }

  @Test
  void demonstrate_manyTimes_isMostlyRightAndSometimesWrong() {
    Problem problem = new LastDigitChain(9, 0.25, new SplittableRandom(4)).draw(5, 8);
    LastDigitVerifier verifier = new LastDigitVerifier();
    String answer = Integer.toString(problem.answer());

    long right =
        demonstrations(problem).stream()
            .filter(text -> verifier.verify(text, answer).score() == 1)
            .count();

    assertThat(right / (double) DRAWS).isBetween(0.9, 0.99); // about 0.99^lines
  }

  private List<String> demonstrations(Problem problem) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      texts.add(demonstrator.demonstrate(problem));
    }
    return texts;
  }
}
