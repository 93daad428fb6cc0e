package dev.oreo.data;

import dev.oreo.internal.Checks;
import dev.oreo.model.ChatMessage;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes a problem as the tokens that a policy continues. As thread-safe as its tokenizer and
 * template, which are the caller's to keep open.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.1</a>
 */
public final class ProblemPrompt {
  private final Function<String, int[]> ofQuestion;
  private final Optional<Function<List<ChatMessage>, int[]>> ofConversation;

  private ProblemPrompt(
      Function<String, int[]> ofQuestion,
      Optional<Function<List<ChatMessage>, int[]>> ofConversation) {
    this.ofQuestion = ofQuestion;
    this.ofConversation = ofConversation;
  }

  /**
   * The question alone, for models that know nothing else.
   *
   * @param tokenizer the policy's
   * @return the prompt
   */
  public static ProblemPrompt plain(Tokenizer tokenizer) {
    return new ProblemPrompt(
        question -> tokenizer.encodePrompt(question).tokenIds(), Optional.empty());
  }

  /**
   * A conversation in which the system gives the instruction and the user asks the question: the
   * paper's prompt for Qwen2.5-Math.
   *
   * @param tokenizer the policy's
   * @param template the policy's
   * @param instruction what to do, such as {@link MathDataset#instruction}; if it is empty, the
   *     user speaks first
   * @return the prompt
   */
  public static ProblemPrompt chat(Tokenizer tokenizer, ChatTemplate template, String instruction) {
    Function<List<ChatMessage>, int[]> conversation =
        messages -> tokenizer.encode(template.render(messages, true)).tokenIds();
    return new ProblemPrompt(
        question -> {
          ChatMessage user = new ChatMessage("user", question);
          return conversation.apply(
              instruction.isEmpty()
                  ? List.of(user)
                  : List.of(new ChatMessage("system", instruction), user));
        },
        Optional.of(conversation));
  }

  /**
   * {@code User: QUESTION\nINSTRUCTION\n\nAssistant:}, the paper's prompt for
   * DeepSeekMath-7B-Instruct.
   *
   * @param tokenizer the policy's; its post-processor adds the token that begins a text
   * @param instruction what to do, such as that of {@link MathDataset#MATH}
   * @return the prompt
   */
  public static ProblemPrompt deepSeekMath(Tokenizer tokenizer, String instruction) {
    return new ProblemPrompt(
        question ->
            tokenizer
                .encodePrompt("User: " + question + "\n" + instruction + "\n\nAssistant:")
                .tokenIds(),
        Optional.empty());
  }

  /**
   * Returns the prompt of a problem: of its conversation as it is, where it has one, else of its
   * question.
   *
   * @param problem what is asked
   * @return token ids, at least one
   * @throws IllegalArgumentException if the chat template refuses the messages, if there is a
   *     conversation and this is not the chat form, or if there is no token
   */
  public int[] tokenIds(MathProblem problem) {
    int[] ids =
        problem.messages().isEmpty()
            ? ofQuestion.apply(problem.question())
            : ofConversation
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "messages must be asked in the chat form, got another ("
                                + problem.id()
                                + ")"))
                .apply(problem.messages());
    Checks.argument(
        ids.length > 0, "prompt must have at least one token, got none (%s)", problem.id());
    return ids;
  }
}
