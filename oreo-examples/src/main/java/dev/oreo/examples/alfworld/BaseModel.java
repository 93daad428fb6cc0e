package dev.oreo.examples.alfworld;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.ChatMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What every seed's imitation begins with: one model for all of them, as a pre-trained one is. */
final class BaseModel {
  /** Of its weights and of the variants it learns from, whatever the seeds of the study. */
  private static final long SEED = 0;

  private final StudyConfig config;
  private final StudyGames games;
  private final StudyStart start;
  private final Path folder;
  private final PrintWriter out;

  BaseModel(StudyConfig config, StudyGames games, StudyStart start, Path folder, PrintWriter out) {
    this.config = config;
    this.games = games;
    this.start = start;
    this.folder = folder;
    this.out = out;
  }

  /** Returns the model, made and trained if it is to be and is not yet. */
  HuggingFaceCheckpoint checkpoint() throws IOException {
    HuggingFaceCheckpoint untrained = untrained();
    if (config.sft().pretrainingEpochs() == 0) {
      return untrained;
    }
    Path pretrained = folder.resolve("pretrained");
    if (!Files.exists(pretrained)) {
      ExpertRows rows =
          new ExpertRows(config, games, EpisodeRun.template(untrained, games.protocol()));
      List<Transcript> chosen = rows.chosen(SEED);
      out.printf("base model: variants of %,d transcripts%n", chosen.size());
      new MethodTraining(config, SEED, out)
          .pretrain(untrained, rows.pretraining(chosen, SEED), pretrained);
    }
    return MethodTraining.policy(pretrained);
  }

  private HuggingFaceCheckpoint untrained() throws IOException {
    if (start.model().isPresent()) {
      return HuggingFaceCheckpoint.open(start.model().get());
    }
    Path made = folder.resolve("untrained");
    if (Files.exists(made)) {
      return HuggingFaceCheckpoint.open(made);
    }
    List<String> texts =
        games.transcripts().stream()
            .flatMap(
                transcript -> Demonstration.of(transcript, games.protocol()).messages().stream())
            .map(ChatMessage::content)
            .toList();
    return start.small().create(made, texts, SEED);
  }
}
