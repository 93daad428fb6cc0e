package dev.oreo.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts objects in the places of a game's variables: which facts can change, what the operators are,
 * what the goal asks of the facts.
 */
final class GroundGame {
  private final TextWorldLogic logic;
  private final PddlProblem problem;
  private final ObjectTable objects;
  private final FactTable facts;
  private final Relation[] relations;
  private final List<Operator> operators;
  private final Formula goal;
  private final long[] initial;

  GroundGame(TextWorldLogic logic, PddlProblem problem) {
    this.logic = logic;
    this.problem = problem;
    this.objects = new ObjectTable(problem);
    this.facts = new FactTable(problem);
    @Nullable Relation[] fixed = fixedRelations();
    PddlDomain domain = problem.domain();
    Grounder grounder = new Grounder(problem, objects, fixed, facts, problem.constants());
    List<Operator> all = new ArrayList<>();
    for (int i = 0; i < domain.actions().size(); i++) {
      all.addAll(OperatorBuilder.operators(grounder, i, domain.actions().get(i)));
    }
    Formula lifted = groundGoal(fixed);
    int[] first = initialFacts();
    Reachability reachability = Reachability.of(all, facts.size(), first);
    FactNumbering numbering = numbering(reachability);
    relations = relations(fixed, numbering);
    operators =
        reachability.possible().stream()
            .map(operator -> operator.renumber(numbering::bit).withDenials(numbering::denial))
            .toList();
    goal = lifted.renumber(numbering::bit);
    initial = Bits.of(numbering.size());
    for (int fact : first) {
      if (numbering.bit(fact) >= 0) {
        Bits.set(initial, numbering.bit(fact));
      }
    }
  }

  private Formula groundGoal(@Nullable Relation[] fixed) {
    int[] same = IntStream.range(0, objects.size()).toArray();
    int[] slots = new int[problem.goalSlots()];
    return new Grounder(problem, objects, fixed, facts, same).formula(problem.goal(), slots, true);
  }

  /** The facts of predicates that no action changes, null for the others. */
  private @Nullable Relation[] fixedRelations() {
    List<Predicate> predicates = problem.domain().predicates();
    List<List<int[]>> rows = new ArrayList<>();
    predicates.forEach(predicate -> rows.add(new ArrayList<>()));
    for (PddlProblem.Fact fact : problem.facts()) {
      rows.get(fact.predicate().number()).add(fact.arguments());
    }
    @Nullable Relation[] fixed = new @Nullable Relation[rows.size()];
    for (Predicate predicate : predicates) {
      if (!problem.domain().changes(predicate)) {
        fixed[predicate.number()] =
            Relation.fixed(
                predicate.arity(), distinct(rows.get(predicate.number())), objects.size());
      }
    }
    return fixed;
  }

  private static List<int[]> distinct(List<int[]> rows) {
    rows.sort(Arrays::compare);
    List<int[]> distinct = new ArrayList<>(rows.size());
    for (int[] row : rows) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.get(distinct.size() - 1), row)) {
        distinct.add(row);
      }
    }
    return distinct;
  }

  private int[] initialFacts() {
    return problem.facts().stream()
        .filter(fact -> problem.domain().changes(fact.predicate()))
        .mapToInt(fact -> facts.number(fact.predicate(), fact.arguments()))
        .distinct()
        .toArray();
  }

  private FactNumbering numbering(Reachability reachability) {
    Set<Predicate> read = new HashSet<>(logic.predicatesRead());
    Conditions.atoms(problem.goal(), terms -> {}, read::add);
    List<Integer> used =
        IntStream.range(0, facts.size())
            .filter(reachability::reached)
            .filter(fact -> read.contains(predicate(fact)))
            .boxed()
            .sorted(Comparator.comparingLong(facts::key))
            .toList();
    return new FactNumbering(used, fact -> logic.predicatesDenied().contains(predicate(fact)));
  }

  private Predicate predicate(int fact) {
    return problem.domain().predicates().get(facts.predicate(fact));
  }

  private Relation[] relations(@Nullable Relation[] fixed, FactNumbering numbering) {
    List<List<int[]>> rows = new ArrayList<>();
    int[] firstBits = new int[fixed.length];
    for (int i = 0; i < fixed.length; i++) {
      rows.add(new ArrayList<>());
    }
    for (int fact : numbering.facts()) {
      List<int[]> mine = rows.get(facts.predicate(fact));
      if (mine.isEmpty()) {
        firstBits[facts.predicate(fact)] = numbering.bit(fact);
      }
      mine.add(facts.arguments(fact, predicate(fact).arity()));
    }
    Relation[] all = new Relation[fixed.length];
    for (int i = 0; i < all.length; i++) {
      Relation constant = fixed[i];
      int arity = problem.domain().predicates().get(i).arity();
      all[i] =
          constant != null
              ? constant
              : Relation.changing(
                  arity,
                  rows.get(i),
                  objects.size(),
                  firstBits[i],
                  rows.get(i).isEmpty() ? -1 : numbering.denial(firstBits[i]));
    }
    return all;
  }

  TextWorldLogic logic() {
    return logic;
  }

  PddlProblem problem() {
    return problem;
  }

  ObjectTable objects() {
    return objects;
  }

  Relation[] relations() {
    return relations;
  }

  List<Operator> operators() {
    return operators;
  }

  Formula goal() {
    return goal;
  }

  long[] initial() {
    return initial;
  }
}
