package dev.oreo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Reads conditions, knowing which variables are declared where. */
final class ConditionParser {
  static final Condition ALWAYS = new Condition.And(List.of());

  /** Variables of one action or goal: as many as a long has bits. */
  private static final int MOST_VARIABLES = Long.SIZE;

  private final PddlTypes types;
  private final Function<PddlNode, Predicate> predicates;
  private final ToIntFunction<PddlNode> constants;
  private List<Variable> variables = new ArrayList<>();
  private int slots;

  /** Reads with a domain's predicates; {@code constants} makes a term of a name. */
  ConditionParser(
      PddlTypes types,
      Function<PddlNode, Predicate> predicates,
      ToIntFunction<PddlNode> constants) {
    this.types = types;
    this.predicates = predicates;
    this.constants = constants;
  }

  /** Slots that the variables declared so far take. */
  int slots() {
    return slots;
  }

  /** The variables that conditions may now speak of. */
  List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** Forgets the variables declared since. */
  void restore(List<Variable> earlier) {
    variables = new ArrayList<>(earlier);
  }

  /** Declares the variables of a typed list. */
  List<Variable> declare(List<PddlNode> list) {
    List<Variable> declared = new ArrayList<>();
    for (TypedName typed : TypedName.list(list)) {
      String name = typed.name();
      if (!name.startsWith("?")
          || declared.stream().anyMatch(v -> v.name().equals(name.substring(1)))) {
        throw typed.node().fail("variable must begin with ? and be new in its list, got " + name);
      }
      if (slots == MOST_VARIABLES) {
        throw typed.node().fail("variables must be at most " + MOST_VARIABLES + ", got more");
      }
      int type = types.numberForVariable(typed.node(), typed.type());
      declared.add(new Variable(name.substring(1), type, slots++));
    }
    variables.addAll(declared);
    return declared;
  }

  Condition parse(PddlNode node) {
    if (node.list("a condition").isEmpty()) {
      return ALWAYS;
    }
    return switch (node.head("a condition")) {
      case "and" -> new Condition.And(parts(node));
      case "or" -> new Condition.Or(parts(node));
      case "not" -> new Condition.Not(parse(node.only()));
      case "imply" -> {
        checkSize(node, 3);
        Condition premise = new Condition.Not(parse(node.items().get(1)));
        yield new Condition.Or(List.of(premise, parse(node.items().get(2))));
      }
      case "exists", "forall" -> quantified(node);
      case "=" -> {
        checkSize(node, 3);
        yield new Condition.Same(term(node.items().get(1)), term(node.items().get(2)));
      }
      default -> atom(node);
    };
  }

  private List<Condition> parts(PddlNode node) {
    return PddlDomain.rest(node).stream().map(this::parse).toList();
  }

  private Condition quantified(PddlNode node) {
    checkSize(node, 3);
    List<Variable> outer = variables();
    List<Variable> inner = declare(node.items().get(1).list("the variables"));
    Condition part = parse(node.items().get(2));
    restore(outer);
    return node.head("it").equals("exists")
        ? new Condition.Exists(inner, part)
        : new Condition.ForAll(inner, part);
  }

  Condition.Atom atom(PddlNode node) {
    Predicate predicate = predicates.apply(node);
    int[] terms = PddlDomain.rest(node).stream().mapToInt(this::term).toArray();
    return new Condition.Atom(predicate, terms);
  }

  private int term(PddlNode node) {
    String word = node.word("a term");
    if (!word.startsWith("?")) {
      return constants.applyAsInt(node);
    }
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name().equals(word.substring(1))) {
        return variables.get(i).slot();
      }
    }
    throw node.fail("variable must be declared, got " + word);
  }

  private static void checkSize(PddlNode list, int size) {
    if (list.items().size() != size) {
      throw list.fail(
          "%s must have %d parts, got %d"
              .formatted(list.head("it"), size - 1, list.items().size() - 1));
    }
  }
}
