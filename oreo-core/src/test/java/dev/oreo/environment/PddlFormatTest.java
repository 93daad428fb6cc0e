package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PddlFormatTest {
  private static final String OBJECTS = "hall kitchen cellar - room";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ":adl :typing|:adl :fluents|2: requirement must be a supported one, got :fluents",
        "lamp key - item|lamp key - thing|3: type must be one of the domain's, got thing",
        "room item person|room item room|3: type room must be declared once, got twice",
        "lamp key - item|lamp - key key - lamp|3: type lamp must not be its own ancestor, got a ring",
        "(:constants|(:derived|4: section must be domain, :requirements, :types, :constants,"
            + " :predicates, :functions or :action, got :derived",
        "(seen ?r - room)|(seen ?r - hut)|8: type must be one of the domain's, got hut",
        "(seen ?r - room)|(lit ?r)|8: predicate lit must be declared once, got twice",
        "(at ?p ?r)|(near ?p ?r)|12: predicate must be one of the domain's, got near",
        "(at ?p ?r)|(at ?p)|12: at must have 2 arguments, got 1",
        "(at ?p ?r)|(at ?p ?q)|12: variable must be declared, got ?q",
        "(at ?p ?r)|(at ?p (hall))|12: a term must be a word, got (hall)",
        "(at ?p ?r)|at|12: a condition must be a list in parentheses, got at",
        ":parameters (?p - person ?r - room)|:parameters (?p - person ?r - (either room item))|11: a type (either is not"
            + " supported) must be a word, got (either room item)",
        ":parameters (?p - person ?r - room)|:parameters (?p - person ?p - room)|11: variable must begin with ? and be new in"
            + " its list, got ?p",
        ":parameters (?p - person ?r - room)|:parameters (?p - person ?r -)|11: - must stand between names and their type,"
            + " got none on one side",
        ":parameters (?p - person ?r - room)|:parameters (?p - person, ?r - room)|",
        ":effect (seen ?r))|:effect (decrease (total-cost) 1))|13: predicate must be one of the"
            + " domain's, got decrease",
        ":effect (seen ?r))|)|10: action look must have an :effect, got none",
        ":effect (seen ?r))|:cost 3)|13: part must be :parameters, :precondition or :effect, got"
            + " :cost",
        "(:action go|(:action look|14: action look must be defined once, got twice",
        "(not (locked ?to))|(not (locked ?to) (seen ?to))|17: not must have one part, got 2",
        "(= ?j ?i)|(= ?j)|29: = must have 2 parts, got 1",
      })
  void parse_domainAtFault_isRefusedWithItsLine(String found, String replaced, String message) {
    assertThat(House.DOMAIN).contains(found);
    String domain = House.DOMAIN.replaceFirst(java.util.regex.Pattern.quote(found), replaced);

    if (message == null) {
      assertThat(TextWorldLogic.parse(domain, "house.pddl", House.GRAMMAR, "g")).isNotNull();
    } else {
      assertThatExceptionOfType(GameFormatException.class)
          .isThrownBy(() -> TextWorldLogic.parse(domain, "house.pddl", House.GRAMMAR, "g"))
          .withMessage("house.pddl:" + message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        OBJECTS + "|hall - hut|3: type must be one of the domain's, got hut",
        OBJECTS + "|hall hall - room|3: object hall must be declared once, got twice",
        "(at me hall)|(at me moon)|5: object must be one of the problem's, got moon",
        "(at me hall)|(near me hall)|5: predicate must be one of the domain's, got near",
        "(at me hall)|(at me)|5: at must have 2 arguments, got 1",
        "(at me hall)|(at me (hall))|5: an object must be a word, got (hall)",
        "(at me hall)|(not (at me hall))|5: predicate must be one of the domain's, got not",
        "(:goal (and|(:aim (and|9: section must be problem, :domain, :objects, :init, :goal or"
            + " :metric, got :aim",
        "(:goal (and|(:goal (at me hall) (and|9: :goal must have one part, got 2",
        "(in ?i cellar)|(in ?i ?x)|11: variable must be declared, got ?x",
        "(in ?i cellar)|(in ?i attic)|11: object must be one of the problem's, got attic",
        "(define|(defend|2: the text must be (define ...), got (defend (...) (...) (...) (...) ...)",
        "(in broom hall)|(in broom hall))|9: the text must end after its last parenthesis, got (",
      })
  void of_problemAtFault_isRefusedWithItsLine(String found, String replaced, String message) {
    assertThat(House.PROBLEM).contains(found);
    String problem = House.PROBLEM.replaceFirst(java.util.regex.Pattern.quote(found), replaced);

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> TextWorldGame.of(House.logic(), problem, "small.pddl", ""))
        .withMessage("small.pddl:" + message);
  }

  @Test
  void of_problemCutShortAnywhere_isRefused() {
    int end = House.PROBLEM.lastIndexOf(')');
    TextWorldLogic logic = House.logic();
    for (int length = 0; length < end; length++) {
      String cut = House.PROBLEM.substring(0, length);

      assertThatExceptionOfType(GameFormatException.class)
          .isThrownBy(() -> TextWorldGame.of(logic, cut, "small.pddl", ""));
    }
  }

  @Test
  void of_problemCutShort_namesWhatIsOpen() {
    String cut = House.PROBLEM.substring(0, House.PROBLEM.indexOf("(dusty broom)"));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> TextWorldGame.of(House.logic(), cut, "small.pddl", ""))
        .withMessage("small.pddl:7: list of line 5 must be closed, got the end of the text");
  }

  @Test
  void of_listsNestedWithoutEnd_areRefused() {
    String nested = House.PROBLEM.replace("(:goal (and", "(:goal " + "(and ".repeat(100_000));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> TextWorldGame.of(House.logic(), nested, "small.pddl", ""))
        .withMessage("small.pddl:9: lists must be nested at most 200 deep, got more");
  }

  @Test
  void of_moreAssignmentsThanEndInTime_isRefused() {
    String domain =
        House.DOMAIN.replace(
            "(?p - person ?r - room)\n    :precondition (at ?p ?r)\n    :effect (seen ?r)",
            "(?p ?a ?b ?c ?d ?e ?f ?g ?h ?i ?j ?k ?l ?r - object)\n    :effect (seen ?r)");
    TextWorldLogic logic =
        TextWorldLogic.parse(domain, "d", House.GRAMMAR.replace("#here#", "."), "g");

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> TextWorldGame.of(logic, House.PROBLEM, "small.pddl", ""))
        .withMessage(
            "small.pddl:1: objects must be few enough for the variables of the actions and the"
                + " goal, got 8");
  }
}
