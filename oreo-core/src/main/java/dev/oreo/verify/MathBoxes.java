package dev.oreo.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Finds {@code \boxed{...}} and {@code \fbox{...}} with balanced braces. */
final class MathBoxes {
  private static final List<String> MACROS = List.of("\\boxed", "\\fbox");

  private MathBoxes() {}

  /**
   * A place in a text.
   *
   * @param start of the macro or of the sign that opens
   * @param contentStart of what is inside
   * @param contentEnd behind what is inside
   * @param end behind the sign that closes
   */
  record Span(int start, int contentStart, int contentEnd, int end) {
    String content(String text) {
      return text.substring(contentStart, contentEnd);
    }
  }

  /** Returns the boxes that are in no other box, in order. Boxes that do not close are none. */
  static List<Span> all(String text) {
    if (MACROS.stream().noneMatch(text::contains)) {
      return List.of();
    }
    return outermost(scan(text).found());
  }

  /** Returns the text before the first box that does not close: it may have been cut off. */
  static String complete(String text) {
    if (MACROS.stream().noneMatch(text::contains)) {
      return text;
    }
    Deque<Integer> unclosed = scan(text).boxes();
    return unclosed.isEmpty() ? text : text.substring(0, unclosed.peekLast());
  }

  private static State scan(String text) {
    State state = new State(new ArrayList<>(), new ArrayDeque<>(), new ArrayDeque<>());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int macro = c == '\\' ? macroLength(text, i) : 0;
      if (macro > 0) {
        i = box(text, i, i + macro, state);
      } else if (c == '\\') {
        i += 2;
      } else {
        brace(c, i, state);
        i++;
      }
    }
    return state;
  }

  /** Boxes found; places of open braces; places of open boxes, each with its brace. */
  private record State(List<Span> found, Deque<Integer> open, Deque<Integer> boxes) {}

  /** Length of the macro that begins at a place, 0 if none does. */
  private static int macroLength(String text, int start) {
    for (String macro : MACROS) {
      if (text.startsWith(macro, start)) {
        return macro.length();
      }
    }
    return 0;
  }

  /** Notes where a box begins, or takes one without braces; returns where to go on. */
  private static int box(String text, int start, int behind, State state) {
    int next = behind;
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    if (next < text.length() && text.charAt(next) == '{') {
      state.open().push(next);
      state.boxes().push(start);
      state.boxes().push(next);
      return next + 1;
    }
    int end = next;
    while (end < text.length() && " $\n}\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (end > next && !Character.isLetter(text.charAt(behind))) {
      state.found().add(new Span(start, next, end, end));
    }
    return Math.max(end, behind);
  }

  private static void brace(char c, int position, State state) {
    if (c == '{') {
      state.open().push(position);
    } else if (c == '}' && !state.open().isEmpty()) {
      int opening = state.open().pop();
      if (!state.boxes().isEmpty() && state.boxes().peek() == opening) {
        state.boxes().pop();
        state.found().add(new Span(state.boxes().pop(), opening + 1, position, position + 1));
      }
    }
  }

  private static List<Span> outermost(List<Span> found) {
    List<Span> result = new ArrayList<>();
    for (Span span : found) {
      while (!result.isEmpty() && result.get(result.size() - 1).start() > span.start()) {
        result.remove(result.size() - 1);
      }
      result.add(span);
    }
    return result;
  }

  /** Returns the place of the brace that closes another one, or -1. */
  static int closingBrace(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
