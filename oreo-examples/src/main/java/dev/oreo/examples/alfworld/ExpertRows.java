package dev.oreo.examples.alfworld;

import dev.oreo.agent.TurnTemplate;
import java.util.List;

/**
 * What of the expert's transcripts is learnt, as tokens of one model.
 *
 * @param config which and how many
 * @param games the transcripts and how they are worded
 * @param template the model's
 */
record ExpertRows(StudyConfig config, StudyGames games, TurnTemplate template) {
  /** How many of the variants have their names exchanged. */
  private static final double RENAMED_SHARE = 0.5;

  /** Returns a seed's choice of the transcripts, without those that are too long for a game. */
  List<Transcript> chosen(long seed) {
    return GameFiles.some(games.transcripts(), config.sft().games(), seed).stream()
        .filter(this::fits)
        .toList();
  }

  private boolean fits(Transcript transcript) {
    return transcript.commands().size() <= config.maxTurns()
        && demonstration(transcript).trajectory(template).length() <= config.maxTokens();
  }

  private Demonstration demonstration(Transcript transcript) {
    return Demonstration.of(transcript, games.protocol());
  }

  /** Returns variants alone, to learn all that is said in them. */
  TranscriptBatches pretraining(List<Transcript> chosen, long seed) {
    return new TranscriptBatches(
        chosen,
        variants()::of,
        config.sft().pretrainingEpochs(),
        transcript -> demonstration(transcript).wholeTrajectory(template),
        config.sft().batchSize(),
        seed);
  }

  /**
   * Returns variants with mistakes, then the transcripts themselves, to learn the expert's turns.
   */
  TranscriptBatches imitation(List<Transcript> chosen, long seed) {
    TranscriptVariants variants = variants();
    return new TranscriptBatches(
        chosen,
        (transcript, random) -> TranscriptMistakes.in(variants.of(transcript, random), random),
        config.sft().variantEpochs(),
        transcript -> demonstration(transcript).trajectory(template),
        config.sft().batchSize(),
        seed);
  }

  private TranscriptVariants variants() {
    return new TranscriptVariants(games.transcripts(), RENAMED_SHARE);
  }
}
