package dev.oreo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oreo.environment.AlfworldVersion;
import dev.oreo.model.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wording of the paper's conversation. */
final class AlfworldProtocolTest {
  private static final AlfworldProtocol PROTOCOL = AlfworldProtocol.withInstruction("Play.");

  @Test
  void opening_isInstructionOkAndIntroductionWithoutItsWelcome() {
    assertThat(
            PROTOCOL.opening(
                "-= Welcome to TextWorld, ALFRED! =-\n\nYou are here.\n\nYour task is to: rest."))
        .containsExactly(
            new ChatMessage("user", "Play."),
            new ChatMessage("assistant", "OK"),
            new ChatMessage("user", "You are here.\n\nYour task is to: rest."));
  }

  @Test
  void defaultInstruction_tellsTheCommandsOfTheVersion() {
    assertThat(instruction(AlfworldVersion.V2_1_1))
        .contains("put {object} in/on {place}", "Thought:", "Action:")
        .doesNotContain("move {object}");
    assertThat(instruction(AlfworldVersion.V2_1_3)).contains("move {object} to {place}");
  }

  private static String instruction(AlfworldVersion version) {
    List<ChatMessage> opening = AlfworldProtocol.of(version).opening("");
    return opening.get(0).content();
  }

  @Test
  void observation_arrivalAtALocation_isLeftOut() {
    assertThat(PROTOCOL.observation("You arrive at loc 12. On the desk 1, you see nothing."))
        .isEqualTo("Observation: On the desk 1, you see nothing.");
    assertThat(PROTOCOL.observation("You arrive at desk 1. On the desk 1, you see nothing."))
        .isEqualTo("Observation: You arrive at desk 1. On the desk 1, you see nothing.");
    assertThat(PROTOCOL.observation("Nothing happens.")).isEqualTo("Observation: Nothing happens.");
  }

  @Test
  void action_isWhatStandsBehindTheFirstActionMark() {
    assertThat(PROTOCOL.action("Thought: go.\nAction: go to desk 1 ")).contains("go to desk 1");
    assertThat(PROTOCOL.action("Action:look")).contains("look");
    assertThat(PROTOCOL.action("Action: look\nAction: inventory"))
        .contains("look\nAction: inventory");
    assertThat(PROTOCOL.action("go to desk 1")).isEmpty();
    assertThat(PROTOCOL.action(PROTOCOL.reply("go to desk 1"))).contains("go to desk 1");
  }

  @Test
  void instruction_blank_isRejected() {
    assertThatThrownBy(() -> AlfworldProtocol.withInstruction(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instruction must not be blank");
  }
}
