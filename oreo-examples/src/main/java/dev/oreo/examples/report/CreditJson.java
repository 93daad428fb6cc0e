package dev.oreo.examples.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.oreo.evaluate.ActionCredit;
import dev.oreo.evaluate.CreditAssignment;
import dev.oreo.evaluate.CreditMeans;
import dev.oreo.evaluate.CreditSummary;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The numbers behind {@link CreditReport}, of all solutions: an object with {@code settings},
 * {@code summary} and {@code trajectories}.
 *
 * <p>A trajectory has {@code id}, {@code reward}, and under {@code tokens} and {@code steps} arrays
 * with one entry per action token or step: {@code start} and {@code end} (indices of the row's
 * tokens, prompt first), {@code token_ids} (of tokens only), {@code reward}, {@code value}, {@code
 * implicit_value}, {@code log_ratio}, {@code implicit_advantage}, {@code explicit_advantage},
 * {@code residual}.
 */
public final class CreditJson {
  private CreditJson() {}

  /**
   * Writes the numbers, a trajectory at a time.
   *
   * @param settings what was compared, and how
   * @param summary of the trajectories
   * @param credits the trajectories
   * @param out where to; not closed
   * @throws IOException if it cannot be written
   */
  public static void write(
      JsonObject settings, CreditSummary summary, List<CreditAssignment> credits, Writer out)
      throws IOException {
    Gson gson = new Gson();
    JsonWriter json = gson.newJsonWriter(out);
    json.beginObject();
    gson.toJson(settings, json.name("settings"));
    gson.toJson(of(summary), json.name("summary"));
    json.name("trajectories").beginArray();
    for (CreditAssignment credit : credits) {
      gson.toJson(of(credit), json);
    }
    json.endArray().endObject().flush();
  }

  private static JsonObject of(CreditSummary summary) {
    JsonObject json = new JsonObject();
    add(json, "right", summary.right());
    add(json, "wrong", summary.wrong());
    add(json, "first_value_auc", summary.firstValueAuc());
    add(json, "last_value_auc", summary.lastValueAuc());
    add(json, "last_implicit_value_auc", summary.lastImplicitValueAuc());
    add(json, "value_correlation", summary.valueCorrelation());
    add(json, "token_advantage_correlation", summary.tokenAdvantageCorrelation());
    add(json, "step_advantage_correlation", summary.stepAdvantageCorrelation());
    return json;
  }

  private static void add(JsonObject json, String key, Optional<CreditMeans> means) {
    means.ifPresent(
        m -> {
          JsonObject object = new JsonObject();
          object.addProperty("trajectories", m.trajectories());
          object.addProperty("first_value", m.firstValue());
          object.addProperty("last_value", m.lastValue());
          object.addProperty("last_implicit_value", m.lastImplicitValue());
          object.addProperty("log_ratio", m.logRatio());
          object.addProperty("residual", m.residual());
          object.addProperty("squared_residual", m.squaredResidual());
          json.add(key, object);
        });
  }

  private static void add(JsonObject json, String key, OptionalDouble number) {
    number.ifPresent(n -> json.addProperty(key, n));
  }

  private static JsonObject of(CreditAssignment credit) {
    JsonObject json = new JsonObject();
    json.addProperty("id", credit.trajectory().id());
    json.addProperty("reward", credit.trajectory().reward());
    JsonObject tokens = of(credit.tokens());
    JsonArray ids = new JsonArray();
    credit.tokens().forEach(t -> ids.add(credit.trajectory().tokenId(t.action().start())));
    tokens.add("token_ids", ids);
    json.add("tokens", tokens);
    json.add("steps", of(credit.steps()));
    return json;
  }

  private static JsonObject of(List<ActionCredit> actions) {
    JsonArray starts = new JsonArray();
    JsonArray ends = new JsonArray();
    JsonArray rewards = new JsonArray();
    for (ActionCredit action : actions) {
      starts.add(action.action().start());
      ends.add(action.action().end());
      rewards.add(action.action().reward());
    }
    JsonObject json = new JsonObject();
    json.add("start", starts);
    json.add("end", ends);
    json.add("reward", rewards);
    for (CreditQuantity quantity : CreditQuantity.values()) {
      JsonArray numbers = new JsonArray();
      actions.forEach(action -> numbers.add(quantity.of(action)));
      json.add(quantity.key(), numbers);
    }
    return json;
  }
}
