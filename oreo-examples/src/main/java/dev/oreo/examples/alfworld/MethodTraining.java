package dev.oreo.examples.alfworld;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.oreo.data.PreferencePairs;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.examples.training.ActorCriticTraining;
import dev.oreo.examples.training.ReferenceCaches;
import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.Objective;
import dev.oreo.objective.SftObjective;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.BatchSampler;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.train.ReferenceLogProbCache;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains one policy by one method. Each appears complete or not at all. */
final class MethodTraining {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);
  private static final int MICRO_BATCH_TOKENS = 8192;

  private final StudyConfig config;
  private final long seed;
  private final PrintWriter out;

  MethodTraining(StudyConfig config, long seed, PrintWriter out) {
    this.config = config;
    this.seed = seed;
    this.out = out;
  }

  /** What makes a network in a folder. */
  private interface Work {
    void into(Path folder) throws IOException;
  }

  private static void whole(Path result, Work work) throws IOException {
    Path partial = result.resolveSibling("." + result.getFileName() + ".partial");
    if (Files.exists(partial)) {
      MoreFiles.deleteRecursively(partial, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    Files.createDirectories(partial);
    work.into(partial);
    Files.move(partial, result);
  }

  /** Learns all that is said in variants of the expert's transcripts. */
  void pretrain(HuggingFaceCheckpoint start, TranscriptBatches batches, Path result)
      throws IOException {
    StudyConfig.Sft sft = config.sft();
    imitate(start, batches, trainer(sft.pretrainingEpochs(), sft.learningRate()).build(), result);
  }

  /** Imitates the expert. */
  void sft(HuggingFaceCheckpoint start, TranscriptBatches batches, Path result) throws IOException {
    StudyConfig.Sft sft = config.sft();
    int epochs = sft.variantEpochs() + sft.epochs();
    imitate(start, batches, trainer(epochs, sft.learningRate()).build(), result);
  }

  /** Imitates the episodes that were won. */
  void rejection(HuggingFaceCheckpoint start, List<List<Trajectory>> episodes, Path result)
      throws IOException {
    StudyConfig.Rejection rejection = config.rejection();
    List<Trajectory> won =
        episodes.stream().flatMap(List::stream).filter(t -> t.reward() > 0).toList();
    imitate(
        start,
        new ShuffledBatches<>(won, rejection.batchSize(), false, seed),
        trainer(rejection.epochs(), rejection.learningRate()).build(),
        result);
  }

  private void imitate(
      HuggingFaceCheckpoint start,
      BatchSampler<Trajectory> batches,
      TrainerConfig trainer,
      Path result)
      throws IOException {
    whole(
        result,
        folder -> {
          try (DjlTrainablePolicy policy = start.loadTrainablePolicy(config.networks())) {
            Trainer.builder(policy, new SftObjective(), trainer)
                .listener(new ProgressPrinter(out, PROGRESS_EVERY))
                .build()
                .train(batches);
            policy.save(folder.resolve("policy"));
          }
        });
  }

  /** Prefers won episodes to lost ones of the same game. */
  void dpo(HuggingFaceCheckpoint start, List<List<Trajectory>> episodes, Path result)
      throws IOException {
    StudyConfig.Dpo dpo = config.dpo();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int game = 0; game < episodes.size(); game++) {
      pairs.addAll(
          PreferencePairs.sample(episodes.get(game), 1, dpo.pairsPerGame(), seed + game).pairs());
    }
    out.printf("%,d pairs%n", pairs.size());
    Objective<PreferencePair> objective = DpoObjective.builder().beta(dpo.beta()).build();
    TrainerConfig trainer = trainer(dpo.epochs(), dpo.learningRate()).build();
    whole(
        result,
        folder -> {
          try (DjlTrainablePolicy policy = start.loadTrainablePolicy(config.networks());
              ReferenceLogProbCache reference =
                  ReferenceCaches.open(
                      folder.resolve("reference"), start, config.networks(), objective, pairs)) {
            Trainer.builder(policy, objective, trainer)
                .reference(reference)
                .listener(new ProgressPrinter(out, PROGRESS_EVERY))
                .build()
                .train(new ShuffledBatches<>(pairs, dpo.batchSize(), false, seed));
            policy.save(folder.resolve("policy"));
          }
          MoreFiles.deleteRecursively(
              folder.resolve("reference"), RecursiveDeleteOption.ALLOW_INSECURE);
        });
  }

  /** Learns policy and value function from all episodes. */
  void oreo(HuggingFaceCheckpoint start, List<List<Trajectory>> episodes, Path result)
      throws IOException {
    StudyConfig.Oreo oreo = config.oreo();
    List<Trajectory> all = episodes.stream().flatMap(List::stream).toList();
    TrainerConfig trainer =
        trainer(oreo.epochs(), oreo.learningRate())
            .valueLearningRate(oreo.valueLearningRate())
            .policyFreezeFraction(oreo.freeze())
            .build();
    whole(
        result,
        folder ->
            new ActorCriticTraining(start, start, Optional.empty(), config.networks())
                .train(
                    SoftBellmanObjective.builder(Granularity.TOKEN)
                        .beta(oreo.beta())
                        .klCoefficient(oreo.klCoefficient())
                        .build(),
                    trainer,
                    new ShuffledBatches<>(all, oreo.batchSize(), false, seed),
                    List.of(new ProgressPrinter(out, PROGRESS_EVERY)),
                    folder));
  }

  private static TrainerConfig.Builder trainer(int epochs, double learningRate) {
    return TrainerConfig.builder()
        .epochs(epochs)
        .microBatchTokens(MICRO_BATCH_TOKENS)
        .policyLearningRate(learningRate);
  }

  /** Opens a trained policy. */
  static HuggingFaceCheckpoint policy(Path result) throws IOException {
    return HuggingFaceCheckpoint.open(result.resolve("policy"));
  }

  /** Loads what {@link #policy} opened for play. */
  DjlPolicy load(HuggingFaceCheckpoint checkpoint) throws IOException {
    return checkpoint.loadPolicy(config.networks());
  }
}
