package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A condition on the facts of a state, by their bits: what is left of one without variables. */
sealed interface Formula {
  /** Always true. */
  Formula TRUE = new All(List.of());

  /** Never true. */
  Formula FALSE = new Any(List.of());

  boolean test(long[] bits);

  /** The same with other bits for its facts; a negative one is of a fact that is never true. */
  Formula renumber(IntUnaryOperator bits);

  /** True if a fact is as wanted. */
  record Literal(int bit, boolean wanted) implements Formula {
    @Override
    public boolean test(long[] bits) {
      return Bits.get(bits, bit) == wanted;
    }

    @Override
    public Formula renumber(IntUnaryOperator bits) {
      int number = bits.applyAsInt(bit);
      if (number < 0) {
        return wanted ? FALSE : TRUE;
      }
      return new Literal(number, wanted);
    }
  }

  /** True if every part is. */
  record All(List<Formula> parts) implements Formula {
    @Override
    public boolean test(long[] bits) {
      for (Formula part : parts) {
        if (!part.test(bits)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Formula renumber(IntUnaryOperator bits) {
      return all(parts.stream().map(part -> part.renumber(bits)).toList());
    }
  }

  /** True if some part is. */
  record Any(List<Formula> parts) implements Formula {
    @Override
    public boolean test(long[] bits) {
      for (Formula part : parts) {
        if (part.test(bits)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Formula renumber(IntUnaryOperator bits) {
      return any(parts.stream().map(part -> part.renumber(bits)).toList());
    }
  }

  /** All of some formulas, as simple as can be. */
  static Formula all(Collection<Formula> formulas) {
    List<Formula> parts = new ArrayList<>(formulas.size());
    for (Formula formula : formulas) {
      if (formula.equals(FALSE)) {
        return FALSE;
      }
      if (formula instanceof All inner) {
        parts.addAll(inner.parts);
      } else {
        parts.add(formula);
      }
    }
    return parts.size() == 1 ? parts.get(0) : parts.isEmpty() ? TRUE : new All(List.copyOf(parts));
  }

  /** Any of some formulas, as simple as can be. */
  static Formula any(Collection<Formula> formulas) {
    List<Formula> parts = new ArrayList<>(formulas.size());
    for (Formula formula : formulas) {
      if (formula.equals(TRUE)) {
        return TRUE;
      }
      if (formula instanceof Any inner) {
        parts.addAll(inner.parts);
      } else {
        parts.add(formula);
      }
    }
    return parts.size() == 1 ? parts.get(0) : parts.isEmpty() ? FALSE : new Any(List.copyOf(parts));
  }
}
