package dev.oreo.examples.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.oreo.evaluate.Accuracy;
import dev.oreo.evaluate.Bootstrap;
import dev.oreo.evaluate.PassAtK;
import dev.oreo.evaluate.ProblemMean;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A number that each problem has, the mean of which says how well a mode does.
 *
 * @param name as files have it; what is compared has the same
 * @param label for people
 * @param perProblem one in [0, 1] per problem; 0 or 1 where there is one answer to each
 * @param answers one per problem; none where the measure is not about single answers
 */
public record Measure(
    String name, String label, ImmutableDoubleArray perProblem, List<GradedAnswer> answers) {

  /** Copies the list. {@inheritDoc} */
  public Measure {
    answers = List.copyOf(answers);
    checkArgument(
        answers.isEmpty() || answers.size() == perProblem.length(),
        "answers must be none or one per problem, got %s and %s",
        answers.size(),
        perProblem.length());
  }

  /** Whether single answers are right. */
  static Measure of(String name, String label, List<GradedAnswer> answers) {
    return new Measure(
        name,
        label,
        ImmutableDoubleArray.copyOf(answers.stream().mapToDouble(a -> a.verdict().score())),
        answers);
  }

  /** Whether one of k drawn answers is right. */
  static Measure pass(int k, List<List<GradedAnswer>> samples) {
    int[] right =
        samples.stream()
            .mapToInt(of -> (int) of.stream().filter(a -> a.verdict().right()).count())
            .toArray();
    String name = "pass@" + k;
    return new Measure(
        name,
        name,
        ImmutableDoubleArray.copyOf(PassAtK.perProblem(samples.get(0).size(), right, k)),
        List.of());
  }

  /**
   * Returns whether the mean is a share of right answers, whose interval is Wilson's.
   *
   * @return else the bootstrap's
   */
  public boolean counts() {
    return !answers.isEmpty();
  }

  /**
   * Returns the mean over all problems.
   *
   * @param bootstrap for means that are no shares
   * @return with its 95% interval
   */
  public ProblemMean mean(Bootstrap bootstrap) {
    return mean(bootstrap, IntStream.range(0, perProblem.length()).boxed().toList());
  }

  /**
   * Returns the mean over some problems.
   *
   * @param bootstrap for means that are no shares
   * @param problems their indices, at least one
   * @return with its 95% interval
   */
  public ProblemMean mean(Bootstrap bootstrap, List<Integer> problems) {
    double[] numbers = problems.stream().mapToDouble(perProblem::get).toArray();
    if (!counts()) {
      return bootstrap.mean(numbers);
    }
    int right = (int) problems.stream().filter(i -> perProblem.get(i) > 0).count();
    Accuracy accuracy = new Accuracy(right, numbers.length);
    return new ProblemMean(accuracy.fraction(), accuracy.interval(), numbers.length);
  }
}
