package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads queries such as {@code holds(a:agent, o:object) & not_isclean(o:object)}. */
final class QueryParser {
  private static final Pattern PART = Pattern.compile("\\s*([\\w/-]+)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*:\\s*([\\w/-]+)\\s*");
  private static final String NOT = "not_";

  private final PddlDomain domain;
  private final Grammar grammar;
  private final Set<Predicate> asked = new HashSet<>();
  private final Set<Predicate> denials = new HashSet<>();

  QueryParser(PddlDomain domain, Grammar grammar) {
    this.domain = domain;
    this.grammar = grammar;
  }

  /** The predicates that queries read so far ask for. */
  Set<Predicate> asked() {
    return asked;
  }

  /** Those of which they ask whether a fact was made false. */
  Set<Predicate> denials() {
    return denials;
  }

  /** Parses a query, empty for one that always holds; new variables enter the scope. */
  TextQuery parse(String text, Map<String, Variable> scope, int line) {
    if (text.isBlank()) {
      return TextQuery.ALWAYS;
    }
    List<TextQuery.Part> parts = new ArrayList<>();
    for (String part : text.split("&", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw grammar.fail(
            line, "query must be predicate(variable:type, ...) & ..., got " + text.strip());
      }
      parts.add(part(matcher.group(1), matcher.group(2), scope, line));
    }
    return new TextQuery(parts);
  }

  private TextQuery.Part part(
      String name, String arguments, Map<String, Variable> scope, int line) {
    String folded = name.toLowerCase(Locale.ROOT);
    boolean denied = domain.predicate(folded).isEmpty() && folded.startsWith(NOT);
    Predicate predicate =
        domain
            .predicate(denied ? folded.substring(NOT.length()) : folded)
            .orElseThrow(
                () -> grammar.fail(line, "predicate must be one of the domain's, got " + name));
    (denied ? denials : asked).add(predicate);
    List<String> list = arguments.isBlank() ? List.of() : List.of(arguments.split(",", -1));
    if (list.size() != predicate.arity()) {
      throw grammar.fail(
          line,
          "%s must have %d arguments, got %d".formatted(name, predicate.arity(), list.size()));
    }
    int[] taken = scope.values().stream().mapToInt(Variable::slot).toArray();
    int[] slots = new int[list.size()];
    int[] types = new int[list.size()];
    boolean[] free = new boolean[list.size()];
    for (int i = 0; i < slots.length; i++) {
      int before = scope.size();
      Variable variable = variable(list.get(i), scope, line);
      slots[i] = variable.slot();
      types[i] = variable.type();
      free[i] = scope.size() > before;
    }
    return new TextQuery.Part(predicate, denied, slots, types, free, taken);
  }

  private Variable variable(String argument, Map<String, Variable> scope, int line) {
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches()) {
      throw grammar.fail(line, "argument must be variable:type, got " + argument.strip());
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String typeName = matcher.group(2).toLowerCase(Locale.ROOT);
    int type =
        domain
            .types()
            .find(typeName)
            .orElseThrow(
                () -> grammar.fail(line, "type must be one of the domain's, got " + typeName));
    Variable known = scope.computeIfAbsent(name, n -> new Variable(n, type, scope.size()));
    if (known.type() != type) {
      throw grammar.fail(line, "variable " + name + " must keep its type, got " + typeName);
    }
    return known;
  }
}
