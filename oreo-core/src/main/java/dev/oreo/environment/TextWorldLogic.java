package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that the games of a world share: a PDDL domain, which says what actions do, and a twl2
 * grammar, which says what commands and answers read like.
 *
 * <p>Of PDDL this takes typing, {@code and}, {@code or}, {@code not}, {@code imply}, {@code
 * exists}, {@code forall}, {@code =}, and effects with {@code forall} and {@code when}; costs and
 * functions are read over. Of the grammar language it takes rules with conditions, values of
 * variables and lists. Whatever else a text holds is refused. Where the texts leave things open
 * this does what TextWorld does, which plays such games with the Fast Downward planner:
 *
 * <ul>
 *   <li>an action that would change nothing is no action;
 *   <li>of several alternatives of a rule the first counts whose condition holds;
 *   <li>different variables of a condition stand for different objects;
 *   <li>{@code not_p} in a condition asks whether an action made the fact false;
 *   <li>a name that an action speaks of and that the problem does not declare names nothing: what
 *       is said of it is false.
 * </ul>
 *
 * <p>Thread-safety: immutable and thread-safe.
 */
public final class TextWorldLogic {
  private static final String INTRODUCTION = "intro";

  private final PddlDomain domain;
  private final List<ActionText> texts = new ArrayList<>();
  private final ActionText introduction;
  private final Set<Predicate> read = new HashSet<>();
  private final Set<Predicate> denied = new HashSet<>();

  private TextWorldLogic(PddlDomain domain, Grammar grammar) {
    this.domain = domain;
    checkCalls(grammar);
    QueryParser queries = new QueryParser(domain, grammar);
    for (ActionSchema action : domain.actions()) {
      texts.add(text(action, grammar, queries));
      Conditions.atoms(action.precondition(), terms -> {}, read::add);
      for (Effect effect : action.effects()) {
        Conditions.atoms(effect.when(), terms -> {}, read::add);
      }
    }
    TextCompiler compiler = new TextCompiler(grammar, queries);
    List<TextNode> nodes = compiler.compile(List.of(new TextPart.Call(INTRODUCTION, 1)), Map.of());
    introduction = new ActionText(List.of(), nodes, compiler.slots());
    denied.addAll(queries.denials());
    read.addAll(queries.asked());
    read.addAll(denied);
  }

  /**
   * Reads a domain and a grammar.
   *
   * @param domain the PDDL domain's text
   * @param domainName what messages call it, such as its file's name
   * @param grammar the twl2 grammar's text
   * @param grammarName what messages call it
   * @return the logic
   * @throws GameFormatException if a text is malformed, if it holds something that this does not
   *     support, if an action has no texts, or if a rule of the grammar never ends
   */
  public static TextWorldLogic parse(
      String domain, String domainName, String grammar, String grammarName) {
    return new TextWorldLogic(
        PddlDomain.parse(domainName, domain), Grammar.parse(grammarName, grammar));
  }

  /** The rules that no text uses must exist too. */
  private static void checkCalls(Grammar grammar) {
    for (Grammar.Rule rule : grammar.rules()) {
      for (Grammar.Alternative alternative : rule.alternatives()) {
        for (TextPart part : alternative.parts()) {
          TextPart inner = part instanceof TextPart.ForEach forEach ? forEach.item() : part;
          if (inner instanceof TextPart.Call call) {
            grammar.rule(call.rule(), call.line());
          }
        }
      }
    }
  }

  private ActionText text(ActionSchema action, Grammar grammar, QueryParser queries) {
    Grammar.Action said =
        grammar
            .action(action.name())
            .orElseThrow(
                () ->
                    grammar.fail(
                        1, "the grammar must have action " + action.name() + ", got none"));
    Map<String, Variable> scope = new LinkedHashMap<>();
    action.parameters().forEach(parameter -> scope.put(parameter.name(), parameter));
    QueryParser templateQueries = new QueryParser(domain, grammar);
    TextCompiler compiler = new TextCompiler(grammar, templateQueries);
    List<TextNode> template = compiler.compile(said.template(), scope);
    templateQueries.asked().stream()
        .filter(domain::changes)
        .forEach(predicate -> failTemplate(grammar, said, predicate));
    templateQueries.denials().forEach(predicate -> failTemplate(grammar, said, predicate));
    TextCompiler answers = new TextCompiler(grammar, queries);
    List<TextNode> feedback = answers.compile(said.feedback(), scope);
    return new ActionText(template, feedback, Math.max(compiler.slots(), answers.slots()));
  }

  /** A command must read the same in all states. */
  private static void failTemplate(Grammar grammar, Grammar.Action action, Predicate predicate) {
    throw grammar.fail(
        action.line(),
        "template of %s must ask only for facts that no action changes, got %s"
            .formatted(action.name(), predicate.name()));
  }

  PddlDomain domain() {
    return domain;
  }

  /** The texts of the action with a number. */
  ActionText text(int action) {
    return texts.get(action);
  }

  /** What a player is told at first, as the feedback. */
  ActionText introduction() {
    return introduction;
  }

  /** The predicates that a condition or a text asks for. */
  Set<Predicate> predicatesRead() {
    return read;
  }

  /** The predicates of which a text asks whether a fact was made false. */
  Set<Predicate> predicatesDenied() {
    return denied;
  }
}
