package dev.oreo.examples.evaluation;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One answer to one problem, and what the grader says of it.
 *
 * @param sample its index among the problem's answers of the same kind
 * @param generation the response; a search that gave up between two steps ends in a stop string
 * @param verdict of the grader
 * @param value V of the response's last state, where it was read
 */
public record GradedAnswer(
    int sample, Generation generation, Verdict verdict, OptionalDouble value) {

  /** Reads the row of a rollout. */
  static GradedAnswer of(JsonObject row) {
    int[] ids = RowValues.ints(row.getAsJsonArray("response_token_ids"));
    JsonElement extracted = row.get("extracted");
    Verdict verdict =
        new Verdict(
            Outcome.valueOf(row.get("verdict").getAsString().toUpperCase(Locale.ROOT)),
            extracted.isJsonNull() ? Optional.empty() : Optional.of(extracted.getAsString()),
            row.get("reason").getAsString());
    FinishReason reason =
        FinishReason.valueOf(row.get("finish_reason").getAsString().toUpperCase(Locale.ROOT));
    return new GradedAnswer(
        row.get("sample").getAsInt(),
        new Generation(ids, row.get("response").getAsString(), reason),
        verdict,
        OptionalDouble.empty());
  }

  GradedAnswer withValue(double v) {
    return new GradedAnswer(sample, generation, verdict, OptionalDouble.of(v));
  }

  /**
   * Returns why the response ended.
   *
   * @return {@code eos}, {@code length}, or {@code unfinished} for a search that gave up
   */
  public String finishReason() {
    return switch (generation.finishReason()) {
      case EOS -> "eos";
      case LENGTH -> "length";
      case STOP_STRING -> "unfinished";
    };
  }

  /**
   * Returns the response's length.
   *
   * @return tokens, the end token included
   */
  public int tokens() {
    return generation.tokenIds().length;
  }

  /** Returns the answer as a row. */
  JsonObject toJson(String mode, String problem) {
    JsonObject row = new JsonObject();
    row.addProperty("mode", mode);
    row.addProperty("problem", problem);
    row.addProperty("sample", sample);
    row.addProperty("response", generation.text());
    row.add("extracted", RowValues.orNull(verdict.extracted()));
    row.addProperty("verdict", RowValues.label(verdict.outcome()));
    row.addProperty("reason", verdict.reason());
    row.add(
        "value", value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE);
    row.addProperty("finish_reason", finishReason());
    row.addProperty("tokens", tokens());
    return row;
  }
}
