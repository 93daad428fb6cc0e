package dev.oreo.examples.command;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The methods that {@code train --objective} knows. */
enum ObjectiveName {
  SFT("supervised fine-tuning: imitates the rows", "", Rates.of(3, 2e-5)),
  REJECTION(
      "rejection sampling: imitates the rewarded rows",
      "Wang et al. 2024, baselines",
      Rates.of(1, 5e-6),
      "--keep",
      "--threshold",
      "--deduplicate"),
  OREO(
      "policy and value function from the soft Bellman equation",
      "Wang et al. 2024, arXiv 2412.16145",
      Rates.of(1, 5e-6, 5e-6),
      "--granularity",
      "--steps",
      "--beta",
      "--alpha",
      "--kl",
      "--form",
      "--importance",
      "--clip-log-ratio",
      "--hinge",
      "--averaged-policy",
      "--average-decay",
      "--kl-target"),
  DQO(
      "soft Q as log-ratio plus value, lambda-returns",
      "arXiv 2410.09302",
      Rates.of(1, 5e-7, 1e-5),
      "--beta",
      "--alpha",
      "--kl",
      "--lambda",
      "--no-importance",
      "--full-gradient"),
  PCL(
      "path consistency over windows of tokens; Trust-PCL with --trust",
      "Nachum et al. 2017, arXiv 1702.08892, 1707.01891",
      Rates.of(1, 5e-6, 5e-6),
      "--beta",
      "--window",
      "--trust",
      "--average-decay"),
  DRO(
      "DRO-V: the response as one action, a value of the prompt",
      "Richemond et al. 2024, arXiv 2405.19107",
      Rates.of(1, 5e-6, 5e-6),
      "--tau"),
  DRO_P(
      "DRO-P: the same without a value function, variance over the batch",
      "Richemond et al. 2024, arXiv 2405.19107",
      Rates.of(1, 5e-6),
      "--tau"),
  TBRM(
      "trajectory Bellman residual, the policy's logits as Q",
      "Yuan et al. 2025, arXiv 2505.15311",
      Rates.of(1, 2.5e-6),
      "--beta"),
  SHIQ(
      "Bellman residuals of the policy's shifted logits",
      "Clavier et al. 2025, arXiv 2505.11081",
      Rates.of(1, 5e-6),
      "--beta",
      "--sum"),
  ASTARPO(
      "regression to the optimal value estimated from a prompt's answers",
      "Brantley et al. 2025, arXiv 2505.20686",
      Rates.of(1, 1e-6),
      "--beta1",
      "--beta2"),
  REBEL(
      "regression of reward differences on pairs",
      "Gao et al. 2024, arXiv 2404.16767",
      Rates.of(1, 5e-7),
      "--beta",
      "--pairs-per-prompt"),
  COPG(
      "contrastive policy gradient on groups",
      "Flet-Berliac et al. 2024, arXiv 2406.19185",
      Rates.of(1, 5e-7),
      "--beta"),
  DPO(
      "direct preference optimisation; cDPO with --label-smoothing",
      "Rafailov et al. 2023, arXiv 2305.18290",
      Rates.of(1, 5e-7),
      "--beta",
      "--label-smoothing",
      "--robust",
      "--nll",
      "--pairs-per-prompt"),
  IPO(
      "squared preference loss",
      "Azar et al. 2023, arXiv 2310.12036",
      Rates.of(1, 5e-7),
      "--beta",
      "--length-normalized",
      "--pairs-per-prompt"),
  KTO(
      "prospect-theoretic loss on labelled answers",
      "Ethayarajh et al. 2024, arXiv 2402.01306",
      Rates.of(1, 5e-8),
      "--beta",
      "--desirable-weight",
      "--undesirable-weight"),
  GRPO(
      "clipped surrogate with a group's advantages",
      "Shao et al. 2024, arXiv 2402.03300",
      Rates.of(1, 1e-6),
      "--reduction",
      "--clip-range",
      "--clip-range-high",
      "--alpha"),
  PPO(
      "clipped surrogate and value loss, generalised advantages",
      "Schulman et al. 2017, arXiv 1707.06347",
      Rates.of(1, 1e-6, 9e-6),
      "--clip-range",
      "--clip-range-high",
      "--value-clip",
      "--gae-lambda",
      "--kl-penalty");

  private final String summary;
  private final String source;
  private final Rates rates;
  private final ImmutableList<String> options;

  ObjectiveName(String summary, String source, Rates rates, String... options) {
    this.summary = summary;
    this.source = source;
    this.rates = rates;
    this.options = ImmutableList.copyOf(options);
  }

  /** Defaults of the optimisation; a value rate of 0 stands for no value function. */
  @Immutable
  record Rates(int epochs, double policy, double value) {
    static Rates of(int epochs, double policy) {
      return new Rates(epochs, policy, 0);
    }

    static Rates of(int epochs, double policy, double value) {
      return new Rates(epochs, policy, value);
    }
  }

  /** Returns the name on the command line, such as {@code dro-p}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Rates rates() {
    return rates;
  }

  /** Returns whether a value function is trained with the policy. */
  boolean withValue() {
    return rates.value > 0;
  }

  /** Returns whether the policy is compared with a reference. */
  boolean withReference() {
    return this != SFT && this != REJECTION;
  }

  /** Returns whether one of the options that belong to some objectives is this one's. */
  boolean takes(String option) {
    return options.contains(option);
  }

  /** Returns all options that belong to some objectives only. */
  static List<String> ownOptions() {
    return Arrays.stream(values()).flatMap(name -> name.options.stream()).distinct().toList();
  }

  /** Returns the help's paragraph on all objectives: summary, paper, options. */
  static String[] help() {
    return Arrays.stream(values()).map(ObjectiveName::line).toArray(String[]::new);
  }

  private String line() {
    String own = options.isEmpty() ? "none of its own" : String.join(" ", options);
    String paper = source.isEmpty() ? "" : " (" + source + ")";
    return "  %s: %s%s%n      options: %s%s%n"
        .formatted(
            label(), summary, paper, own, withValue() ? " and those of a value function" : "");
  }

  @Override
  public String toString() {
    return label();
  }

  /** Reads a name as the command line has it. */
  static final class Converter implements ITypeConverter<ObjectiveName> {
    @Override
    public ObjectiveName convert(String value) {
      return Arrays.stream(values())
          .filter(name -> name.label().equals(value.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of "
                          + Arrays.stream(values())
                              .map(ObjectiveName::label)
                              .collect(Collectors.joining(", "))
                          + ", got "
                          + value));
    }
  }
}
