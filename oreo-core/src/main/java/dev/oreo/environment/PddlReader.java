package dev.oreo.environment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Reads the parentheses of PDDL. Words are folded to lower case; {@code ;} begins a comment. */
final class PddlReader {
  /** Enough for any game; keeps a hostile text from exhausting the stack of what reads it. */
  private static final int DEEPEST = 200;

  private final String file;
  private final String text;
  private final Deque<PddlNode> open = new ArrayDeque<>();
  private int position;
  private int line = 1;

  private PddlReader(String file, String text) {
    this.file = file;
    this.text = text.toLowerCase(Locale.ROOT);
  }

  /** Reads a text that is one {@code (define ...)}. */
  static PddlNode define(String file, String text) {
    PddlNode root = new PddlReader(file, text).read();
    if (!root.head("the text").equals("define")) {
      throw root.fail("the text must be (define ...), got " + root.shown());
    }
    return root;
  }

  private PddlNode read() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '(') {
        open();
      } else if (c == ')') {
        PddlNode closed = close();
        if (open.isEmpty()) {
          return ended(closed);
        }
      } else if (!skipped(c)) {
        word();
      }
    }
    PddlNode last = open.peek();
    throw fail(
        last == null
            ? "the text must be (define ...), got its end"
            : "list of line " + last.line() + " must be closed, got the end of the text");
  }

  private void open() {
    PddlNode list = new PddlNode(file, line, null, new ArrayList<>());
    PddlNode parent = open.peek();
    if (parent != null) {
      parent.items().add(list);
    }
    open.push(list);
    if (open.size() > DEEPEST) {
      throw fail("lists must be nested at most " + DEEPEST + " deep, got more");
    }
    position++;
  }

  private PddlNode close() {
    if (open.isEmpty()) {
      throw fail("the text must begin with (, got )");
    }
    position++;
    return open.pop();
  }

  private boolean skipped(char c) {
    if (c == '\n') {
      line++;
      position++;
    } else if (c == ';') {
      int end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end;
    } else if (Character.isWhitespace(c)) {
      position++;
    } else {
      return false;
    }
    return true;
  }

  private void word() {
    int start = position;
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    PddlNode parent = open.peek();
    String word = text.substring(start, position);
    if (parent == null) {
      throw fail("the text must begin with (, got " + word);
    }
    parent.items().add(new PddlNode(file, line, word, List.of()));
  }

  private static boolean isWordPart(char c) {
    return c != '(' && c != ')' && c != ';' && !Character.isWhitespace(c);
  }

  private PddlNode ended(PddlNode root) {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (!skipped(c)) {
        throw fail("the text must end after its last parenthesis, got " + c);
      }
    }
    return root;
  }

  private GameFormatException fail(String problem) {
    return new GameFormatException(file, line, problem);
  }
}
