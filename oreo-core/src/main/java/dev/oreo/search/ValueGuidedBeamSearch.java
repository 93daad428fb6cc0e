package dev.oreo.search;

import dev.oreo.internal.Seeds;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import dev.oreo.model.ValueReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Step-level beam search guided by the value function.
 *
 * <p>With beam B: draw B continuations of the prompt, each to the end of one reasoning step. Those
 * that are finished (an end token, or the limit of new tokens) go to a pool; of the others keep the
 * B with the highest V, and draw B continuations of each. Stop when none is left or after {@code
 * maxSteps} steps. The answer is the pool's highest V. Of equal values the candidate drawn first
 * wins; equal candidates are not merged, but their value is computed once.
 *
 * <p>V is read at the last token drawn, or at the one before an end token: the last state in
 * training. (The authors' code reads it one token early in unfinished candidates.)
 *
 * <p>All states of all problems go to the generator and to the value function in one call per step.
 * A problem's answer depends on its prompt, seed and limit, not on the others.
 *
 * <p>Every call gives whole states, prompt included. Give it sessions, such as {@code
 * DjlPolicy.openGenerationSession()} and {@code DjlValueFunction.openValueSession()}: they keep
 * what they have read, so that a step costs its new tokens only, and give the same answers (up to
 * rounding). Plain networks read every state from its start at every step. A session that is kept
 * from search to search also reads what prompts have in common once. How much sessions keep is
 * bounded: B x B states of every problem are in work at once, and where they are more than fit,
 * some of what was dropped is read again; fewer problems in a call, or a larger bound, avoid it.
 *
 * <p>As thread-safe as its generator and value function: with sessions, confined to one thread.
 * Closes nothing; who opened the sessions closes them, before the networks.
 *
 * @see <a href="https://arxiv.org/abs/2412.16145">Wang et al. 2024, section 4.4</a>
 */
public final class ValueGuidedBeamSearch {
  private final TextGenerator generator;
  private final ValueReader valueFunction;
  private final Tokenizer tokenizer;
  private final BeamSearchConfig config;

  /**
   * Creates a search.
   *
   * @param generator draws continuations; a session of one reads only what is new in each step
   * @param valueFunction ranks them; a session likewise
   * @param tokenizer of both
   * @param config beam, limits, seed
   */
  public ValueGuidedBeamSearch(
      TextGenerator generator,
      ValueReader valueFunction,
      Tokenizer tokenizer,
      BeamSearchConfig config) {
    this.generator = generator;
    this.valueFunction = valueFunction;
    this.tokenizer = tokenizer;
    this.config = config;
  }

  /**
   * Answers prompts. The seed of each is derived from the configuration's and its index.
   *
   * @param prompts token ids, each at least one
   * @return one per prompt, in order
   * @throws IllegalStateException if V is not finite
   */
  public List<SearchResult> search(List<int[]> prompts) {
    List<GenerationRequest> problems = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      problems.add(
          new GenerationRequest(
              prompts.get(i), config.maxNewTokens(), Seeds.derive(config.seed(), i)));
    }
    return searchProblems(problems);
  }

  /**
   * Answers prompts that bring their own limit of new tokens and seed, which replace the
   * configuration's.
   *
   * @param problems the prompts
   * @return one per prompt, in order
   * @throws IllegalStateException if V is not finite
   */
  public List<SearchResult> searchProblems(List<GenerationRequest> problems) {
    List<BeamProblem> all = problems.stream().map(p -> new BeamProblem(p, config)).toList();
    List<BeamProblem> live = all;
    while (!live.isEmpty()) {
      advance(live);
      live = live.stream().filter(BeamProblem::live).toList();
    }
    return all.stream().map(problem -> problem.result(tokenizer)).toList();
  }

  private void advance(List<BeamProblem> live) {
    List<List<GenerationRequest>> requests = live.stream().map(BeamProblem::requests).toList();
    List<Generation> continuations =
        generator.generate(requests.stream().flatMap(List::stream).toList(), config.generation());

    List<List<Candidate>> extended = new ArrayList<>();
    List<int[]> states = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < live.size(); i++) {
      BeamProblem problem = live.get(i);
      int to = from + requests.get(i).size();
      List<Candidate> candidates = problem.extend(continuations.subList(from, to));
      candidates.forEach(candidate -> states.add(problem.state(candidate)));
      extended.add(candidates);
      from = to;
    }

    double[] values = StateValues.read(valueFunction, states);
    from = 0;
    List<int[]> dropped = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      BeamProblem problem = live.get(i);
      int to = from + extended.get(i).size();
      problem
          .advance(extended.get(i), Arrays.copyOfRange(values, from, to))
          .forEach(candidate -> dropped.add(problem.state(candidate)));
      from = to;
    }
    generator.forget(dropped);
    valueFunction.forget(dropped);
  }
}
