package dev.oreo.examples.evaluation;

import dev.oreo.examples.mathematics.Grader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes the measures of an evaluation from its answers. Not thread-safe. */
public final class Measures {
  private final List<Measure> measures = new ArrayList<>();
  private final Grader grader;

  /**
   * Begins with none.
   *
   * @param grader says which answers are one in a majority
   */
  public Measures(Grader grader) {
    this.grader = grader;
  }

  /**
   * Adds greedy decoding.
   *
   * @param answers one per problem
   */
  public void greedy(List<GradedAnswer> answers) {
    measures.add(Measure.of("greedy", "greedy", answers));
  }

  /**
   * Adds pass@k.
   *
   * @param samples per problem its drawn answers
   * @param ks each in [1, number of samples]
   */
  public void pass(List<List<GradedAnswer>> samples, List<Integer> ks) {
    ks.forEach(k -> measures.add(Measure.pass(k, samples)));
  }

  /**
   * Adds the majority, and the one weighted by V where answers have V.
   *
   * @param samples per problem its drawn answers
   */
  public void majority(List<List<GradedAnswer>> samples) {
    String label = "majority of " + samples.get(0).size();
    measures.add(
        Measure.of("majority", label, choose(samples, choice -> choice.majority(grader::same))));
    if (samples.get(0).get(0).value().isPresent()) {
      measures.add(
          Measure.of(
              "weighted-majority",
              label + " weighted by V\u00b2",
              choose(samples, choice -> choice.weightedMajority(grader::same))));
    }
  }

  /**
   * Adds the answer with the highest V.
   *
   * @param samples per problem its drawn answers with V
   */
  public void bestOfN(List<List<GradedAnswer>> samples) {
    measures.add(
        Measure.of(
            "best-of-n",
            "best of %d by V".formatted(samples.get(0).size()),
            choose(samples, SampleChoice::best)));
  }

  /**
   * Adds beam search.
   *
   * @param answers one per problem
   * @param beam B
   */
  public void beam(List<GradedAnswer> answers, int beam) {
    measures.add(Measure.of("beam", "beam search by V, B = " + beam, answers));
  }

  private static List<GradedAnswer> choose(
      List<List<GradedAnswer>> samples, Function<SampleChoice, GradedAnswer> choice) {
    return samples.stream().map(SampleChoice::new).map(choice).toList();
  }

  /**
   * Returns them in the order added.
   *
   * @return a copy
   */
  public List<Measure> all() {
    return List.copyOf(measures);
  }
}
