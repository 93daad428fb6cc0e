package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a problem text declares, its objects numbered in the order of their names as plain strings:
 * the order that texts list things in.
 */
final class PddlProblem {
  /** A fact that holds at first. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, not changed
  record Fact(Predicate predicate, int[] arguments) {}

  private final PddlDomain domain;
  private final String file;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[] types;
  private final List<Fact> facts = new ArrayList<>();
  private Condition goal = ConditionParser.ALWAYS;
  private int goalSlots;

  private PddlProblem(PddlDomain domain, PddlNode root) {
    this.domain = domain;
    this.file = root.file();
    Map<String, PddlNode> sections = sections(root);
    this.types = objects(sections.get(":objects"));
    PddlNode init = sections.get(":init");
    PddlNode goalSection = sections.get(":goal");
    if (init == null || goalSection == null) {
      throw root.fail("the problem must have :init and :goal, got " + sections.keySet());
    }
    PddlDomain.rest(init).forEach(this::fact);
    ConditionParser scope =
        new ConditionParser(domain.types(), domain::predicateOf, node -> ~object(node));
    goal = scope.parse(goalSection.only());
    goalSlots = scope.slots();
  }

  static PddlProblem parse(PddlDomain domain, String file, String text) {
    return new PddlProblem(domain, PddlReader.define(file, text));
  }

  private static Map<String, PddlNode> sections(PddlNode root) {
    Map<String, PddlNode> sections = new TreeMap<>();
    for (PddlNode section : PddlDomain.rest(root)) {
      String head = section.head("a section");
      switch (head) {
        case "problem", ":domain", ":objects", ":init", ":goal", ":metric", ":requirements" -> {}
        default ->
            throw section.fail(
                "section must be problem, :domain, :objects, :init, :goal or :metric, got " + head);
      }
      if (sections.put(head, section) != null) {
        throw section.fail("section " + head + " must be given once, got twice");
      }
    }
    return sections;
  }

  private int[] objects(@Nullable PddlNode section) {
    Map<String, TypedName> declared = new TreeMap<>();
    List<TypedName> all = new ArrayList<>(domain.objects());
    if (section != null) {
      all.addAll(TypedName.list(PddlDomain.rest(section)));
    }
    for (TypedName object : all) {
      if (declared.put(object.name(), object) != null) {
        throw object.node().fail("object " + object.name() + " must be declared once, got twice");
      }
    }
    int[] objectTypes = new int[declared.size()];
    for (TypedName object : declared.values()) {
      objectTypes[names.size()] = domain.types().number(object.node(), object.type());
      numbers.put(object.name(), names.size());
      names.add(object.name());
    }
    return objectTypes;
  }

  /** A fact of {@code :init}; values of functions are costs, which play no part. */
  private void fact(PddlNode node) {
    if (node.head("a fact").equals("=")) {
      return;
    }
    Predicate predicate = domain.predicateOf(node);
    int[] arguments = PddlDomain.rest(node).stream().mapToInt(this::object).toArray();
    facts.add(new Fact(predicate, arguments));
  }

  private int object(PddlNode node) {
    Integer number = numbers.get(node.word("an object"));
    if (number == null) {
      throw node.fail("object must be one of the problem's, got " + node.shown());
    }
    return number;
  }

  /** Something is wrong with the problem as a whole. */
  GameFormatException fail(String problem) {
    return new GameFormatException(file, 1, problem);
  }

  PddlDomain domain() {
    return domain;
  }

  List<String> names() {
    return Collections.unmodifiableList(names);
  }

  int type(int object) {
    return types[object];
  }

  /** The objects of the names that the domain's actions speak of, -1 for what names nothing. */
  int[] constants() {
    return domain.constants().stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
  }

  List<Fact> facts() {
    return facts;
  }

  /** The goal; its constants are objects. */
  Condition goal() {
    return goal;
  }

  int goalSlots() {
    return goalSlots;
  }
}
