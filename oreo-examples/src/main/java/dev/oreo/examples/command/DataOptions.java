package dev.oreo.examples.command;

import com.google.common.collect.Lists;
import dev.oreo.data.BalancedSampler;
import dev.oreo.data.IndexedFile;
import dev.oreo.data.LabeledReader;
import dev.oreo.data.MessagesReader;
import dev.oreo.data.OverlongRows;
import dev.oreo.data.PreferenceReader;
import dev.oreo.data.RewardTransform;
import dev.oreo.data.Selection;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.trajectory.PreferencePair;
import dev.oreo.trajectory.StepSegmenter;
import dev.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code train} reads, and what becomes of it before an objective sees it. */
@SuppressWarnings("NullAway.Init") // picocli fills options with defaults
final class DataOptions {
  /** How a file's rows look. */
  enum Format {
    ROWS,
    LABELS,
    MESSAGES,
    PREFERENCES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "JSONL rows; read again for every batch, so it may be larger than memory.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "F",
      description =
          "rows: \"prompt\", \"response\", \"reward\", or \"prompt_token_ids\" and"
              + " \"response_token_ids\"; labels: \"prompt\", \"completion\", \"label\" (true or"
              + " false); messages: \"messages\" (assistant turns are the steps), \"reward\";"
              + " preferences: \"prompt\", \"chosen\", \"rejected\" (default: dpo, ipo, rebel"
              + " preferences; kto labels; others rows).")
  private @Nullable Format format;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Longest row, in tokens (default: ${DEFAULT-VALUE}).")
  private int maxLength;

  @Option(
      names = "--overlong",
      paramLabel = "WHAT",
      defaultValue = "error",
      description =
          "What becomes of longer rows: error, drop, truncate (default: ${DEFAULT-VALUE}).")
  private OverlongRows overlong;

  @Option(
      names = "--skip-invalid",
      description = "Drop and count rows that are not valid, instead of failing.")
  private boolean skipInvalid;

  @Option(
      names = "--reward-scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "Factor of every reward (default: ${DEFAULT-VALUE}).")
  private double rewardScale;

  @Option(
      names = "--reward-shift",
      paramLabel = "X",
      defaultValue = "0",
      description = "Added to every row's scaled reward (default: ${DEFAULT-VALUE}).")
  private double rewardShift;

  @Option(
      names = "--balance",
      description =
          "Of each prompt's answers take as many rewarded as others, at most four each, and one"
              + " rewarded where all are (as the paper's 7B runs do).")
  private boolean balance;

  Path file() {
    return file;
  }

  int maxLength() {
    return maxLength;
  }

  /** Returns how the rows look. */
  Format format(ObjectiveName objective) {
    if (format != null) {
      return format;
    }
    return switch (objective) {
      case DPO, IPO, REBEL -> Format.PREFERENCES;
      case KTO -> Format.LABELS;
      default -> Format.ROWS;
    };
  }

  /** Opens a file of preferences. The caller closes it. */
  IndexedFile<PreferencePair> openPreferences(HuggingFaceCheckpoint checkpoint) throws IOException {
    return PreferenceReader.index(
        file, checkpoint.tokenizer(), options(StepSegmenter.WHOLE, false));
  }

  /** Opens a file of single trajectories. The caller closes it. */
  IndexedFile<Trajectory> open(
      HuggingFaceCheckpoint checkpoint, ObjectiveName objective, StepSegmenter segmenter)
      throws IOException {
    TrajectoryReaderOptions options = options(segmenter, objective != ObjectiveName.SFT);
    Format how = format(objective);
    return switch (how) {
      case ROWS -> TrajectoryReader.index(file, checkpoint.tokenizer(), options);
      case LABELS -> LabeledReader.index(file, checkpoint.tokenizer(), options);
      case MESSAGES ->
          MessagesReader.index(
              file,
              checkpoint.tokenizer(),
              checkpoint
                  .chatTemplate()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "--format messages must have a checkpoint with a chat template,"
                                  + " which this one has not")),
              options);
      case PREFERENCES ->
          throw new IllegalArgumentException(
              "--format must be rows, labels or messages with --objective %s, got preferences"
                  .formatted(objective));
    };
  }

  /** Says how many rows there are and what was left out. */
  void tell(IndexedFile<?> opened, PrintWriter out) {
    out.printf("%d rows of %s%n", opened.examples().size(), file);
    tellDropped(opened.dropped(), out);
    if (opened.truncated() > 0) {
      out.printf("truncated %d rows to %d tokens%n", opened.truncated(), maxLength);
    }
  }

  /** Says what was left out. */
  static void tellDropped(Map<?, Integer> dropped, PrintWriter out) {
    dropped.forEach((reason, count) -> out.printf("dropped %d rows: %s%n", count, reason));
  }

  /** Returns the rows an objective sees: balanced, with rewards on the scale asked for. */
  List<Trajectory> prepared(List<Trajectory> rows, long seed, PrintWriter out) {
    List<Trajectory> kept = rows;
    if (balance) {
      Selection selection = BalancedSampler.of(1, seed).select(List.copyOf(rows));
      tellDropped(selection.dropped(), out);
      kept = selection.kept();
    }
    if (rewardScale == 1 && rewardShift == 0) {
      return kept;
    }
    RewardTransform transform = new RewardTransform(rewardScale, rewardShift);
    return Lists.transform(kept, transform::apply);
  }

  private TrajectoryReaderOptions options(StepSegmenter segmenter, boolean requireReward) {
    return TrajectoryReaderOptions.DEFAULT
        .withSegmenter(segmenter)
        .withMaxLength(maxLength)
        .withOverlong(overlong)
        .withSkipInvalid(skipInvalid)
        .withRequireReward(requireReward);
  }
}
