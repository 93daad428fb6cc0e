package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the engine makes of PDDL is what PDDL means, word for word. */
final class GroundingTest {
  @Test
  void game_randomWalks_allowAndDoWhatThePddlSays() {
    for (int seed = 0; seed < 20; seed++) {
      walk(House.logic(), House.PROBLEM, new Random(seed), 40);
    }
  }

  @Test
  void game_randomWalksWithManyWays_allowAndDoWhatThePddlSays() {
    // (lit a or dusty a) and ... for all items: 2^4 ways and more, beyond what is told apart
    String domain =
        House.DOMAIN.replace(
            ":precondition (and (at ?p ?r) (exists",
            ":precondition (and (at ?p ?r)"
                + " (forall (?i ?j - item) (or (lit ?i) (dusty ?j) (in ?i ?r) (holds ?p ?j)))"
                + " (exists");
    TextWorldLogic logic = TextWorldLogic.parse(domain, "d", House.GRAMMAR, "g");
    for (int seed = 0; seed < 20; seed++) {
      walk(logic, House.PROBLEM, new Random(seed), 40);
    }
  }

  @Test
  void game_inAlfworldsRules_allowsAndDoesWhatThePddlSays() {
    for (int seed = 0; seed < 5; seed++) {
      walk(AlfworldVersion.V2_1_3.logic(), AlfworldVersionTest.KITCHEN, new Random(seed), 30);
    }
  }

  private static void walk(TextWorldLogic logic, String text, Random random, int steps) {
    PddlProblem problem = PddlProblem.parse(logic.domain(), "problem", text);
    NaiveWorld naive = new NaiveWorld(problem);
    GroundGame ground = new GroundGame(logic, problem);
    OperatorTable table =
        new OperatorTable(ground.operators(), ground.relations(), ground.initial());
    Set<List<Object>> facts = naive.initial();
    long[] bits = ground.initial();
    for (int step = 0; step < steps; step++) {
      List<NaiveWorld.Move> moves = naive.moves(facts);
      int[] possible = table.possible(bits);

      assertThat(naive.names(moves(logic, table, possible))).isEqualTo(naive.names(moves));
      assertThat(ground.goal().test(bits)).isEqualTo(naive.isGoal(facts));

      int chosen = possible[random.nextInt(possible.length)];
      facts = naive.apply(moves(logic, table, new int[] {chosen}).get(0), facts);
      bits = table.apply(chosen, bits);
    }
  }

  private static List<NaiveWorld.Move> moves(
      TextWorldLogic logic, OperatorTable table, int[] operators) {
    return Arrays.stream(operators)
        .mapToObj(table::operator)
        .map(
            operator ->
                new NaiveWorld.Move(
                    logic.domain().actions().get(operator.schema()),
                    Arrays.stream(operator.arguments()).boxed().toList()))
        .toList();
  }
}
