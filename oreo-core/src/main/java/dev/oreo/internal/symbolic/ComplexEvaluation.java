package dev.oreo.internal.symbolic;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.util.FastMath;

/**
 * Values of expressions in double precision, on principal branches.
 *
 * <p>Functions known by name: {@code sin cos tan cot sec csc sinh cosh tanh asin acos atan acot
 * asec acsc asinh acosh atanh}, {@code log} (natural, or with a base as second argument), {@code
 * abs conjugate floor ceiling factorial binomial}. Any other name stands for an arbitrary but fixed
 * smooth function of its arguments, so that {@code f(2x)} is the same as {@code f(x + x)} and
 * nothing else.
 */
public final class ComplexEvaluation {
  private final Map<String, Complex> symbols;
  private final WorkBudget budget;

  private ComplexEvaluation(Map<String, Complex> symbols, WorkBudget budget) {
    this.symbols = symbols;
    this.budget = budget;
  }

  /**
   * Returns the value of an expression.
   *
   * @param expression any
   * @param symbols values of its variables
   * @param budget what it may cost
   * @return NaN if it has none, or if a variable has none; infinite for the infinities
   * @throws WorkBudgetExceededException if it costs more
   */
  public static Complex of(Expression expression, Map<String, Complex> symbols, WorkBudget budget) {
    return new ComplexEvaluation(symbols, budget).value(expression);
  }

  private Complex value(Expression expression) {
    budget.spend(1);
    if (expression instanceof Expression.Rational number) {
      return new Complex(number.value().doubleValue());
    }
    if (expression instanceof Expression.Symbol symbol) {
      return symbols.getOrDefault(symbol.name(), Complex.NaN);
    }
    if (expression instanceof Expression.Constant constant) {
      return constant(constant);
    }
    if (expression instanceof Expression.Sum sum) {
      return sum(sum.terms());
    }
    if (expression instanceof Expression.Product product) {
      return product(product.factors());
    }
    if (expression instanceof Expression.Power power) {
      return power(value(power.base()), value(power.exponent()));
    }
    return call((Expression.Call) expression);
  }

  private static Complex constant(Expression.Constant constant) {
    return switch (constant) {
      case PI -> new Complex(Math.PI);
      case E -> new Complex(Math.E);
      case I -> Complex.I;
      case INFINITY -> new Complex(Double.POSITIVE_INFINITY);
    };
  }

  private Complex sum(List<Expression> terms) {
    double re = 0;
    double im = 0;
    for (Expression term : terms) {
      Complex value = value(term);
      re += value.getReal();
      im += value.getImaginary();
    }
    return new Complex(re, im);
  }

  private Complex product(List<Expression> factors) {
    Complex result = Complex.ONE;
    for (Expression factor : factors) {
      result = times(result, value(factor));
    }
    return result;
  }

  /** Real times real stays real, infinities included. */
  private static Complex times(Complex a, Complex b) {
    if (a.getImaginary() == 0 && b.getImaginary() == 0) {
      return new Complex(a.getReal() * b.getReal());
    }
    return a.multiply(b);
  }

  private static Complex power(Complex base, Complex exponent) {
    if (base.isNaN() || exponent.isNaN()) {
      return Complex.NaN;
    }
    if (base.equals(Complex.ZERO) && exponent.getReal() < 0) {
      return Complex.NaN;
    }
    if (base.getImaginary() == 0 && exponent.getImaginary() == 0) {
      double real = FastMath.pow(base.getReal(), exponent.getReal());
      if (!Double.isNaN(real)) {
        return new Complex(real);
      }
    }
    if (base.equals(Complex.ZERO)) {
      return exponent.getReal() > 0 ? Complex.ZERO : Complex.NaN;
    }
    double n = exponent.getReal();
    if (exponent.getImaginary() == 0 && n == FastMath.rint(n) && FastMath.abs(n) <= 64) {
      return integerPower(base, (int) n);
    }
    return base.log().multiply(exponent).exp();
  }

  private static Complex integerPower(Complex base, int n) {
    Complex result = Complex.ONE;
    for (int i = 0; i < Math.abs(n); i++) {
      result = result.multiply(base);
    }
    return n < 0 ? result.reciprocal() : result;
  }

  private Complex call(Expression.Call call) {
    List<Complex> arguments = call.arguments().stream().map(this::value).toList();
    if (arguments.stream().anyMatch(Complex::isNaN)) {
      return Complex.NaN;
    }
    return switch (arguments.size()) {
      case 1 -> function(call.function(), arguments.get(0));
      case 2 -> function(call.function(), arguments.get(0), arguments.get(1));
      default -> unknown(call.function(), arguments);
    };
  }

  private static Complex function(String name, Complex a, Complex b) {
    return switch (name) {
      case "log" -> a.log().divide(b.log());
      case "binomial" -> binomial(a, b);
      default -> unknown(name, List.of(a, b));
    };
  }

  private static Complex function(String name, Complex x) {
    return switch (name) {
      case "sin" -> x.sin();
      case "cos" -> x.cos();
      case "tan" -> x.tan();
      case "cot" -> x.tan().reciprocal();
      case "sec" -> x.cos().reciprocal();
      case "csc" -> x.sin().reciprocal();
      case "sinh" -> x.sinh();
      case "cosh" -> x.cosh();
      case "tanh" -> x.tanh();
      case "log" -> x.equals(Complex.ZERO) ? Complex.NaN : x.log();
      case "abs" -> new Complex(x.abs());
      case "conjugate" -> x.conjugate();
      case "floor" -> new Complex(FastMath.floor(x.getReal()), FastMath.floor(x.getImaginary()));
      case "ceiling" -> new Complex(FastMath.ceil(x.getReal()), FastMath.ceil(x.getImaginary()));
      case "factorial" -> ComplexFactorial.of(x);
      default -> inverse(name, x);
    };
  }

  private static Complex inverse(String name, Complex x) {
    return switch (name) {
      case "asin" -> x.asin();
      case "acos" -> x.acos();
      case "atan" -> x.atan();
      case "acot" -> x.reciprocal().atan();
      case "asec" -> x.reciprocal().acos();
      case "acsc" -> x.reciprocal().asin();
      case "asinh" -> x.multiply(Complex.I).asin().multiply(Complex.I).negate();
      case "acosh" -> acosh(x);
      case "atanh" -> x.multiply(Complex.I).atan().multiply(Complex.I).negate();
      default -> unknown(name, List.of(x));
    };
  }

  private static Complex acosh(Complex x) {
    Complex root = x.subtract(Complex.ONE).sqrt().multiply(x.add(Complex.ONE).sqrt());
    return x.add(root).log();
  }

  private static Complex binomial(Complex n, Complex k) {
    Complex below = ComplexFactorial.of(k).multiply(ComplexFactorial.of(n.subtract(k)));
    return ComplexFactorial.of(n).divide(below);
  }

  private static Complex unknown(String name, List<Complex> arguments) {
    Complex phase = new Complex(1 + (name.hashCode() & 0xffff) / 65536.0);
    for (int i = 0; i < arguments.size(); i++) {
      phase = phase.add(arguments.get(i).multiply(0.37 + 0.21 * i));
    }
    return phase.sin().add(phase.multiply(0.5));
  }
}
