package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one {@code (:action NAME :parameters (...) :precondition ... :effect ...)}. */
final class ActionParser {
  private final PddlDomain domain;
  private final PddlNode node;
  private final Map<String, PddlNode> parts = new HashMap<>();
  private final ConditionParser scope;

  ActionParser(PddlDomain domain, PddlNode node) {
    this.domain = domain;
    this.node = node;
    this.scope = new ConditionParser(domain.types(), domain::predicateOf, this::constant);
  }

  /** The term of a constant, which the domain need not declare: the problem may have it. */
  private int constant(PddlNode word) {
    return ~domain.constant(word.word("a term"));
  }

  ActionSchema parse() {
    List<PddlNode> items = node.items();
    if (items.size() < 2) {
      throw node.fail("an action must have a name, got none");
    }
    String name = items.get(1).word("the action's name");
    for (int i = 2; i < items.size(); i += 2) {
      String key = items.get(i).word("a part of action " + name);
      if (!key.equals(":parameters") && !key.equals(":precondition") && !key.equals(":effect")) {
        throw items.get(i).fail("part must be :parameters, :precondition or :effect, got " + key);
      }
      if (i + 1 == items.size() || parts.put(key, items.get(i + 1)) != null) {
        throw items.get(i).fail(key + " must be given once with its list, got none or two");
      }
    }
    return new ActionSchema(
        node, name, parameters(name), precondition(), effects(name), scope.slots());
  }

  private List<Variable> parameters(String name) {
    PddlNode list = parts.get(":parameters");
    if (list == null) {
      throw node.fail("action " + name + " must have :parameters, got none");
    }
    return scope.declare(list.list("the parameters"));
  }

  private Condition precondition() {
    PddlNode list = parts.get(":precondition");
    return list == null ? ConditionParser.ALWAYS : scope.parse(list);
  }

  private List<Effect> effects(String name) {
    PddlNode list = parts.get(":effect");
    if (list == null) {
      throw node.fail("action " + name + " must have an :effect, got none");
    }
    List<Effect> effects = new ArrayList<>();
    if (!list.list("an effect").isEmpty()) {
      addEffects(list, List.of(), null, effects);
    }
    return effects;
  }

  private void addEffects(
      PddlNode effect, List<Variable> forAll, @Nullable Condition when, List<Effect> effects) {
    List<PddlNode> items = effect.list("an effect");
    switch (effect.head("an effect")) {
      case "and" -> {
        for (PddlNode part : PddlDomain.rest(effect)) {
          addEffects(part, forAll, when, effects);
        }
      }
      case "forall" -> {
        checkSize(effect, 3);
        List<Variable> outer = scope.variables();
        List<Variable> all = new ArrayList<>(forAll);
        all.addAll(scope.declare(items.get(1).list("the variables")));
        addEffects(items.get(2), all, when, effects);
        scope.restore(outer);
      }
      case "when" -> {
        checkSize(effect, 3);
        Condition condition = scope.parse(items.get(1));
        Condition both = when == null ? condition : new Condition.And(List.of(when, condition));
        addEffects(items.get(2), forAll, both, effects);
      }
      case "increase" -> checkSize(effect, 3);
      case "not" -> effects.add(effect(effect.only(), forAll, when, false));
      default -> effects.add(effect(effect, forAll, when, true));
    }
  }

  private Effect effect(
      PddlNode atom, List<Variable> forAll, @Nullable Condition when, boolean becomes) {
    Condition condition = when == null ? ConditionParser.ALWAYS : when;
    return new Effect(forAll, condition, scope.atom(atom), becomes);
  }

  private static void checkSize(PddlNode list, int size) {
    if (list.items().size() != size) {
      throw list.fail(
          "%s must have %d parts, got %d"
              .formatted(list.head("it"), size - 1, list.items().size() - 1));
    }
  }
}
