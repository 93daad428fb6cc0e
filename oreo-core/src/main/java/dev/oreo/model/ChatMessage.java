package dev.oreo.model;

/**
 * One message of a conversation.
 *
 * @param role who speaks, as the chat template names it: {@code system}, {@code user}, {@code
 *     assistant}, {@code tool}
 * @param content what is said
 */
public record ChatMessage(String role, String content) {
  /** The role whose messages the policy writes. */
  public static final String ASSISTANT = "assistant";

  /**
   * Returns whether the policy wrote the message.
   *
   * @return whether the role is {@value #ASSISTANT}
   */
  public boolean fromAssistant() {
    return role.equals(ASSISTANT);
  }
}
