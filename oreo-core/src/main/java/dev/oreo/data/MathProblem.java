package dev.oreo.data;

import dev.oreo.model.ChatMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One problem of a dataset, with its reference solution.
 *
 * @param id its name; {@code FILE:LINE} with the file's name alone where the dataset has none
 * @param question what is asked; of a conversation its last message
 * @param solution the reference solution in the dataset's words, the answer in it, as {@link
 *     dev.oreo.verify.AnswerVerifier} takes it
 * @param subject of MATH, such as {@code Algebra}
 * @param level of MATH, 1 to 5; empty where the dataset does not know it
 * @param messages the conversation that asks, for a row that has one in place of the question, else
 *     empty
 */
public record MathProblem(
    String id,
    String question,
    String solution,
    Optional<String> subject,
    OptionalInt level,
    List<ChatMessage> messages) {

  /** Copies the list. {@inheritDoc} */
  public MathProblem {
    messages = List.copyOf(messages);
  }
}
