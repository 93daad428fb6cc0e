package dev.oreo.examples.command;

import com.google.common.collect.Lists;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.data.TrajectoryRow;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.Tokenizer;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oreo score}: what policy, value function and reference say about given responses. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores responses token by token, one output row for each input row.",
      "Output rows have token_ids of the response, log_probs, and where asked for values (V at"
          + " each position that chooses a token) and reference_log_probs."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ScoreCommand implements Callable<Integer> {
  /** Rows between two lines of progress. */
  private static final int CHUNK = 64;

  @Spec private CommandSpec spec;
  @Mixin private AdaptedModelMixin model;

  @Option(
      names = "--value",
      paramLabel = "DIR",
      description = "Folder of a value function, whole or adapters on the model.")
  private @Nullable Path value;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description = "Folder of the reference policy, whole or adapters on the model.")
  private @Nullable Path reference;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "JSONL rows with \"prompt\" and \"response\", or \"prompt_token_ids\" and"
              + " \"response_token_ids\"; a reward is not needed.")
  private Path data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write. Replaced if it exists.")
  private Path output;

  /** Made by the command line only. */
  public ScoreCommand() {}

  @Override
  public Integer call() throws IOException {
    HuggingFaceCheckpoint checkpoint = model.open();
    try (JsonlWriter writer = new JsonlWriter(output)) {
      List<TrajectoryRow> rows = read(checkpoint.tokenizer());
      List<JsonObject> scored = new ArrayList<>();
      rows.forEach(row -> scored.add(tokenIds(row)));
      addPolicy(checkpoint, rows, scored);
      addValues(checkpoint, rows, scored);
      addReference(checkpoint, rows, scored);
      for (JsonObject row : scored) {
        writer.write(row);
      }
      writer.commit();
    }
    spec.commandLine().getOut().printf("wrote %s%n", output);
    return 0;
  }

  private List<TrajectoryRow> read(Tokenizer tokenizer) throws IOException {
    return TrajectoryReader.read(
            data,
            tokenizer,
            TrajectoryReaderOptions.DEFAULT
                .withRequireReward(false)
                .withAllowEmptyResponse(true)
                .withMaxLength(Integer.MAX_VALUE))
        .rows();
  }

  private void addPolicy(
      HuggingFaceCheckpoint checkpoint, List<TrajectoryRow> rows, List<JsonObject> scored)
      throws IOException {
    try (ModelNetworks networks = model.networks(checkpoint, model.options())) {
      DjlPolicy policy = networks.policy();
      addScores(
          rows,
          scored,
          "log_probs",
          Score.LOG_PROB,
          chunk -> policy.score(chunk, Set.of(Score.LOG_PROB)));
    }
  }

  private void addValues(
      HuggingFaceCheckpoint checkpoint, List<TrajectoryRow> rows, List<JsonObject> scored)
      throws IOException {
    if (value == null) {
      return;
    }
    try (ModelNetworks networks = model.networks(checkpoint, model.options())) {
      DjlValueFunction function = networks.valueFunction(value);
      addScores(rows, scored, "values", Score.VALUE, function::score);
    }
  }

  private void addReference(
      HuggingFaceCheckpoint checkpoint, List<TrajectoryRow> rows, List<JsonObject> scored)
      throws IOException {
    if (reference == null) {
      return;
    }
    try (ModelNetworks networks = model.networks(checkpoint, model.options())) {
      DjlPolicy policy = networks.policy(reference);
      addScores(
          rows,
          scored,
          "reference_log_probs",
          Score.REFERENCE_LOG_PROB,
          chunk -> policy.scoreAsReference(chunk, Set.of(Score.REFERENCE_LOG_PROB)));
    }
  }

  private void addScores(
      List<TrajectoryRow> rows, List<JsonObject> scored, String key, Score score, Scorer scorer) {
    int done = 0;
    for (List<TrajectoryRow> chunk : Lists.partition(rows, CHUNK)) {
      List<TrajectoryScores> scores =
          scorer.score(chunk.stream().map(TrajectoryRow::trajectory).toList());
      for (int i = 0; i < chunk.size(); i++) {
        scored.get(done++).add(key, ofResponse(chunk.get(i), scores.get(i).get(score)));
      }
      spec.commandLine().getOut().printf("%s: %d of %d rows%n", key, done, rows.size());
    }
  }

  private static JsonObject tokenIds(TrajectoryRow row) {
    int[] all = row.trajectory().tokenIds();
    JsonObject scored = new JsonObject();
    scored.add(
        "token_ids", RowValues.array(Arrays.copyOfRange(all, row.promptLength(), all.length)));
    return scored;
  }

  /** Returns one entry for each token of the response; null where the policy did not choose it. */
  private static JsonArray ofResponse(TrajectoryRow row, double[] scores) {
    boolean[] actions = row.trajectory().actionMask();
    JsonArray array = new JsonArray();
    for (int position = row.promptLength() - 1; position < scores.length; position++) {
      array.add(actions[position] ? new JsonPrimitive(scores[position]) : JsonNull.INSTANCE);
    }
    return array;
  }

  /** One network's way to score a chunk of rows. */
  private interface Scorer {
    List<TrajectoryScores> score(List<Trajectory> chunk);
  }
}
