package dev.oreo.examples.mathematics;

import dev.oreo.data.MathProblem;
import dev.oreo.examples.arithmetic.LastDigitVerifier;
import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.Verdict;

/** Says whether responses to problems are right. Implementations are thread-safe. */
public interface Grader {

  /**
   * Judges one response.
   *
   * @param problem what was asked
   * @param response what the policy wrote, without special tokens
   * @return the verdict
   */
  Verdict grade(MathProblem problem, String response);

  /**
   * Returns whether two answers are one, for majorities.
   *
   * @param first an answer as a verdict has it
   * @param second another
   * @return whether the rule takes the first for the second
   */
  boolean same(String first, String second);

  /**
   * Grades by a verifier's rule.
   *
   * @param verifier the rule
   * @return the grader
   */
  static Grader of(AnswerVerifier verifier) {
    return new Grader() {
      @Override
      public Verdict grade(MathProblem problem, String response) {
        return verifier.verify(problem.question(), response, problem.solution());
      }

      @Override
      public boolean same(String first, String second) {
        return first.equals(second) || verifier.compare(first, second).right();
      }
    };
  }

  /**
   * Grades the quickstart's task: the response ends in {@code #### d} with the solution's digit.
   *
   * @return the grader
   */
  static Grader ofLastDigit() {
    LastDigitVerifier verifier = new LastDigitVerifier();
    return new Grader() {
      @Override
      public Verdict grade(MathProblem problem, String response) {
        String solution = problem.solution();
        return verifier.verify(response, solution.substring(solution.length() - 1));
      }

      @Override
      public boolean same(String first, String second) {
        return first.equals(second);
      }
    };
  }
}
