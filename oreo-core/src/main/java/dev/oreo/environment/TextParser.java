package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one text of a grammar: words, {@code #rule#}, {@code {value}}, {@code {value | query}} and
 * {@code [{value | query}]}.
 *
 * <p>As in TextWorld, white space that begins a text is no part of it, and neither is a closing
 * brace too many at its end.
 */
final class TextParser {
  private static final String RESERVED = ";|\"<>[]#{}";
  private static final Pattern OPERAND =
      Pattern.compile("\\s*(?:'([^']*)'|([A-Za-z_]\\w*)(?:\\.([a-z]+))?)\\s*");

  private final String file;
  private final int line;
  private final String text;
  private final List<TextPart> parts = new ArrayList<>();
  private int position;

  /** The line is where the text begins, as near as is known. */
  TextParser(String file, int line, String text) {
    this.file = file;
    this.line = line;
    this.text = text.stripLeading();
  }

  List<TextPart> parse() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        parts.add(call());
      } else if (c == '{') {
        parts.add(braces(false));
      } else if (c == '[') {
        parts.add(list());
      } else if (c == '}' && position == text.length() - 1) {
        position++;
      } else {
        words();
      }
    }
    return List.copyOf(parts);
  }

  private void words() {
    int start = position;
    while (position < text.length() && RESERVED.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    if (start == position) {
      throw fail("plain text must hold none of " + RESERVED + ", got " + text.charAt(position));
    }
    parts.add(new TextPart.Words(text.substring(start, position)));
  }

  private TextPart call() {
    return new TextPart.Call(upTo("#", position + 1, "a rule's name"), line);
  }

  /** The text from a position to a delimiter, which is passed. */
  private String upTo(String end, int start, String what) {
    int stop = text.indexOf(end, start);
    if (stop < 0) {
      throw fail(what + " must be closed by " + end + ", got " + text.substring(position));
    }
    position = stop + end.length();
    return text.substring(start, stop);
  }

  private TextPart list() {
    position++;
    if (position == text.length() || text.charAt(position) != '{') {
      throw fail("[ must be followed by {, got " + text.substring(position));
    }
    TextPart part = braces(true);
    if (position == text.length() || text.charAt(position) != ']') {
      throw fail("[{...} must be followed by ], got " + text.substring(position));
    }
    position++;
    return part;
  }

  private TextPart braces(boolean listed) {
    String inside = upTo("}", position + 1, "{");
    int bar = inside.indexOf('|');
    String value = (bar < 0 ? inside : inside.substring(0, bar)).strip();
    TextPart item = value.startsWith("#") ? ruleOf(value) : new TextPart.Value(value(value), line);
    if (bar < 0 && !listed) {
      return item;
    }
    String query = bar < 0 ? "" : inside.substring(bar + 1).strip();
    return new TextPart.ForEach(item, query, listed, line);
  }

  private TextPart ruleOf(String value) {
    if (value.length() < 3 || value.indexOf('#', 1) != value.length() - 1) {
      throw fail("a rule's name must be closed by #, got " + value);
    }
    return new TextPart.Call(value.substring(1, value.length() - 1), line);
  }

  /** Names are never empty: of {@code a or b} the first is meant. */
  private List<TextPart.Operand> value(String value) {
    List<TextPart.Operand> operands = new ArrayList<>();
    Matcher matcher = OPERAND.matcher(value);
    boolean meant = true;
    int start = 0;
    while (true) {
      if (!matcher.find(start) || matcher.start() != start) {
        throw fail("value must be like 'text' + variable.name, got {" + value + "}");
      }
      if (meant) {
        operands.add(operand(matcher));
      }
      if (matcher.end() == value.length()) {
        return operands;
      }
      boolean or = value.startsWith("or ", matcher.end());
      if (!or && value.charAt(matcher.end()) != '+') {
        throw fail("value must be like 'text' + variable.name, got {" + value + "}");
      }
      meant &= !or;
      start = matcher.end() + (or ? 2 : 1);
    }
  }

  private static TextPart.Operand operand(Matcher matcher) {
    String quoted = matcher.group(1);
    if (quoted != null) {
      return TextPart.Operand.quoted(quoted);
    }
    String property = matcher.group(3);
    return TextPart.Operand.property(matcher.group(2), property == null ? "name" : property);
  }

  private GameFormatException fail(String problem) {
    return new GameFormatException(file, line, problem);
  }
}
