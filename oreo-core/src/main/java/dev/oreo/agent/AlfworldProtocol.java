package dev.oreo.agent;

import dev.oreo.environment.AlfworldVersion;
import dev.oreo.internal.Checks;
import dev.oreo.model.ChatMessage;
import java.util.List;
import java.util.Optional;

/**
 * The conversation of the paper's ALFWorld agent.
 *
 * <p>The user gives an instruction, the assistant says {@code OK}, the user tells the first
 * observation without the line that welcomes to TextWorld. From then on the assistant replies
 * {@code Thought: ...} and {@code Action: ...}, and the user answers {@code Observation: ...}. The
 * action is what stands behind the reply's first {@code Action:}, white space at both ends left
 * out. Feedback of version 2.1.1 that begins with {@code You arrive at loc 7.} is told without that
 * sentence, as ETO and OREO do.
 *
 * <p>The paper's instruction is not at hand; the default one is in words of our own. Immutable and
 * thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 5</a>
 */
public final class AlfworldProtocol implements AgentProtocol {
  /** What stands before the action in a reply. */
  public static final String ACTION = "Action:";

  private static final String OBSERVATION = "Observation: ";
  private static final String WELCOME = "-= Welcome to TextWorld, ALFRED! =-";
  private static final String ARRIVAL = "You arrive at loc ";
  private static final String INVALID_REPLY = "Error Input. Your input must contain 'Action: '";

  private final String instruction;

  private AlfworldProtocol(String instruction) {
    Checks.argument(!instruction.isBlank(), "instruction must not be blank");
    this.instruction = instruction;
  }

  /**
   * Returns the protocol with the default instruction: the task, the nine forms of commands, the
   * reply's form.
   *
   * @param version whose commands are told
   * @return the protocol
   */
  public static AlfworldProtocol of(AlfworldVersion version) {
    String put =
        switch (version) {
          case V2_1_1 -> "put {object} in/on {place}";
          case V2_1_3 -> "move {object} to {place}";
        };
    return new AlfworldProtocol(
        """
        You are in a household and have to complete a task there. I tell you what you see and what \
        the task is; in every turn you do one thing, and I tell you what comes of it. What you can \
        do:
        1. go to {place}
        2. take {object} from {place}
        3. %s
        4. open {place}
        5. close {place}
        6. use {object}
        7. clean {object} with {place}
        8. heat {object} with {place}
        9. cool {object} with {place}
        Places and objects are named with their numbers. If I answer "Nothing happens.", the action \
        was not possible: try another one.
        Reply in this form:
        Thought: what you think
        Action: what you do"""
            .formatted(put));
  }

  /**
   * Returns the protocol with another instruction.
   *
   * @param instruction the first message
   * @return the protocol
   * @throws IllegalArgumentException if the instruction is blank
   */
  public static AlfworldProtocol withInstruction(String instruction) {
    return new AlfworldProtocol(instruction);
  }

  @Override
  public List<ChatMessage> opening(String introduction) {
    String told =
        introduction.startsWith(WELCOME)
            ? introduction.substring(WELCOME.length()).strip()
            : introduction;
    return List.of(
        new ChatMessage("user", instruction),
        new ChatMessage(ChatMessage.ASSISTANT, "OK"),
        new ChatMessage("user", told));
  }

  @Override
  public String observation(String feedback) {
    if (!feedback.startsWith(ARRIVAL)) {
      return OBSERVATION + feedback;
    }
    int sentence = feedback.indexOf(". ");
    return OBSERVATION + (sentence < 0 ? feedback : feedback.substring(sentence + 2));
  }

  @Override
  public String invalidReply() {
    return OBSERVATION + INVALID_REPLY;
  }

  @Override
  public Optional<String> action(String reply) {
    int at = reply.indexOf(ACTION);
    return at < 0 ? Optional.empty() : Optional.of(reply.substring(at + ACTION.length()).strip());
  }

  /**
   * Returns a reply without a thought.
   *
   * @param action what to do
   * @return what {@link #action} finds it in
   */
  public String reply(String action) {
    return ACTION + " " + action;
  }
}
