package dev.oreo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Conversations written turn by turn. */
final class TurnTemplateTest {
  private static final List<ChatMessage> OPENING = List.of(new ChatMessage("user", "n=0"));

  private static TurnTemplate template(ChatTemplate template) {
    return new TurnTemplate(template, Talk.TOKENIZER, Talk.PROTOCOL);
  }

  @Test
  void opening_endsWithTheGenerationPrompt() {
    assertThat(Talk.text(template(Talk.TEMPLATE).opening(OPENING))).isEqualTo("<u>n=0$\n<a>");
  }

  @Test
  void between_turnThatEndedItself_goesOnBehindItsMarker() {
    assertThat(Talk.text(template(Talk.TEMPLATE).between("n=1", true))).isEqualTo("\n<u>n=1$\n<a>");
  }

  @Test
  void between_turnThatWasCut_isGivenItsMarker() {
    assertThat(Talk.text(template(Talk.TEMPLATE).between("n=1", false)))
        .isEqualTo("$\n<u>n=1$\n<a>");
  }

  @Test
  void trajectory_isWhatTheTemplateWrites_withTheTurnsAsSteps() {
    List<String> replies = List.of("do add", "do it", "do add");
    List<String> observations = List.of("n=1", "no");

    Trajectory trajectory =
        template(Talk.TEMPLATE).trajectory("game", OPENING, replies, observations, 1);

    assertThat(Talk.text(trajectory.tokenIds()))
        .isEqualTo("<u>n=0$\n<a>do add$\n<u>n=1$\n<a>do it$\n<u>no$\n<a>do add$");
    assertThat(trajectory.steps())
        .extracting(step -> text(trajectory, step))
        .containsExactly("do add$", "do it$", "do add$");
    assertThat(trajectory.steps()).extracting(Step::reward).containsExactly(0.0, 0.0, 1.0);
  }

  private static String text(Trajectory trajectory, Step step) {
    return Talk.text(trajectory.tokenIds()).substring(step.start(), step.end());
  }

  @Test
  void trajectory_observationsOfAnotherNumber_areRejected() {
    assertThatThrownBy(
            () ->
                template(Talk.TEMPLATE)
                    .trajectory("game", OPENING, List.of("do add"), List.of("n=1"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("observations must be one less than replies, got 1 and 1 (trajectory game)");
  }

  @Test
  void template_withoutMarker_isRejected() {
    ChatTemplate lines =
        (messages, prompt) ->
            messages.stream().map(m -> m.content() + "\n").collect(Collectors.joining());

    assertThatThrownBy(() -> template(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chat template must end an assistant's message with a marker, got \"\\n\"");
  }

  @Test
  void template_thatWritesEarlierTurnsOtherwise_isRejected() {
    ChatTemplate forgetful =
        (messages, prompt) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < messages.size(); i++) {
            boolean thoughts = i >= messages.size() - 2;
            String content = messages.get(i).content();
            text.append(
                Talk.TEMPLATE.render(
                    List.of(
                        new ChatMessage(
                            messages.get(i).role(),
                            thoughts ? content : content.replace("Action: ", ""))),
                    false));
          }
          return text + (prompt ? "<a>" : "");
        };

    assertThatThrownBy(() -> template(forgetful))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("chat template must write turns one by one, got \"probe one$");
  }

  @Test
  void template_thatDoesNotWriteTheUsersMessageAsItIs_isRejected() {
    ChatTemplate shouting =
        (messages, prompt) ->
            Talk.TEMPLATE.render(
                messages.stream()
                    .map(
                        m ->
                            m.fromAssistant()
                                ? m
                                : new ChatMessage(m.role(), m.content().replace("e", "E")))
                    .toList(),
                prompt);

    assertThatThrownBy(() -> template(shouting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("chat template must write the user's message as it is, got \"<u>");
  }
}
