package dev.oreo.search;

import dev.oreo.internal.Checks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A vote among answers, in which equal ones are one candidate.
 *
 * <p>An answer joins the first candidate that it equals, candidates being spoken for by the answer
 * that came first; else it is a candidate of its own. Ties go to the candidate that came first. An
 * equality that is not transitive is fine: answers are only compared with those that came first.
 *
 * <p>Not thread-safe.
 */
public final class AnswerVote {
  private final BiPredicate<String, String> same;
  private final List<String> candidates = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private final Map<String, Integer> candidateByText = new HashMap<>();

  /**
   * Opens a vote.
   *
   * @param same whether a candidate (first) and an answer (second) are one; not asked about equal
   *     strings, which are
   */
  public AnswerVote(BiPredicate<String, String> same) {
    this.same = same;
  }

  /**
   * Counts a vote.
   *
   * @param answer what is voted for
   * @param weight finite, at least 0; 1 to count heads
   */
  public void add(String answer, double weight) {
    Checks.argument(
        weight >= 0 && Double.isFinite(weight), "weight must be finite and >= 0, got %s", weight);
    int candidate = candidateByText.computeIfAbsent(answer, this::candidate);
    weights.set(candidate, weights.get(candidate) + weight);
  }

  private int candidate(String answer) {
    for (int i = 0; i < candidates.size(); i++) {
      if (same.test(candidates.get(i), answer)) {
        return i;
      }
    }
    candidates.add(answer);
    weights.add(0.0);
    return candidates.size() - 1;
  }

  /**
   * Returns the candidate with most weight.
   *
   * @return the answer that came first among those that are one with it; empty before the first
   *     vote
   */
  public Optional<String> winner() {
    int winner = 0;
    for (int i = 1; i < candidates.size(); i++) {
      winner = weights.get(i) > weights.get(winner) ? i : winner;
    }
    return candidates.stream().skip(winner).findFirst();
  }
}
