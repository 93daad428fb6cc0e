package dev.oreo.examples.evaluation;

import dev.oreo.search.SampledAnswers;
import dev.oreo.search.ScoredAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Chooses one of the answers drawn to a problem. */
final class SampleChoice {
  private final List<GradedAnswer> samples;
  private final SampledAnswers drawn;
  private final Map<String, Optional<String>> extracted;

  SampleChoice(List<GradedAnswer> samples) {
    this.samples = samples;
    this.drawn =
        new SampledAnswers(
            samples.stream()
                .map(answer -> new ScoredAnswer(answer.generation(), answer.value().orElse(0)))
                .toList());
    this.extracted =
        samples.stream()
            .collect(
                Collectors.toMap(
                    answer -> answer.generation().text(),
                    answer -> answer.verdict().extracted(),
                    (first, again) -> first));
  }

  /** The first response that gives the answer of most. */
  GradedAnswer majority(BiPredicate<String, String> same) {
    return giving(drawn.majority(this::answer, same));
  }

  /** The first response that gives the answer with most squared V. */
  GradedAnswer weightedMajority(BiPredicate<String, String> same) {
    return giving(drawn.valueWeightedMajority(this::answer, same));
  }

  GradedAnswer best() {
    return samples.get(drawn.answers().indexOf(drawn.best()));
  }

  private Optional<String> answer(String text) {
    return extracted.getOrDefault(text, Optional.empty());
  }

  /** Where no response has an answer, the first is as good as any. */
  private GradedAnswer giving(Optional<String> winner) {
    return samples.stream()
        .filter(answer -> winner.isPresent() && answer.verdict().extracted().equals(winner))
        .findFirst()
        .orElse(samples.get(0));
  }
}
