package dev.oreo.examples.alfworld;

import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.agent.TurnTemplate;
import dev.oreo.model.ChatMessage;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The expert's transcript as a conversation. It holds no thoughts, so replies have actions alone.
 *
 * @param id of the game
 * @param opening the messages before the first turn
 * @param replies the turns
 * @param observations the user's message after each turn but the last
 * @param mistakes which of the turns, by index, are not to be imitated
 */
public record Demonstration(
    String id,
    List<ChatMessage> opening,
    List<String> replies,
    List<String> observations,
    Set<Integer> mistakes) {

  /** Copies the collections. {@inheritDoc} */
  public Demonstration {
    opening = List.copyOf(opening);
    replies = List.copyOf(replies);
    observations = List.copyOf(observations);
    mistakes = Set.copyOf(mistakes);
  }

  /**
   * Makes a conversation of a transcript.
   *
   * @param transcript what the expert did
   * @param protocol how it is worded
   * @return the conversation
   */
  public static Demonstration of(Transcript transcript, AlfworldProtocol protocol) {
    List<String> feedback = transcript.feedback();
    return new Demonstration(
        transcript.game(),
        protocol.opening(transcript.introduction()),
        transcript.commands().stream().map(protocol::reply).toList(),
        feedback.subList(0, feedback.size() - 1).stream().map(protocol::observation).toList(),
        transcript.mistakes());
  }

  /**
   * Returns the conversation as messages.
   *
   * @return the last is the assistant's
   */
  public List<ChatMessage> messages() {
    List<ChatMessage> messages = new ArrayList<>(opening);
    for (int i = 0; i < replies.size(); i++) {
      messages.add(new ChatMessage(ChatMessage.ASSISTANT, replies.get(i)));
      if (i < observations.size()) {
        messages.add(new ChatMessage("user", observations.get(i)));
      }
    }
    return messages;
  }

  /**
   * Returns the conversation as tokens, to learn its turns but for the mistakes.
   *
   * @param template the policy's
   * @return a trajectory with reward 1, as the expert has won
   */
  public Trajectory trajectory(TurnTemplate template) {
    Trajectory all = template.trajectory(id, opening, replies, observations, 1);
    List<Step> imitated =
        IntStream.range(0, all.steps().size())
            .filter(turn -> !mistakes.contains(turn))
            .mapToObj(all.steps()::get)
            .toList();
    return Trajectory.of(id, all.tokenIds(), imitated);
  }

  /**
   * Returns the conversation as tokens, to learn all of it: what the game says, too.
   *
   * @param template the policy's
   * @return a trajectory with one step
   */
  public Trajectory wholeTrajectory(TurnTemplate template) {
    int[] tokenIds = trajectory(template).tokenIds();
    return Trajectory.of(id, tokenIds, List.of(new Step(1, tokenIds.length, 1)));
  }
}
