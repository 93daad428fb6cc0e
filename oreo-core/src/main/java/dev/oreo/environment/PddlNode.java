package dev.oreo.environment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word or a parenthesised list of PDDL, in lower case, which knows where it stands. */
record PddlNode(String file, int line, @Nullable String text, List<PddlNode> items) {
  private static final int SHOWN = 5;

  boolean isWord() {
    return text != null;
  }

  /** The word that this is; fails, saying what it must be, where it is a list. */
  String word(String subject) {
    if (text == null) {
      throw fail(subject + " must be a word, got " + shown());
    }
    return text;
  }

  /** The items of the list that this is; fails, saying what it must be, where it is a word. */
  List<PddlNode> list(String subject) {
    if (text != null) {
      throw fail(subject + " must be a list in parentheses, got " + shown());
    }
    return items;
  }

  /** The first item of a list, which names what the list is. */
  String head(String subject) {
    if (list(subject).isEmpty()) {
      throw fail(subject + " must not be empty, got ()");
    }
    return items.get(0).word("the first word of " + subject);
  }

  /** The only item after the head. */
  PddlNode only() {
    if (items.size() != 2) {
      throw fail(head("it") + " must have one part, got " + (items.size() - 1));
    }
    return items.get(1);
  }

  GameFormatException fail(String problem) {
    return new GameFormatException(file, line, problem);
  }

  /** The text, shortened, for messages. */
  String shown() {
    if (text != null) {
      return text;
    }
    StringBuilder shown = new StringBuilder("(");
    for (int i = 0; i < Math.min(items.size(), SHOWN); i++) {
      PddlNode item = items.get(i);
      shown.append(i == 0 ? "" : " ").append(item.isWord() ? item.shown() : "(...)");
    }
    return shown.append(items.size() > SHOWN ? " ...)" : ")").toString();
  }
}
