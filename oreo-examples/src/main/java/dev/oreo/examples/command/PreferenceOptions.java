package dev.oreo.examples.command;

import dev.oreo.objective.DpoObjective;
import dev.oreo.objective.IpoObjective;
import dev.oreo.objective.KtoObjective;
import dev.oreo.objective.KtoWeights;
import dev.oreo.trajectory.KtoExample;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the objectives on preferences: pairs and labels. */
final class PreferenceOptions {
  /** The most pairs of a prompt that the paper's 1.5B runs make. */
  private static final int PAIRS_PER_PROMPT = 6;

  private static final double BETA = 0.1;

  @Option(
      names = "--pairs-per-prompt",
      paramLabel = "N",
      description = "Most pairs made of a prompt's answers, with --format rows (default: 6).")
  private @Nullable Integer pairsPerPrompt;

  @Option(
      names = "--label-smoothing",
      paramLabel = "E",
      description = "Share of preferences that are the wrong way round (default: 0).")
  private @Nullable Double labelSmoothing;

  @Option(names = "--robust", description = "The unbiased form of label smoothing.")
  private boolean robust;

  @Option(
      names = "--nll",
      paramLabel = "L",
      description = "Weight of the chosen answers' negative log-likelihood (default: 0).")
  private @Nullable Double nll;

  @Option(names = "--length-normalized", description = "Divide log-ratios by the number of tokens.")
  private boolean lengthNormalized;

  @Option(
      names = "--desirable-weight",
      paramLabel = "W",
      description = "Of desirable answers (default: balances the classes).")
  private @Nullable Double desirableWeight;

  @Option(
      names = "--undesirable-weight",
      paramLabel = "W",
      description = "Of undesirable answers (default: balances the classes).")
  private @Nullable Double undesirableWeight;

  int pairsPerPrompt() {
    return pairsPerPrompt == null ? PAIRS_PER_PROMPT : pairsPerPrompt;
  }

  DpoObjective dpo(StrengthOptions strength) {
    return DpoObjective.builder()
        .beta(strength.betaOr(BETA))
        .labelSmoothing(labelSmoothing == null ? 0 : labelSmoothing)
        .robust(robust)
        .nllCoefficient(nll == null ? 0 : nll)
        .build();
  }

  IpoObjective ipo(StrengthOptions strength) {
    double beta = strength.betaOr(BETA);
    return lengthNormalized ? IpoObjective.lengthNormalized(beta) : IpoObjective.of(beta);
  }

  KtoObjective kto(StrengthOptions strength, List<KtoExample> examples) {
    KtoWeights balanced =
        desirableWeight != null && undesirableWeight != null
            ? KtoWeights.EQUAL
            : KtoWeights.balanced(examples);
    return new KtoObjective(
        strength.betaOr(BETA),
        new KtoWeights(
            desirableWeight == null ? balanced.desirable() : desirableWeight,
            undesirableWeight == null ? balanced.undesirable() : undesirableWeight));
  }
}
