package dev.oreo.examples.command;

import dev.oreo.data.RejectionSampling;
import dev.oreo.data.Selection;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rewarded answers rejection sampling imitates. */
final class SelectionOptions {
  private static final String ALL = "all";
  private static final String BEST = "best";

  @Option(
      names = "--keep",
      paramLabel = "WHAT",
      description =
          "Which rewarded answers: all, best (of each prompt), or a number for "
              + "each prompt (default: all).")
  private @Nullable String keep;

  @Option(
      names = "--threshold",
      paramLabel = "R",
      description = "Smallest reward to imitate (default: 1).")
  private @Nullable Double threshold;

  @Option(names = "--deduplicate", description = "Keep one of equal answers to a prompt.")
  private boolean deduplicate;

  /** Returns the answers to imitate. */
  Selection select(List<Trajectory> trajectories, long seed) {
    Selection selection =
        RejectionSampling.atLeast(trajectories, threshold == null ? 1 : threshold);
    if (deduplicate) {
      selection = selection.then(RejectionSampling::distinctPerPrompt);
    }
    String what = keep == null ? ALL : keep;
    return switch (what) {
      case ALL -> selection;
      case BEST -> selection.then(RejectionSampling::bestPerPrompt);
      default -> {
        int cap = cap(what);
        yield selection.then(rows -> RejectionSampling.capPerPrompt(rows, cap, seed));
      }
    };
  }

  private static int cap(String what) {
    try {
      return Integer.parseInt(what);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--keep must be all, best or a number, got " + what, e);
    }
  }
}
