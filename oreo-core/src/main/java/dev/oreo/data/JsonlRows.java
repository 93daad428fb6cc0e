package dev.oreo.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.oreo.internal.Checks;
import dev.oreo.model.ChatMessage;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that the readers of this package read, to be written with {@link JsonlWriter}.
 *
 * <p>Token rows give a trajectory back as it is, its steps included, but for its id and whether it
 * was cut: a file holds the tokens kept, and they are the row. Only a reward at the end of the last
 * step has a place in them. Text rows are tokenized anew by their reader.
 */
public final class JsonlRows {
  private JsonlRows() {}

  /**
   * Returns a text row for {@link TrajectoryReader}.
   *
   * @param prompt the prompt's text
   * @param response the response's text, without end of text
   * @param reward finite
   * @return an object of its own
   * @throws IllegalArgumentException if the reward is NaN or infinite
   */
  public static JsonObject response(String prompt, String response, double reward) {
    JsonObject row = text(prompt, "response", response);
    row.addProperty("reward", finite(reward));
    return row;
  }

  /**
   * Returns a token row for {@link TrajectoryReader}.
   *
   * @param trajectory what to write; its prompt is what is before its first step
   * @return an object of its own
   * @throws IllegalArgumentException if a step before the last has a reward
   */
  public static JsonObject response(Trajectory trajectory) {
    JsonObject row = tokens(trajectory, "response");
    row.addProperty("reward", lastReward(trajectory));
    return row;
  }

  /**
   * Returns a text row for {@link LabeledReader}.
   *
   * @param prompt the prompt's text
   * @param completion the completion's text, without end of text
   * @param label whether it is desirable
   * @return an object of its own
   */
  public static JsonObject labeled(String prompt, String completion, boolean label) {
    JsonObject row = text(prompt, "completion", completion);
    row.addProperty("label", label);
    return row;
  }

  /**
   * Returns a token row for {@link LabeledReader}.
   *
   * @param trajectory what to write but for its reward; its prompt is what is before its first step
   * @param label whether it is desirable
   * @return an object of its own
   */
  public static JsonObject labeled(Trajectory trajectory, boolean label) {
    JsonObject row = tokens(trajectory, "completion");
    row.addProperty("label", label);
    return row;
  }

  /**
   * Returns a text row for {@link PreferenceReader}, which gives the answers the rewards 1 and 0.
   *
   * @param prompt the prompt's text
   * @param chosen the better answer's text, without end of text
   * @param rejected the worse answer's text, without end of text
   * @return an object of its own
   */
  public static JsonObject pair(String prompt, String chosen, String rejected) {
    JsonObject row = text(prompt, "chosen", chosen);
    row.addProperty("rejected", rejected);
    return row;
  }

  /**
   * Returns a token row for {@link PreferenceReader}.
   *
   * @param pair what to write, rewards included; its prompt is what is before the first steps
   * @return an object of its own
   * @throws IllegalArgumentException if a step before an answer's last has a reward
   */
  public static JsonObject pair(PreferencePair pair) {
    JsonObject row = new JsonObject();
    row.add("prompt_token_ids", ints(pair.chosen().promptTokenIds()));
    addAnswer(row, pair.chosen(), new AnswerKeys("chosen", false));
    addAnswer(row, pair.rejected(), new AnswerKeys("rejected", false));
    row.addProperty("chosen_reward", lastReward(pair.chosen()));
    row.addProperty("rejected_reward", lastReward(pair.rejected()));
    return row;
  }

  /**
   * Returns a row for {@link MessagesReader}.
   *
   * @param messages the conversation, in the order in which it was said
   * @param reward finite
   * @return an object of its own
   * @throws IllegalArgumentException if the reward is NaN or infinite
   */
  public static JsonObject messages(List<ChatMessage> messages, double reward) {
    JsonArray array = new JsonArray();
    for (ChatMessage message : messages) {
      JsonObject object = new JsonObject();
      object.addProperty("role", message.role());
      object.addProperty("content", message.content());
      array.add(object);
    }
    JsonObject row = new JsonObject();
    row.add("messages", array);
    row.addProperty("reward", finite(reward));
    return row;
  }

  private static JsonObject text(String prompt, String key, String answer) {
    JsonObject row = new JsonObject();
    row.addProperty("prompt", prompt);
    row.addProperty(key, answer);
    return row;
  }

  private static JsonObject tokens(Trajectory trajectory, String key) {
    JsonObject row = new JsonObject();
    row.add("prompt_token_ids", ints(trajectory.promptTokenIds()));
    addAnswer(row, trajectory, new AnswerKeys(key, true));
    return row;
  }

  private static void addAnswer(JsonObject row, Trajectory trajectory, AnswerKeys keys) {
    int[] tokenIds = trajectory.tokenIds();
    int start = trajectory.promptTokenIds().length;
    JsonArray spans = new JsonArray();
    for (Step step : trajectory.steps()) {
      spans.add(ints(new int[] {step.start() - start, step.end() - start}));
    }
    row.add(keys.tokenIds(), ints(Arrays.copyOfRange(tokenIds, start, tokenIds.length)));
    row.add(keys.steps(), spans);
  }

  private static double lastReward(Trajectory trajectory) {
    List<Step> steps = trajectory.steps();
    for (int k = 0; k < steps.size() - 1; k++) {
      Checks.argument(
          steps.get(k).reward() == 0,
          "reward must be earned at the last step to be written, got %s at step %d (trajectory %s)",
          steps.get(k).reward(),
          k,
          trajectory.id());
    }
    return steps.get(steps.size() - 1).reward();
  }

  private static double finite(double reward) {
    Checks.argument(Double.isFinite(reward), "reward must be finite, got %s", reward);
    return reward;
  }

  private static JsonArray ints(int[] values) {
    JsonArray array = new JsonArray(values.length);
    for (int value : values) {
      array.add(value);
    }
    return array;
  }
}
