package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Puts a grammar's rules in their places and gives the variables of one text slots. */
final class TextCompiler {
  /** What a game's goal in words takes the place of. */
  private static final String UNKNOWN_TASK = "UNKNOWN GOAL";

  /** A text with more pieces comes from a rule that doubles itself. */
  private static final int MOST_NODES = 100_000;

  private final Grammar grammar;
  private final QueryParser queries;
  private final Set<String> open = new HashSet<>();
  private int slots;
  private int nodes;

  TextCompiler(Grammar grammar, QueryParser queries) {
    this.grammar = grammar;
    this.queries = queries;
  }

  /** Slots that the text's variables take. */
  int slots() {
    return slots;
  }

  /** Compiles a text that may speak of some variables. */
  List<TextNode> compile(List<TextPart> parts, Map<String, Variable> scope) {
    slots = Math.max(slots, scope.size());
    List<TextNode> compiled = new ArrayList<>();
    for (TextPart part : parts) {
      if (part instanceof TextPart.Words words) {
        addWords(words.text(), compiled);
      } else if (part instanceof TextPart.Call call) {
        compiled.addAll(call(call, scope));
      } else if (part instanceof TextPart.Value value) {
        value.operands().forEach(operand -> compiled.add(operand(operand, scope, value.line())));
      } else {
        compiled.add(forEach((TextPart.ForEach) part, scope));
      }
    }
    return List.copyOf(compiled);
  }

  private static void addWords(String text, List<TextNode> compiled) {
    int at = text.indexOf(UNKNOWN_TASK);
    if (at < 0) {
      compiled.add(new TextNode.Words(text));
      return;
    }
    compiled.add(new TextNode.Words(text.substring(0, at)));
    compiled.add(new TextNode.Task());
    addWords(text.substring(at + UNKNOWN_TASK.length()), compiled);
  }

  private List<TextNode> call(TextPart.Call call, Map<String, Variable> scope) {
    Grammar.Rule rule = grammar.rule(call.rule(), call.line());
    String frame = rule.name() + scope.keySet();
    if (!open.add(frame)) {
      throw grammar.fail(
          rule.line(), "rule " + rule.name() + " must end, got one that calls itself");
    }
    if (++nodes > MOST_NODES) {
      throw grammar.fail(
          rule.line(),
          "text must have at most " + MOST_NODES + " parts, got more in " + rule.name());
    }
    List<TextNode.Branch> branches = new ArrayList<>();
    for (Grammar.Alternative alternative : rule.alternatives()) {
      TextQuery query = query(alternative.condition(), new LinkedHashMap<>(scope), rule.line());
      branches.add(new TextNode.Branch(query, compile(alternative.parts(), scope)));
      if (query.parts().isEmpty()) {
        break;
      }
    }
    open.remove(frame);
    return branches.size() == 1 ? branches.get(0).nodes() : List.of(new TextNode.Choice(branches));
  }

  /** Parses a query; its new variables enter the scope given. */
  private TextQuery query(String text, Map<String, Variable> scope, int line) {
    TextQuery query = queries.parse(text, scope, line);
    slots = Math.max(slots, scope.size());
    return query;
  }

  private TextNode operand(TextPart.Operand operand, Map<String, Variable> scope, int line) {
    if (operand.isQuoted()) {
      return new TextNode.Words(operand.text());
    }
    Variable variable = scope.get(operand.variable().toLowerCase(Locale.ROOT));
    if (variable == null) {
      throw grammar.fail(
          line, "variable must be one of " + scope.keySet() + ", got " + operand.variable());
    }
    for (TextNode.Kind kind : TextNode.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(operand.property())) {
        return new TextNode.Property(variable.slot(), kind);
      }
    }
    throw grammar.fail(
        line, "property must be name, id, type, definite or indefinite, got " + operand.property());
  }

  private TextNode forEach(TextPart.ForEach part, Map<String, Variable> scope) {
    Map<String, Variable> inner = new LinkedHashMap<>(scope);
    TextQuery query = query(part.query(), inner, part.line());
    List<TextNode> item = compile(List.of(part.item()), inner);
    if (!part.listed()) {
      return new TextNode.ForEach(query, item);
    }
    return new TextNode.Listing(
        query,
        item,
        call(new TextPart.Call("list_empty", part.line()), scope),
        call(new TextPart.Call("list_separator", part.line()), scope),
        call(new TextPart.Call("list_last_separator", part.line()), scope));
  }
}
