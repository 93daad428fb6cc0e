package dev.oreo.internal.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.internal.symbolic.Expression.Call;
import dev.oreo.internal.symbolic.Expression.Constant;
import dev.oreo.internal.symbolic.Expression.Power;
import dev.oreo.internal.symbolic.Expression.Product;
import dev.oreo.internal.symbolic.Expression.Sum;
import dev.oreo.internal.symbolic.Expression.Symbol;
import dev.oreo.internal.symbolic.Identity.Domain;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdentityTest {
  private static final Expression X = new Symbol("x");
  private static final Expression Y = new Symbol("y");
  private static final Expression TWO = Expression.of(2);

  private static boolean same(Expression a, Expression b, Domain domain) {
    return Identity.holds(a, b, domain, new WorkBudget(100_000));
  }

  private static Expression sum(Expression... terms) {
    return new Sum(List.of(terms));
  }

  private static Expression product(Expression... factors) {
    return new Product(List.of(factors));
  }

  private static Expression call(String function, Expression argument) {
    return new Call(function, List.of(argument));
  }

  private static Expression sqrt(Expression argument) {
    return argument.root(TWO);
  }

  @Test
  void holds_rationals_areComparedExactly() {
    Expression third = Expression.of(1).over(Expression.of(3));
    Expression nearly = Expression.of(333_333_333_333L).over(Expression.of(1_000_000_000_000L));

    assertThat(same(third, TWO.over(Expression.of(6)), Domain.REAL)).isTrue();
    assertThat(same(third, nearly, Domain.REAL)).isFalse();
    assertThat(same(sqrt(Expression.of(144)), Expression.of(12), Domain.REAL)).isTrue();
    assertThat(
            same(
                new Power(TWO, Expression.of(200)).minus(Expression.of(1)),
                new Power(TWO, Expression.of(200)),
                Domain.REAL))
        .isFalse();
    assertThat(
            same(
                new Call("binomial", List.of(Expression.of(60), Expression.of(30))),
                Expression.of(118_264_581_564_861_424L),
                Domain.REAL))
        .isTrue();
  }

  @Test
  void holds_radicals_areComparedByValue() {
    Expression fifty = sqrt(Expression.of(50));

    assertThat(same(fifty, product(Expression.of(5), sqrt(TWO)), Domain.REAL)).isTrue();
    assertThat(same(fifty, product(Expression.of(5), sqrt(Expression.of(3))), Domain.REAL))
        .isFalse();
    assertThat(same(Expression.of(1).over(sqrt(TWO)), sqrt(TWO).over(TWO), Domain.REAL)).isTrue();
    assertThat(same(sqrt(Expression.of(-4)), product(TWO, Constant.I), Domain.REAL)).isTrue();
  }

  @Test
  void holds_polynomials_doNotDependOnForm() {
    Expression square = new Power(sum(X, Y), TWO);
    Expression expanded = sum(new Power(X, TWO), product(TWO, X, Y), new Power(Y, TWO));

    assertThat(same(square, expanded, Domain.COMPLEX)).isTrue();
    assertThat(same(square, sum(new Power(X, TWO), new Power(Y, TWO)), Domain.COMPLEX)).isFalse();
    assertThat(same(X, Y, Domain.COMPLEX)).isFalse();
  }

  @Test
  void holds_rootOfASquare_dependsOnTheDomain() {
    Expression root = sqrt(new Power(X, TWO));

    assertThat(same(root, call("abs", X), Domain.REAL)).isTrue();
    assertThat(same(root, call("abs", X), Domain.COMPLEX)).isFalse();
    assertThat(same(root, X, Domain.REAL)).isFalse();
  }

  @Test
  void holds_functions_knownAndUnknown() {
    Expression one = sum(new Power(call("sin", X), TWO), new Power(call("cos", X), TWO));

    assertThat(same(one, Expression.of(1), Domain.COMPLEX)).isTrue();
    assertThat(same(call("f", product(TWO, X)), call("f", sum(X, X)), Domain.COMPLEX)).isTrue();
    assertThat(same(call("f", X), call("g", X), Domain.COMPLEX)).isFalse();
    assertThat(same(new Call("log", List.of(Expression.of(8), TWO)), Expression.of(3), Domain.REAL))
        .isTrue();
  }

  @Test
  void holds_infinity_isOnlyItself() {
    assertThat(same(Constant.INFINITY, Constant.INFINITY, Domain.REAL)).isTrue();
    assertThat(same(Constant.INFINITY, Constant.INFINITY.negated(), Domain.REAL)).isFalse();
    assertThat(same(Constant.INFINITY, Expression.of(1), Domain.REAL)).isFalse();
  }

  @Test
  void holds_numbersBeyondDoublePrecision_areNotInfinite() {
    Expression nine = Expression.of(9);
    Expression eight = Expression.of(8);
    Expression large = new Power(nine, new Power(nine, nine));
    Expression other = new Power(eight, new Power(eight, eight));

    assertThat(same(large, other, Domain.REAL)).isFalse();
    assertThat(same(large, Constant.INFINITY, Domain.REAL)).isFalse();
    assertThat(same(sum(X, large), large, Domain.REAL)).isFalse();
  }

  @Test
  void holds_undefinedNumbers_areNotEqual() {
    Expression zeroth = Expression.of(1).over(Expression.of(0));

    assertThat(same(call("log", Expression.of(0)), call("log", Expression.of(0)), Domain.REAL))
        .isFalse();
    assertThat(same(zeroth, Expression.of(1), Domain.REAL)).isFalse();
  }

  @Test
  void holds_numbersTooLargeForDoubles_areNotEqualForThat() {
    Expression tower = new Power(Expression.of(9), new Power(Expression.of(9), Expression.of(9)));
    Expression high = new Power(X, Expression.of(5_000));
    Expression higher = new Power(X, Expression.of(6_000));

    assertThat(same(tower, new Power(tower, TWO), Domain.REAL)).isFalse();
    assertThat(same(high, higher, Domain.COMPLEX)).isFalse();
  }

  @Test
  void holds_factorialsAndFloors_areThoseOfComplexNumbersToo() {
    Expression next = sum(X, Expression.of(1));
    Expression quotient = call("factorial", next).over(call("factorial", X));

    assertThat(same(quotient, next, Domain.COMPLEX)).isTrue();
    assertThat(same(call("floor", next), sum(call("floor", X), Expression.of(1)), Domain.COMPLEX))
        .isTrue();
    assertThat(
            same(
                new Call("binomial", List.of(X, TWO)),
                product(X, X.minus(Expression.of(1))).over(TWO),
                Domain.COMPLEX))
        .isTrue();
  }

  @Test
  void holds_hugePowers_areRefusedCheaplyOrRunOutOfBudget() {
    Expression tower = new Power(new Power(Expression.of(9), Expression.of(99_999)), TWO);

    assertThat(same(tower, Expression.of(1), Domain.REAL)).isFalse();
    assertThatThrownBy(() -> Identity.holds(tower, X, Domain.REAL, new WorkBudget(3)))
        .isInstanceOf(WorkBudgetExceededException.class)
        .hasMessage("the comparison must be done within its budget of operations, it was not");
  }
}
