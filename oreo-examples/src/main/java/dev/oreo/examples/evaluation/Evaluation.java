package dev.oreo.examples.evaluation;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.evaluate.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an evaluation came to.
 *
 * @param settings what determines it, by name
 * @param problems what was asked, at least one
 * @param samples per problem its drawn answers; empty if none were drawn
 * @param measures of the modes, in the order of tables
 * @param baseline an earlier evaluation of the same problems, if there is one
 * @param bootstrap for intervals of means that are no shares
 */
public record Evaluation(
    JsonObject settings,
    List<MathProblem> problems,
    List<List<GradedAnswer>> samples,
    List<Measure> measures,
    Optional<Baseline> baseline,
    Bootstrap bootstrap) {
  private static final String GREEDY = "greedy";

  /** Copies the lists. {@inheritDoc} */
  public Evaluation {
    settings = settings.deepCopy();
    problems = List.copyOf(problems);
    samples = List.copyOf(samples);
    measures = List.copyOf(measures);
  }

  /**
   * Returns a measure's mean less that of greedy decoding.
   *
   * @param measure one of {@link #measures}
   * @return empty if nothing was decoded greedily, for that itself, and for pass@k with more than
   *     one try, which is no way to answer
   */
  public Optional<Difference> againstGreedy(Measure measure) {
    boolean answersOnce = measure.counts() || measure.name().equals("pass@1");
    if (!answersOnce || measure.name().equals(GREEDY)) {
      return Optional.empty();
    }
    return measures.stream()
        .filter(other -> other.name().equals(GREEDY))
        .map(greedy -> difference(greedy.perProblem(), measure))
        .findFirst();
  }

  /**
   * Returns a measure's mean less the baseline's.
   *
   * @param measure one of {@link #measures}
   * @return empty if there is no baseline, or it has no measure of that name
   */
  public Optional<Difference> againstBaseline(Measure measure) {
    return baseline
        .flatMap(other -> Optional.ofNullable(other.perProblem().get(measure.name())))
        .map(before -> difference(before, measure));
  }

  private Difference difference(ImmutableDoubleArray from, Measure to) {
    return Difference.of(bootstrap, from, to.perProblem());
  }

  /**
   * Returns the problems of each subject.
   *
   * @return indices by subject, in alphabetical order; empty if no problem has one
   */
  public Map<String, List<Integer>> bySubject() {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < problems.size(); i++) {
      int index = i;
      problems.get(i).subject().ifPresent(subject -> add(groups, subject, index));
    }
    return groups;
  }

  /**
   * Returns the problems of each level.
   *
   * @return indices by level, rising; empty if no problem has one
   */
  public Map<String, List<Integer>> byLevel() {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < problems.size(); i++) {
      int index = i;
      problems.get(i).level().ifPresent(level -> add(groups, "Level " + level, index));
    }
    return groups;
  }

  private static void add(Map<String, List<Integer>> groups, String group, int problem) {
    groups.computeIfAbsent(group, name -> new ArrayList<>()).add(problem);
  }
}
