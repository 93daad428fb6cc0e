package dev.oreo.environment;

import java.util.List;

/** A piece of a grammar's text. */
sealed interface TextPart {
  /** Plain text. */
  record Words(String text) implements TextPart {}

  /** {@code #rule#}: the text of a rule. */
  record Call(String rule, int line) implements TextPart {}

  /** {@code {value}}: values after each other, each a quoted text or a property of a variable. */
  record Value(List<Operand> operands, int line) implements TextPart {}

  /** {@code [{item | query}]}, or without the outer brackets: an item for each answer. */
  record ForEach(TextPart item, String query, boolean listed, int line) implements TextPart {}

  /** A quoted text, or the property of a variable. */
  record Operand(String text, String variable, String property) {
    static Operand quoted(String text) {
      return new Operand(text, "", "");
    }

    static Operand property(String variable, String property) {
      return new Operand("", variable, property);
    }

    boolean isQuoted() {
      return variable.isEmpty();
    }
  }
}
