package dev.oreo.examples.mathematics;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.data.JsonlRows;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.MathProblem;
import dev.oreo.model.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reference solutions as rows of supervised fine-tuning, asked as the other commands ask.
 *
 * @param style the form of the prompt
 * @param instruction what the policy is told to do; not used by {@link PromptStyle#PLAIN}
 */
public record Demonstrations(PromptStyle style, String instruction) {
  /** What GSM8K's solutions tell a calculator, such as {@code <<48/2=24>>}. */
  private static final Pattern CALCULATION = Pattern.compile("<<[^<>]*>>");

  /**
   * Writes one row per problem: {@code messages} for {@link PromptStyle#CHAT}, else {@code prompt}
   * and {@code response}. GSM8K's annotations for a calculator are left out of the solutions.
   *
   * @param problems with their solutions
   * @param file to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void write(List<MathProblem> problems, Path file) throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (MathProblem problem : problems) {
        writer.write(row(problem));
      }
      writer.commit();
    }
  }

  private JsonObject row(MathProblem problem) {
    String solution = CALCULATION.matcher(problem.solution()).replaceAll("");
    checkArgument(
        problem.messages().isEmpty() || style == PromptStyle.CHAT,
        "messages must be asked in the chat form, got %s (%s)",
        style,
        problem.id());
    return switch (style) {
      case CHAT -> JsonlRows.messages(messages(problem, solution), 1);
      case PLAIN -> JsonlRows.response(problem.question(), solution, 1);
      case DEEPSEEK ->
          JsonlRows.response(
              "User: " + problem.question() + "\n" + instruction + "\n\nAssistant:",
              " " + solution,
              1);
    };
  }

  private List<ChatMessage> messages(MathProblem problem, String solution) {
    List<ChatMessage> messages = new ArrayList<>(problem.messages());
    if (messages.isEmpty()) {
      if (!instruction.isEmpty()) {
        messages.add(new ChatMessage("system", instruction));
      }
      messages.add(new ChatMessage("user", problem.question()));
    }
    messages.add(new ChatMessage(ChatMessage.ASSISTANT, solution));
    return messages;
  }
}
