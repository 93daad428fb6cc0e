package dev.oreo.examples.speed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.oreo.djl.DjlBaseModel;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.examples.speed.Workload.Memory;
import dev.oreo.examples.speed.Workload.Method;
import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.BatchSampler;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.train.TrainingListener;
import dev.oreo.train.TrainingPlan;
import dev.oreo.train.TrainingSummary;
import dev.oreo.train.UpdateReport;
import dev.oreo.trajectory.Example;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Updates by OREO at token level or by DPO, with the trainer that everyone uses, on the same batch
 * each time.
 */
final class UpdateWork {
  private static final double LEARNING_RATE = 1e-4;

  private UpdateWork() {}

  static Measurement run(JsonObject work, Precision precision) throws IOException {
    HuggingFaceCheckpoint checkpoint =
        HuggingFaceCheckpoint.open(Path.of(work.get("model").getAsString()));
    ModelOptions options =
        ModelOptions.cpu(precision).withGradientCheckpointing(memory(work) == Memory.CHECKPOINTS);
    return switch (Method.valueOf(work.get("method").getAsString())) {
      case OREO -> {
        try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(options);
            DjlTrainableValueFunction value = checkpoint.newValueFunction(options);
            DjlPolicy reference = checkpoint.loadPolicy(options)) {
          yield oreo(work, policy, value, reference);
        }
      }
      case OREO_ADAPTERS -> {
        try (DjlBaseModel base = checkpoint.loadBase(options);
            DjlTrainablePolicy policy = base.newAdapterPolicy(LoraConfig.DEFAULT, 1);
            DjlTrainableValueFunction value = base.newAdapterValueFunction(LoraConfig.DEFAULT, 2);
            DjlPolicy reference = base.policy()) {
          yield oreo(work, policy, value, reference);
        }
      }
      case DPO -> {
        try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(options);
            DjlPolicy reference = checkpoint.loadPolicy(options)) {
          yield measure(
              work,
              pairs(work),
              Trainer.builder(policy, DpoObjective.builder().build(), config(work))
                  .reference(reference));
        }
      }
    };
  }

  private static Measurement oreo(
      JsonObject work,
      DjlTrainablePolicy policy,
      DjlTrainableValueFunction value,
      DjlPolicy reference)
      throws IOException {
    return measure(
        work,
        rows(work),
        Trainer.builder(
                policy, SoftBellmanObjective.builder(Granularity.TOKEN).build(), config(work))
            .valueFunction(value)
            .reference(reference));
  }

  private static <E extends Example> Measurement measure(
      JsonObject work, List<E> batch, Trainer.Builder<E> trainer) throws IOException {
    int warmup = work.get("warmup").getAsInt();
    Times times = new Times();
    trainer
        .listener(times)
        .build()
        .train(new SameBatch<>(batch, warmup + work.get("count").getAsInt()));
    return Measurement.ofThisProcess(
        batch.stream()
            .flatMap(example -> example.trajectories().stream())
            .mapToLong(Trajectory::length)
            .sum(),
        times.seconds.subList(warmup, times.seconds.size()),
        times.losses);
  }

  private static Memory memory(JsonObject work) {
    return Memory.valueOf(work.get("memory").getAsString());
  }

  private static TrainerConfig config(JsonObject work) {
    return TrainerConfig.builder()
        .microBatchTokens(work.get("micro_batch_tokens").getAsInt())
        .oneGraphAtATime(memory(work) == Memory.ONE_GRAPH)
        .policyLearningRate(LEARNING_RATE)
        .valueLearningRate(LEARNING_RATE)
        .warmupFraction(0)
        .build();
  }

  private static List<PreferencePair> pairs(JsonObject work) {
    List<Trajectory> rows = rows(work);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += 2) {
      pairs.add(new PreferencePair(rows.get(i + 1), rows.get(i)));
    }
    return pairs;
  }

  private static List<Trajectory> rows(JsonObject work) {
    List<Trajectory> rows = new ArrayList<>();
    for (JsonElement element : work.getAsJsonArray("rows")) {
      JsonObject row = element.getAsJsonObject();
      int[] prompt = Workload.ints(row.getAsJsonArray("prompt"));
      int[] response = Workload.ints(row.getAsJsonArray("response"));
      int[] ids = new int[prompt.length + response.length];
      System.arraycopy(prompt, 0, ids, 0, prompt.length);
      System.arraycopy(response, 0, ids, prompt.length, response.length);
      Step step = new Step(prompt.length, ids.length, row.get("reward").getAsDouble());
      rows.add(Trajectory.of("row " + rows.size(), ids, List.of(step)));
    }
    return rows;
  }

  /** One batch, as often as asked for. */
  private record SameBatch<E extends Example>(List<E> batch, int updatesPerEpoch)
      implements BatchSampler<E> {
    @Override
    public Iterable<List<E>> epoch(int epoch) {
      return Collections.nCopies(updatesPerEpoch, batch);
    }
  }

  private static final class Times implements TrainingListener {
    private final List<Double> seconds = new ArrayList<>();
    private String losses = "";

    @Override
    public void started(TrainingPlan plan) {}

    @Override
    public void updated(UpdateReport report) {
      seconds.add(report.seconds());
      losses =
          String.format(
              Locale.ROOT,
              "update %d: value loss %.5f, policy loss %.5f",
              report.update(),
              report.valueLoss(),
              report.policyLoss());
    }

    @Override
    public void finished(TrainingSummary summary) {}
  }
}
