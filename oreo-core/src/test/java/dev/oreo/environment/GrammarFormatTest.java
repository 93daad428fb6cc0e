package dev.oreo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrammarFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "You are somewhere.@#room#@5: rule room must end, got one that calls itself",
        "You are somewhere.@#intro#@4: rule intro must end, got one that calls itself",
        "You are somewhere.@#rome#@5: rule must be one of the grammar's, got #rome#",
        "You are somewhere.@#room@5: a rule's name must be closed by #, got #room",
        "You are somewhere.@{p.name}@5: variable must be one of [], got p",
        "You are somewhere.@[{p.name}]@5: variable must be one of [], got p",
        "You are somewhere.@{p.name@5: { must be closed by }, got {p.name",
        "You are somewhere.@[p.name]@5: [ must be followed by {, got p.name]",
        "You are somewhere.@[{p.name} ]@5: [{...} must be followed by ], got  ]",
        "You are somewhere.@a; b@5: plain text must hold none of ;|\\\"<>[]#{}, got ;",
        "You are somewhere.@a} b@5: plain text must hold none of ;|\\\"<>[]#{}, got }",
        "You are somewhere.@{1 + 1}@5: value must be like 'text' + variable.name, got {1 + 1}",
        "You are somewhere.@{#room}@5: a rule's name must be closed by #, got #room",
        "at(p:person, r:room)@at(p, r)@5: argument must be variable:type, got p",
        "at(p:person, r:room)@at(p:person)@5: at must have 2 arguments, got 1",
        "at(p:person, r:room)@at p@5: query must be predicate(variable:type, ...) & ..., got at p",
        "at(p:person, r:room)@near(p:person)@5: predicate must be one of the domain's, got near",
        "at(p:person, r:room)@at(p:hero, r:room)@5: type must be one of the domain's, got hero",
        "at(p:person, r:room)@at(p:person, p:room)@5: variable p must keep its type, got room",
        "{\"rhs\": \"You are nowhere.\"}@{\"rhs\": \"You are nowhere.\", \"weight\": 2}@5:"
            + " alternative of room must have rhs and condition only, got weight",
        "{\"rhs\": \"You are nowhere.\"}@{}@5: alternative of room must have an rhs, got {}",
        "{\"rhs\": \"You are nowhere.\"}@{\"rhs\": 3}@5: texts of rule room must be strings, got 3",
        "{\"rhs\": \"You are nowhere.\"}@3@5: alternative of room must be an object, got 3",
        "{i.id}, {i.type}@{i.age}@39: property must be name, id, type, definite or indefinite, got"
            + " age",
        "\"list_empty\"@\"list_void\"@9: rule must be one of the grammar's, got #list_empty#",
        "action look@deed look@20: the text must go on with grammar or action, got deed",
        "action look@action gaze@1: the grammar must have action look, got none",
        "template :: \"look\";@``@20: action look must have template and feedback, got [feedback]",
        "template :: \"look\";@pddl :: \"look\";@20: part must be template, feedback or grammar,"
            + " got pddl",
        "door(r:room, to:room)@locked(to:room)@43: template of unlock must ask only for facts that"
            + " no action changes, got locked",
        "door(r:room, to:room)@not_locked(to:room)@43: template of unlock must ask only for facts"
            + " that no action changes, got locked",
      })
  void parse_grammarAtFault_isRefusedWithItsLine(String found, String replaced, String message) {
    assertThat(House.GRAMMAR).contains(found);
    String grammar =
        House.GRAMMAR.replaceFirst(
            Pattern.quote(found), Matcher.quoteReplacement(replaced == null ? "" : replaced));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> parse(grammar))
        .withMessage("house.twl2:" + message.replace("\\\"", "\""));
  }

  @Test
  void parse_ruleWithoutLastResort_isRefused() {
    String grammar = House.GRAMMAR.replaceFirst(",\\s*\\{\"rhs\": \"You are nowhere.\"}", "");

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> parse(grammar))
        .withMessage(
            "house.twl2:5: the last alternative of rule room must have no condition, got one");
  }

  @Test
  void parse_blockThatIsNoJson_isRefusedWithItsLine() {
    String grammar = House.GRAMMAR.replace("\"list_empty\":", "\"list_empty\"");

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> parse(grammar))
        .withMessageStartingWith("house.twl2:2: grammar must be a JSON object, got Expected ':'")
        .withMessageEndingWith("of the block");
  }

  @Test
  void parse_grammarCutShortAnywhere_isRefused() {
    int end = House.GRAMMAR.lastIndexOf('}');
    for (int length = 0; length < end; length++) {
      String cut = House.GRAMMAR.substring(0, length);

      assertThatExceptionOfType(GameFormatException.class).isThrownBy(() -> parse(cut));
    }
  }

  @Test
  void parse_ruleThatDoublesItself_isRefused() {
    StringBuilder rules = new StringBuilder("\"intro\": [{\"rhs\": \"#r0#\"}],");
    for (int i = 0; i < 40; i++) {
      rules.append("\"r%d\": [{\"rhs\": \"#r%d##r%d#\"}],".formatted(i, i + 1, i + 1));
    }
    rules.append("\"r40\": [{\"rhs\": \"x\"}],");
    String grammar =
        House.GRAMMAR.replaceFirst("\"intro\": .*", Matcher.quoteReplacement(rules.toString()));

    assertThatExceptionOfType(GameFormatException.class)
        .isThrownBy(() -> parse(grammar))
        .withMessageMatching(
            "house.twl2:\\d+: text must have at most 100000 parts, got more in r.*");
  }

  /** A rule may call itself with a variable more: it ends when there are no more variables. */
  @Test
  void parse_ruleThatCallsItselfWithMoreVariables_isTaken() {
    String grammar =
        House.GRAMMAR.replace(
            "\"here\": [{\"rhs\": \"",
            "\"here\": [{\"rhs\": \"{#twice# | in(k:item, r:room)} \"}],"
                + "\"twice\": [{\"rhs\": \"");
    TextWorldGame game = TextWorldGame.of(parse(grammar), House.PROBLEM, "p", "");

    assertThat(game.reset().step("look").observation())
        .isEqualTo("In the hall: a lamp 2.In the hall: a broom. ");
  }

  @Test
  void parse_valuesJoinedAndChosen_areWrittenAsMeant() {
    String grammar =
        House.GRAMMAR.replace(
            "{i.id}, {i.type}", "{'the ' + i.id + ', ' + i.type} {i or i.id} {i.indefinite}");
    TextWorldGame game = TextWorldGame.of(parse(grammar), House.PROBLEM, "p", "");

    assertThat(game.reset().step("take broom from hall").step("drop broom").observation())
        .isEqualTo("You drop the broom, item broom a.");
  }

  /** As in TextWorld: {@code help} begins with a line end that nobody sees. */
  @Test
  void parse_whiteSpaceAtTheStartAndBraceAtTheEnd_areNoPartOfAText() {
    String grammar = House.GRAMMAR.replace("\"Click.\"", "\"\n  Click. }\"");
    TextWorldGame game = TextWorldGame.of(parse(grammar), House.PROBLEM, "p", "");

    assertThat(game.reset().step("switch lamp 2").observation()).isEqualTo("Click. ");
  }

  @Test
  void parse_ruleGivenAgain_takesTheLaterOne() {
    String grammar =
        House.GRAMMAR + "grammar :: \"\"\"{\"room\": [{\"rhs\": \"It is dark.\"}]}\"\"\";";
    TextWorldGame game = TextWorldGame.of(parse(grammar), House.PROBLEM, "p", "");

    assertThat(game.reset().observation()).contains("It is dark.");
  }

  private static TextWorldLogic parse(String grammar) {
    return TextWorldLogic.parse(House.DOMAIN, "house.pddl", grammar, "house.twl2");
  }
}
