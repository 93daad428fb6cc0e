package dev.oreo.examples.command;

import dev.oreo.examples.command.Preparation.Source;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options that belong to some objectives only; an option without a use is an error. */
@SuppressWarnings("NullAway.Init") // picocli fills mixins
final class ObjectiveMixin {
  @Mixin private StrengthOptions strength;
  @Mixin private BellmanOptions bellman;
  @Mixin private PreferenceOptions preferences;
  @Mixin private SurrogateOptions surrogate;
  @Mixin private SelectionOptions selection;

  StrengthOptions strength() {
    return strength;
  }

  BellmanOptions bellman() {
    return bellman;
  }

  PreferenceOptions preferences() {
    return preferences;
  }

  SurrogateOptions surrogate() {
    return surrogate;
  }

  SelectionOptions selection() {
    return selection;
  }

  /** Returns how responses are cut into steps. */
  StepSegmenter segmenter(ObjectiveName objective) {
    return objective == ObjectiveName.OREO ? bellman.segmenter() : StepSegmenter.WHOLE;
  }

  /** Returns what the objective is trained on. */
  Examples<?> examples(ObjectiveName objective, Source source) throws IOException {
    return new Preparation(this, source).examples(objective);
  }

  /** Fails if an option was given that the objective, or another option, makes useless. */
  void requireUseful(ObjectiveName objective, CommandSpec spec) {
    for (String option : ObjectiveName.ownOptions()) {
      require(objective.takes(option), option, "with --objective " + objective, spec);
    }
    for (String option :
        new String[] {
          NetworkOptions.VALUE,
          OptimizationMixin.VALUE_LEARNING_RATE,
          OptimizationMixin.FREEZE,
          LoraOptions.VALUE_RANK,
          LoraOptions.VALUE_ALPHA
        }) {
      require(objective.withValue(), option, "with --objective " + objective, spec);
    }
    for (String option : new String[] {NetworkOptions.REFERENCE, NetworkOptions.REFERENCE_CACHE}) {
      require(objective.withReference(), option, "with --objective " + objective, spec);
    }
    boolean steps = bellman.granularityOrDefault() == Granularity.STEP;
    require(steps, "--steps", "without --granularity step", spec);
    boolean regularized = strength.alpha() == null || strength.alpha() > 0;
    require(regularized, "--kl", "with --alpha 0", spec);
    require(bellman.averages(), "--average-decay", "without a running average", spec);
  }

  private static void require(boolean useful, String option, String where, CommandSpec spec) {
    ParseResult given = spec.commandLine().getParseResult();
    if (!useful && given.hasMatchedOption(option)) {
      throw new ParameterException(
          spec.commandLine(), option + " must not be given " + where + ": it has no use");
    }
  }
}
