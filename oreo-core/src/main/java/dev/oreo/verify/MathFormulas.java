package dev.oreo.verify;

import dev.oreo.verify.MathBoxes.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds formulas in a text: between dollars, {@code \( \)} and {@code \[ \]}. */
final class MathFormulas {
  private static final int MAX_LENGTH = 2_000;

  private final String text;

  /** Up to where it is known that a closing sign does not follow. */
  private final Map<String, Integer> searched = new HashMap<>();

  private MathFormulas(String text) {
    this.text = text;
  }

  /** Returns all formulas in order; an opening sign without a closing one is none. */
  static List<Span> all(String text) {
    return new MathFormulas(text).all();
  }

  private List<Span> all() {
    List<Span> spans = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      Optional<Span> span = c == '$' || c == '\\' ? formula(i) : Optional.empty();
      if (span.isPresent()) {
        spans.add(span.get());
        i = span.get().end();
      } else {
        i += c == '\\' || (c == '$' && text.startsWith("$$", i)) ? 2 : 1;
      }
    }
    return spans;
  }

  private Optional<Span> formula(int start) {
    if (text.startsWith("$$", start)) {
      return span(start, start + 2, "$$");
    }
    if (text.charAt(start) == '$') {
      return span(start, start + 1, "$");
    }
    if (text.startsWith("\\(", start)) {
      return span(start, start + 2, "\\)");
    }
    return text.startsWith("\\[", start) ? span(start, start + 2, "\\]") : Optional.empty();
  }

  /** Each part of the text is searched only once for each closing sign. */
  private Optional<Span> span(int start, int from, String close) {
    int limit = Math.min(text.length(), from + MAX_LENGTH);
    int i = Math.max(from, searched.getOrDefault(close, 0));
    while (i < limit) {
      if (text.startsWith(close, i)) {
        return Optional.of(new Span(start, from, i, i + close.length()));
      }
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    searched.put(close, Math.max(i, from));
    return Optional.empty();
  }
}
