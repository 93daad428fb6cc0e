package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Facts in tables are found as in a list. */
final class RelationTest {
  private static final int OBJECTS = 12;

  @Test
  void relation_randomRows_areFoundByAllAndByAnyArgument() {
    for (int arity = 1; arity <= 3; arity++) {
      List<int[]> all = tuples(arity);
      List<int[]> rows = chosen(all, new Random(arity));
      Relation relation = Relation.fixed(arity, rows, OBJECTS);

      for (int[] tuple : all) {
        int row = relation.find(tuple);
        assertThat(row >= 0).isEqualTo(rows.contains(tuple));
        assertThat(row < 0 || relation.row(row) == tuple).isTrue();
      }
      for (int position = 0; position < arity; position++) {
        assertThat(rowsWith(relation, position, 5)).isEqualTo(with(rows, position, 5));
      }
    }
  }

  @Test
  void relation_withoutArguments_isOneFactOrNone() {
    assertThat(Relation.fixed(0, List.of(new int[0]), OBJECTS).find(new int[0])).isZero();
    assertThat(Relation.fixed(0, List.of(), OBJECTS).find(new int[0])).isNegative();
  }

  @Test
  void factTable_manyFacts_keepTheirNumbersAndStandInOrder() {
    PddlDomain domain = PddlDomain.parse("house.pddl", House.DOMAIN);
    PddlProblem problem = PddlProblem.parse(domain, "small.pddl", wide(OBJECTS * OBJECTS));
    FactTable table = new FactTable(problem);
    int objects = problem.names().size();
    List<int[]> facts = new ArrayList<>();
    for (int i = 0; i < objects; i += 3) {
      for (int j = 0; j < objects; j++) {
        facts.add(new int[] {i, j});
      }
    }
    Predicate door = domain.predicate("door").get();
    Predicate at = domain.predicate("at").get();
    for (int i = 0; i < facts.size(); i++) {
      assertThat(table.number(door, facts.get(i))).isEqualTo(i);
    }
    assertThat(table.number(at, facts.get(7))).isEqualTo(facts.size());
    assertThat(table.key(facts.size())).isLessThan(table.key(0));
    for (int i = 0; i < facts.size(); i++) {
      assertThat(table.number(door, facts.get(i))).isEqualTo(i);
      assertThat(table.arguments(i, 2)).isEqualTo(facts.get(i));
      assertThat(table.predicate(i)).isEqualTo(door.number());
      assertThat(i == 0 || table.key(i - 1) < table.key(i)).isTrue();
    }
  }

  private static String wide(int rooms) {
    StringBuilder problem = new StringBuilder("(define (problem wide) (:objects");
    for (int i = 0; i < rooms; i++) {
      problem.append(" room").append(i);
    }
    return problem.append(" - room) (:init) (:goal ()))").toString();
  }

  private static List<int[]> tuples(int arity) {
    List<int[]> tuples = new ArrayList<>();
    for (int code = 0; code < Math.pow(OBJECTS, arity); code++) {
      int[] tuple = new int[arity];
      int rest = code;
      for (int i = arity - 1; i >= 0; i--) {
        tuple[i] = rest % OBJECTS;
        rest /= OBJECTS;
      }
      tuples.add(tuple);
    }
    return tuples;
  }

  private static List<int[]> chosen(List<int[]> all, Random random) {
    return all.stream().filter(tuple -> random.nextInt(3) > 0).toList();
  }

  private static List<int[]> rowsWith(Relation relation, int position, int object) {
    return Arrays.stream(relation.rowsWith(position, object)).mapToObj(relation::row).toList();
  }

  private static List<int[]> with(List<int[]> rows, int position, int object) {
    return rows.stream().filter(row -> row[position] == object).toList();
  }
}
