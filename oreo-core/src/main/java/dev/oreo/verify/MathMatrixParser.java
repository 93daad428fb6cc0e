package dev.oreo.verify;

import dev.oreo.internal.symbolic.Expression;
import dev.oreo.internal.symbolic.WorkBudget;
import dev.oreo.verify.MathAnswer.Matrix;
import dev.oreo.verify.MathAnswer.Quantity;
import dev.oreo.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads matrices, and sums and multiples of them. */
final class MathMatrixParser {
  private final WorkBudget budget;
  private final Function<List<MathToken>, MathAnswer> cells;

  MathMatrixParser(WorkBudget budget, Function<List<MathToken>, MathAnswer> cells) {
    this.budget = budget;
    this.cells = cells;
  }

  static boolean isMatrix(List<MathToken> tokens) {
    return tokens.stream().anyMatch(MathMatrixParser::opens);
  }

  private static boolean opens(MathToken token) {
    return token.kind() == Kind.SYMBOL
        && token.text().startsWith("begin{")
        && (token.text().contains("matrix") || token.text().contains("array"));
  }

  static boolean isCases(String open) {
    return !open.contains("matrix") && !open.contains("array");
  }

  /** Returns the rows of equations one below the other as a list. */
  static List<MathToken> cases(List<MathToken> inner) {
    return inner.stream().filter(t -> !t.is("&")).toList();
  }

  /** Reads a sum of matrices with factors before or behind them. */
  Matrix matrix(List<MathToken> tokens) {
    List<Integer> signs = MathTokens.places(tokens, t -> t.is("+") || t.is("-"));
    List<Integer> inner = signs.stream().filter(place -> place > 0).toList();
    List<List<MathToken>> terms = MathTokens.split(tokens, inner);
    Optional<Matrix> sum = Optional.empty();
    for (int i = 0; i < terms.size(); i++) {
      boolean negative = i > 0 && tokens.get(inner.get(i - 1)).is("-");
      Matrix term = term(terms.get(i), negative);
      sum = Optional.of(sum.isEmpty() ? term : plus(sum.get(), term));
    }
    return sum.orElseThrow();
  }

  private Matrix term(List<MathToken> tokens, boolean negative) {
    List<MathToken> factors = new ArrayList<>();
    List<MathToken> body = new ArrayList<>();
    int depth = 0;
    for (MathToken token : tokens) {
      boolean opening = opens(token);
      depth += opening ? 1 : 0;
      (depth > 0 ? body : factors).add(token);
      depth -= depth > 0 && token.kind() == Kind.SYMBOL && token.text().startsWith("end{") ? 1 : 0;
    }
    if (body.size() < 2
        || !body.get(body.size() - 1).text().startsWith("end{")
        || body.stream().filter(MathMatrixParser::opens).count() > 1) {
      throw new MathSyntaxException("matrices are multiplied or added to numbers there");
    }
    Matrix matrix = rows(body);
    List<MathToken> scalar = scalar(factors);
    if (scalar.isEmpty() && !negative) {
      return matrix;
    }
    Expression factor =
        scalar.isEmpty() ? Expression.of(1) : MathExpressionParser.parse(scalar, budget);
    return times(negative ? factor.negated() : factor, matrix);
  }

  /** Without the brackets around the matrix and the sign of multiplication before it. */
  private static List<MathToken> scalar(List<MathToken> tokens) {
    List<MathToken> factors = new ArrayList<>(tokens);
    int last = factors.size() - 1;
    boolean fenced =
        last > 0 && factors.get(last).nesting() < 0 && factors.get(last - 1).nesting() > 0;
    if (fenced) {
      factors.remove(last);
      factors.remove(last - 1);
    }
    while (!factors.isEmpty() && factors.get(factors.size() - 1).is("*")) {
      factors.remove(factors.size() - 1);
    }
    boolean minus = factors.size() == 1 && factors.get(0).is("-");
    if (minus) {
      factors.add(new MathToken(Kind.NUMBER, "1", false));
    }
    return factors;
  }

  private Matrix rows(List<MathToken> body) {
    String environment = body.get(0).text();
    List<MathToken> inner = MathTokens.inner(body);
    List<List<MathAnswer>> rows = new ArrayList<>();
    for (List<MathToken> row : MathTokens.split(inner, "\\\\")) {
      if (row.stream().anyMatch(t -> !t.isCommand("hline"))) {
        rows.add(MathTokens.split(row, "&").stream().map(cells).toList());
      }
    }
    int width = rows.isEmpty() ? 0 : rows.get(0).size();
    if (width == 0 || rows.stream().anyMatch(row -> row.size() != width)) {
      throw new MathSyntaxException("the rows of a matrix differ in length");
    }
    return new Matrix(rows, environment.contains("vmatrix") ? "|" : "");
  }

  private static Matrix plus(Matrix a, Matrix b) {
    boolean same = a.rows().size() == b.rows().size() && width(a) == width(b);
    if (!same) {
      throw new MathSyntaxException("matrices of different sizes are added");
    }
    List<List<MathAnswer>> rows = new ArrayList<>();
    for (int i = 0; i < a.rows().size(); i++) {
      List<MathAnswer> row = new ArrayList<>();
      for (int j = 0; j < width(a); j++) {
        Expression left = value(a.rows().get(i).get(j));
        Expression right = value(b.rows().get(i).get(j));
        row.add(MathQuantityParser.of(new Expression.Sum(List.of(left, right))));
      }
      rows.add(row);
    }
    return new Matrix(rows, a.fence());
  }

  private static Matrix times(Expression factor, Matrix matrix) {
    return new Matrix(
        matrix.rows().stream()
            .map(
                row ->
                    row.stream()
                        .map(c -> new Expression.Product(List.of(factor, value(c))))
                        .map(MathQuantityParser::of)
                        .map(MathAnswer.class::cast)
                        .toList())
            .toList(),
        matrix.fence());
  }

  private static int width(Matrix matrix) {
    return matrix.rows().get(0).size();
  }

  private static Expression value(MathAnswer cell) {
    if (cell instanceof Quantity quantity) {
      return quantity.value();
    }
    throw new MathSyntaxException("a matrix with other things than numbers is calculated with");
  }
}
