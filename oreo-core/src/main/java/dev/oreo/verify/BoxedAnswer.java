package dev.oreo.verify;

import java.util.Optional;

/** The last box of a solution in the MATH dataset's notation. */
final class BoxedAnswer {
  private BoxedAnswer() {}

  /**
   * Returns what is in the last {@code \boxed{}}, or in the last {@code \fbox{}} where there is no
   * other box; after {@code \boxed 5} what is before the next dollar sign. Empty if a box does not
   * end.
   */
  static Optional<String> last(String text) {
    return text.contains("\\boxed") ? last(text, "\\boxed") : last(text, "\\fbox");
  }

  private static Optional<String> last(String text, String command) {
    int start = text.lastIndexOf(command);
    if (start < 0) {
      return Optional.empty();
    }
    int end = start + command.length();
    int open = end;
    while (text.startsWith(" ", open)) {
      open++;
    }
    if (text.startsWith("{", open)) {
      return braced(text, open);
    }
    int dollar = text.indexOf('$', open);
    return open > end
        ? Optional.of(text.substring(open, dollar < 0 ? text.length() : dollar))
        : Optional.empty();
  }

  private static Optional<String> braced(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return Optional.of(text.substring(open + 1, i));
      }
    }
    return Optional.empty();
  }
}
