package dev.oreo.examples.evaluation;

import com.google.gson.JsonObject;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.verify.Outcome;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Verdicts and lengths of some answers. What is unparsed or timed out is not right either.
 *
 * @param answers how many, at least 1
 * @param outcomes how many by verdict, each verdict present
 * @param cut how many reached the limit of new tokens
 * @param unfinished how many searches gave up
 * @param meanTokens mean length
 * @param mostTokens largest length
 */
public record AnswerCounts(
    int answers,
    Map<Outcome, Integer> outcomes,
    int cut,
    int unfinished,
    double meanTokens,
    int mostTokens) {

  /**
   * Counts.
   *
   * @param answers at least one
   * @return the counts
   */
  public static AnswerCounts of(Collection<GradedAnswer> answers) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, 0);
    }
    answers.forEach(answer -> outcomes.merge(answer.verdict().outcome(), 1, Integer::sum));
    return new AnswerCounts(
        answers.size(),
        outcomes,
        ended(answers, FinishReason.LENGTH),
        ended(answers, FinishReason.STOP_STRING),
        answers.stream().mapToInt(GradedAnswer::tokens).average().orElseThrow(),
        answers.stream().mapToInt(GradedAnswer::tokens).max().orElseThrow());
  }

  private static int ended(Collection<GradedAnswer> answers, FinishReason reason) {
    return (int) answers.stream().filter(a -> a.generation().finishReason() == reason).count();
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("answers", answers);
    outcomes.forEach((outcome, count) -> json.addProperty(RowValues.label(outcome), count));
    json.addProperty("cut_at_the_limit", cut);
    json.addProperty("unfinished", unfinished);
    json.addProperty("mean_tokens", meanTokens);
    json.addProperty("most_tokens", mostTokens);
    return json;
  }
}
