package dev.oreo.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a domain text declares: types, predicates, constants and actions. */
final class PddlDomain {
  private static final Set<String> SUPPORTED =
      Set.of(
          ":strips",
          ":typing",
          ":adl",
          ":action-costs",
          ":equality",
          ":negative-preconditions",
          ":disjunctive-preconditions",
          ":existential-preconditions",
          ":universal-preconditions",
          ":quantified-preconditions",
          ":conditional-effects");

  private final PddlTypes types;
  private final Map<String, Predicate> predicates = new HashMap<>();
  private final List<Predicate> predicateList = new ArrayList<>();
  private final List<TypedName> objects = new ArrayList<>();
  private final List<String> constants = new ArrayList<>();
  private final List<ActionSchema> actions = new ArrayList<>();
  private final Set<Predicate> changing = new HashSet<>();

  private PddlDomain(PddlNode root) {
    List<PddlNode> sections = root.items();
    List<TypedName> declaredTypes = new ArrayList<>();
    for (PddlNode section : sections.subList(1, sections.size())) {
      if (section.head("a section").equals(":types")) {
        declaredTypes.addAll(TypedName.list(rest(section)));
      }
    }
    types = new PddlTypes(declaredTypes);
    for (PddlNode section : sections.subList(1, sections.size())) {
      if (!section.head("a section").equals(":action")) {
        declare(section);
      }
    }
    for (PddlNode section : sections.subList(1, sections.size())) {
      if (section.head("a section").equals(":action")) {
        add(new ActionParser(this, section).parse());
      }
    }
  }

  static PddlDomain parse(String file, String text) {
    return new PddlDomain(PddlReader.define(file, text));
  }

  private void declare(PddlNode section) {
    String head = section.head("a section");
    switch (head) {
      case "domain", ":types", ":functions" -> {}
      case ":requirements" -> rest(section).forEach(PddlDomain::checkSupported);
      case ":predicates" -> rest(section).forEach(this::predicate);
      case ":constants" -> objects.addAll(TypedName.list(rest(section)));
      default ->
          throw section.fail(
              "section must be domain, :requirements, :types, :constants, :predicates, :functions"
                  + " or :action, got "
                  + head);
    }
  }

  private static void checkSupported(PddlNode requirement) {
    if (!SUPPORTED.contains(requirement.word("a requirement"))) {
      throw requirement.fail("requirement must be a supported one, got " + requirement.shown());
    }
  }

  private void predicate(PddlNode declaration) {
    String name = declaration.head("a predicate");
    if (predicates.containsKey(name)) {
      throw declaration.fail("predicate " + name + " must be declared once, got twice");
    }
    List<TypedName> parameters = TypedName.list(rest(declaration));
    for (TypedName parameter : parameters) {
      types.number(parameter.node(), parameter.type());
    }
    Predicate predicate = new Predicate(name, predicateList.size(), parameters.size());
    predicates.put(name, predicate);
    predicateList.add(predicate);
  }

  private void add(ActionSchema action) {
    for (ActionSchema other : actions) {
      if (other.name().equals(action.name())) {
        throw action.node().fail("action " + action.name() + " must be defined once, got twice");
      }
    }
    actions.add(action);
    action.effects().forEach(effect -> changing.add(effect.atom().predicate()));
  }

  static List<PddlNode> rest(PddlNode list) {
    return list.items().subList(1, list.items().size());
  }

  PddlTypes types() {
    return types;
  }

  List<Predicate> predicates() {
    return predicateList;
  }

  /** The predicate that a fact, condition or effect begins with, its number of terms checked. */
  Predicate predicateOf(PddlNode fact) {
    String name = fact.head("a fact");
    Predicate predicate = predicates.get(name);
    if (predicate == null) {
      throw fact.fail("predicate must be one of the domain's, got " + name);
    }
    if (fact.items().size() - 1 != predicate.arity()) {
      throw fact.fail(
          "%s must have %d arguments, got %d"
              .formatted(name, predicate.arity(), fact.items().size() - 1));
    }
    return predicate;
  }

  /** The predicate of a name, if there is one. */
  Optional<Predicate> predicate(String name) {
    return Optional.ofNullable(predicates.get(name));
  }

  /** Whether some action changes facts of a predicate. */
  boolean changes(Predicate predicate) {
    return changing.contains(predicate);
  }

  /** The objects that the domain itself declares. */
  List<TypedName> objects() {
    return objects;
  }

  /** The names that actions speak of without a variable, by number. */
  List<String> constants() {
    return constants;
  }

  int constant(String name) {
    int number = constants.indexOf(name);
    if (number >= 0) {
      return number;
    }
    constants.add(name);
    return constants.size() - 1;
  }

  List<ActionSchema> actions() {
    return actions;
  }
}
