package dev.oreo.agent;

import dev.oreo.model.ChatMessage;
import java.util.List;
import java.util.Optional;

/** How an environment and a policy talk: what is said of observations, and where replies act. */
public interface AgentProtocol {

  /**
   * Returns how an episode begins.
   *
   * @param introduction what the environment tells at first
   * @return the messages before the policy's first turn, the last of them not the assistant's
   */
  List<ChatMessage> opening(String introduction);

  /**
   * Returns the user's message after an action.
   *
   * @param feedback what the environment answered
   * @return the message's content
   */
  String observation(String feedback);

  /**
   * Returns the user's message after a reply that holds no action, where the episode goes on.
   *
   * @return the message's content
   */
  String invalidReply();

  /**
   * Finds the action in a reply.
   *
   * @param reply the policy's whole turn, special tokens left out
   * @return what to do, as the environment takes it; empty if the reply holds none
   */
  Optional<String> action(String reply);
}
