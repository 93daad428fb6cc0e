package dev.oreo.search;

import dev.oreo.internal.Checks;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * N responses to one prompt, and the ways to choose one answer from them. Ties go to what was drawn
 * first.
 *
 * @param answers in the order drawn, at least one
 */
public record SampledAnswers(List<ScoredAnswer> answers) {

  /** Copies the list. {@inheritDoc} */
  public SampledAnswers {
    answers = List.copyOf(answers);
    Checks.argument(!answers.isEmpty(), "answers must not be empty");
  }

  /**
   * Returns the response with the highest value.
   *
   * @return the best of N
   */
  public ScoredAnswer best() {
    ScoredAnswer best = answers.get(0);
    for (ScoredAnswer answer : answers) {
      best = answer.value() > best.value() ? answer : best;
    }
    return best;
  }

  /**
   * Returns the answer that most responses give.
   *
   * @param extractor from a response's text to its answer in a form in which equal answers are
   *     equal strings; empty if there is none
   * @return empty if no response has an answer
   */
  public Optional<String> majority(Function<String, Optional<String>> extractor) {
    return majority(extractor, String::equals);
  }

  /**
   * Returns the answer that most responses give.
   *
   * @param extractor from a response's text to its answer; empty if there is none
   * @param same whether two answers are one, as {@link AnswerVote} asks
   * @return empty if no response has an answer
   */
  public Optional<String> majority(
      Function<String, Optional<String>> extractor, BiPredicate<String, String> same) {
    return heaviest(extractor, same, answer -> 1);
  }

  /**
   * Returns the answer with the largest sum of squared values over the responses that give it.
   * Values below 0 count as 0.
   *
   * @param extractor from a response's text to its answer in a form in which equal answers are
   *     equal strings; empty if there is none
   * @return empty if no response has an answer
   */
  public Optional<String> valueWeightedMajority(Function<String, Optional<String>> extractor) {
    return valueWeightedMajority(extractor, String::equals);
  }

  /**
   * Returns the answer with the largest sum of squared values over the responses that give it.
   * Values below 0 count as 0.
   *
   * @param extractor from a response's text to its answer; empty if there is none
   * @param same whether two answers are one, as {@link AnswerVote} asks
   * @return empty if no response has an answer
   */
  public Optional<String> valueWeightedMajority(
      Function<String, Optional<String>> extractor, BiPredicate<String, String> same) {
    return heaviest(extractor, same, answer -> Math.pow(Math.max(0, answer.value()), 2));
  }

  private Optional<String> heaviest(
      Function<String, Optional<String>> extractor,
      BiPredicate<String, String> same,
      ToDoubleFunction<ScoredAnswer> weight) {
    AnswerVote vote = new AnswerVote(same);
    for (ScoredAnswer answer : answers) {
      extractor
          .apply(answer.generation().text())
          .ifPresent(text -> vote.add(text, weight.applyAsDouble(answer)));
    }
    return vote.winner();
  }
}
