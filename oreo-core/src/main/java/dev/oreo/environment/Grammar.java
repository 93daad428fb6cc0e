package dev.oreo.environment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a grammar text says: its rules, and the command and the answer of each action. */
final class Grammar {
  /** One text that a rule may become, if its condition holds; an empty condition always does. */
  record Alternative(String condition, List<TextPart> parts) {}

  /** A rule: the first alternative whose condition holds is its text. */
  record Rule(String name, int line, List<Alternative> alternatives) {}

  /** The texts of an action, whose name is in lower case. */
  record Action(String name, int line, List<TextPart> template, List<TextPart> feedback) {}

  private final String file;
  private final Map<String, Rule> rules;
  private final Map<String, Action> actions;

  Grammar(String file, Map<String, Rule> rules, Map<String, Action> actions) {
    this.file = file;
    this.rules = rules;
    this.actions = actions;
  }

  static Grammar parse(String file, String text) {
    return new GrammarReader(file, text).read();
  }

  String file() {
    return file;
  }

  Collection<Rule> rules() {
    return rules.values();
  }

  Rule rule(String name, int line) {
    Rule rule = rules.get(name);
    if (rule == null) {
      throw fail(line, "rule must be one of the grammar's, got #" + name + "#");
    }
    return rule;
  }

  Optional<Action> action(String name) {
    return Optional.ofNullable(actions.get(name));
  }

  GameFormatException fail(int line, String problem) {
    return new GameFormatException(file, line, problem);
  }
}
