package dev.oreo.agent;

import com.google.common.primitives.Ints;
import dev.oreo.internal.Checks;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.Tokenizer;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a conversation turn by turn, so that what was drawn stays as it was drawn and a turn costs
 * only its own text.
 *
 * <p>A chat template writes whole conversations. This finds, once, what it puts behind the
 * assistant's message (a marker, then perhaps white space) and around the user's next one, and
 * checks that three turns written by these pieces are what the template writes of them. Templates
 * that write a message otherwise once others follow, or that end the assistant's messages without a
 * marker, are refused.
 *
 * <p>As thread-safe as template and tokenizer.
 */
public final class TurnTemplate {
  private static final String REPLY = "Action: probe one";
  private static final String OBSERVATION = "Observation: probe two";

  private final ChatTemplate template;
  private final Tokenizer tokenizer;
  private final String marker;
  private final String gap;
  private final String beforeUser;
  private final String afterUser;

  /**
   * Reads a template.
   *
   * @param template the policy's
   * @param tokenizer the policy's
   * @param protocol whose conversations are to be written
   * @throws IllegalArgumentException if the template does not write turns one by one
   */
  public TurnTemplate(ChatTemplate template, Tokenizer tokenizer, AgentProtocol protocol) {
    this.template = template;
    this.tokenizer = tokenizer;
    List<ChatMessage> messages = new ArrayList<>(protocol.opening("A probe."));
    String opening = template.render(messages, true);
    messages.add(new ChatMessage(ChatMessage.ASSISTANT, REPLY));
    String ending = rest(opening + REPLY, template.render(messages, false));
    this.marker = ending.stripTrailing();
    this.gap = ending.substring(marker.length());
    Checks.argument(
        !marker.isEmpty(),
        "chat template must end an assistant's message with a marker, got \"%s\"",
        shown(ending));
    messages.add(new ChatMessage("user", OBSERVATION));
    String next = rest(opening + REPLY + ending, template.render(messages, true));
    int at = next.indexOf(OBSERVATION);
    Checks.argument(
        at >= 0,
        "chat template must write the user's message as it is, got \"%s\" for \"%s\"",
        shown(next),
        OBSERVATION);
    this.beforeUser = next.substring(0, at);
    this.afterUser = next.substring(at + OBSERVATION.length());
    requireSameTurns(opening, messages);
  }

  private void requireSameTurns(String opening, List<ChatMessage> messages) {
    List<ChatMessage> more = new ArrayList<>(messages);
    more.add(new ChatMessage(ChatMessage.ASSISTANT, "Thought: probe three\nAction: probe four"));
    more.add(new ChatMessage("user", "Observation: probe five."));
    String whole = template.render(more, true);
    String byTurns =
        opening
            + REPLY
            + marker
            + afterMarker(OBSERVATION)
            + more.get(more.size() - 2).content()
            + marker
            + afterMarker(more.get(more.size() - 1).content());
    String rest = rest(byTurns, whole);
    Checks.argument(
        rest.isEmpty(), "chat template must write turns one by one, got \"%s\" more", shown(rest));
  }

  private static String rest(String start, String text) {
    int i = 0;
    while (i < Math.min(start.length(), text.length()) && start.charAt(i) == text.charAt(i)) {
      i++;
    }
    Checks.argument(
        i == start.length(),
        "chat template must write turns one by one, got \"%s\" in place of \"%s\"",
        shown(text.substring(i)),
        shown(start.substring(i)));
    return text.substring(i);
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 40)).replace("\n", "\\n");
  }

  /**
   * Returns the tokens before the policy's first turn.
   *
   * @param messages as of {@link AgentProtocol#opening}
   * @return at least one token
   * @throws IllegalArgumentException if the template refuses the messages
   */
  public int[] opening(List<ChatMessage> messages) {
    return tokenizer.encode(template.render(messages, true)).tokenIds();
  }

  /**
   * Returns the tokens between two turns of the policy: what ends the first, the user's message,
   * what begins the second.
   *
   * @param observation the user's message
   * @param ended whether the policy has ended its turn itself, with an end token; else the marker
   *     is among the tokens
   * @return at least one token
   */
  public int[] between(String observation, boolean ended) {
    String text = afterMarker(observation);
    return tokenizer.encode(ended ? text : marker + text).tokenIds();
  }

  private String afterMarker(String observation) {
    return gap + beforeUser + observation + afterUser;
  }

  /**
   * Makes a trajectory of a recorded conversation, its turns being the steps, each with its marker.
   *
   * @param id of the trajectory
   * @param opening the messages before the first turn
   * @param replies the turns, at least one
   * @param observations what followed each turn but the last
   * @param reward earned at the end
   * @return the trajectory
   * @throws IllegalArgumentException if there is not one observation less than there are replies
   */
  public Trajectory trajectory(
      String id,
      List<ChatMessage> opening,
      List<String> replies,
      List<String> observations,
      double reward) {
    Checks.argument(
        observations.size() == replies.size() - 1,
        "observations must be one less than replies, got %d and %d (trajectory %s)",
        observations.size(),
        replies.size(),
        id);
    List<int[]> pieces = new ArrayList<>(List.of(opening(opening)));
    int length = pieces.get(0).length;
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      boolean last = i == observations.size();
      int[] turn = tokenizer.encode(replies.get(i) + marker).tokenIds();
      steps.add(new Step(length, length + turn.length, last ? reward : 0));
      pieces.add(turn);
      length += turn.length;
      if (!last) {
        int[] between = between(observations.get(i), true);
        pieces.add(between);
        length += between.length;
      }
    }
    return Trajectory.of(id, Ints.concat(pieces.toArray(int[][]::new)), steps);
  }
}
