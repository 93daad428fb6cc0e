package dev.oreo.examples.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LastDigitChainTest {
  private static final Problem EXAMPLE =
      new Problem(7, List.of(new Operation('+', 5), new Operation('*', 3), new Operation('+', 4)));

  /** Three standard deviations of a share near 1/4 over about 13,000 draws. */
  private static final double SHARE = 0.012;

  @Test
  void problem_example_readsAsDocumented() {
    assertThat(EXAMPLE.prompt()).isEqualTo("7a+5b*3c+4?");
    assertThat(EXAMPLE.answer()).isZero(); // 7+5=12, 2*3=6, 6+4=10
    assertThat(EXAMPLE.solution()).isEqualTo("7a+5=2\n2b*3=6\n6c+4=0\n#### 0");
  }

  @Test
  void problem_withoutSteps_isRejected() {
    assertThatThrownBy(() -> new Problem(7, List.of()))
        .hasMessage("operations must be 1 to 8, got 0");
  }

  @Test
  void operation_unknownOperator_isRejected() {
    assertThatThrownBy(() -> new Operation('-', 1))
        .hasMessage("operator must be '+' or '*', got '-'");
  }

  @Test
  void drawDistinct_anotherDraw_sharesNoProblem() {
    Set<Problem> heldOut = chain(1).drawDistinct(500, Set.of(), 5, 8);
    Set<Problem> same = chain(1).drawDistinct(500, heldOut, 5, 8);

    assertThat(heldOut).hasSize(500).allMatch(p -> p.operations().size() >= 5);
    Set<Problem> shared = new HashSet<>(heldOut);
    shared.retainAll(same);
    assertThat(shared).isEmpty();
  }

  @Test
  void draw_manyProblems_aQuarterOfTheStepsMultiply() {
    LastDigitChain chain = chain(2);
    List<Operation> operations =
        Stream.generate(() -> chain.draw(5, 8))
            .limit(2000)
            .flatMap(p -> p.operations().stream())
            .toList();

    double share =
        operations.stream().filter(o -> o.operator() == '*').count() / (double) operations.size();
    assertThat(share).isCloseTo(0.25, within(SHARE));
    assertThat(operations).filteredOn(o -> o.operator() == '+').allMatch(o -> o.operand() >= 1);
    assertThat(operations).filteredOn(o -> o.operator() == '*').allMatch(o -> o.operand() >= 2);
  }

  private static LastDigitChain chain(long seed) {
    return new LastDigitChain(9, 0.25, new SplittableRandom(seed));
  }
}
