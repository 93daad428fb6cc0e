package dev.oreo.search;

import dev.oreo.internal.Seeds;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The beam and the pool of one problem. Ties go to the candidate drawn first. */
final class BeamProblem {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::value).reversed();

  private final GenerationRequest problem;
  private final BeamSearchConfig config;
  private final List<Scored> pool = new ArrayList<>();
  private List<Scored> beam = List.of(new Scored(Candidate.EMPTY, 0));
  private int step;
  private int candidates;

  BeamProblem(GenerationRequest problem, BeamSearchConfig config) {
    this.problem = problem;
    this.config = config;
  }

  private record Scored(Candidate candidate, double value) {}

  boolean live() {
    return step < config.maxSteps() && !beam.isEmpty();
  }

  /** What to draw next: B continuations of every state of the beam. */
  List<GenerationRequest> requests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int b = 0; b < beam.size(); b++) {
      Candidate state = beam.get(b).candidate;
      int limit = Math.min(config.maxNewTokensPerStep(), problem.maxNewTokens() - state.length());
      for (int sample = 0; sample < config.beam(); sample++) {
        long seed = Seeds.derive(problem.seed(), step, b, sample);
        requests.add(new GenerationRequest(state.after(problem.promptTokenIds()), limit, seed));
      }
    }
    return requests;
  }

  /** The candidates that the continuations of {@link #requests()} make. */
  List<Candidate> extend(List<Generation> continuations) {
    List<Candidate> extended = new ArrayList<>();
    for (int i = 0; i < continuations.size(); i++) {
      extended.add(beam.get(i / config.beam()).candidate.extend(continuations.get(i)));
    }
    return extended;
  }

  int[] state(Candidate candidate) {
    return candidate.lastState(problem.promptTokenIds());
  }

  /**
   * Finished candidates go to the pool and leave the beam, which keeps the B best others. Returns
   * the candidates that nothing will go on from.
   */
  List<Candidate> advance(List<Candidate> extended, double[] values) {
    List<Scored> unfinished = new ArrayList<>();
    List<Candidate> left = new ArrayList<>();
    for (int i = 0; i < extended.size(); i++) {
      Scored scored = new Scored(extended.get(i), values[i]);
      if (finished(scored.candidate)) {
        pool.add(scored);
        left.add(scored.candidate);
      } else {
        unfinished.add(scored);
      }
    }
    candidates += extended.size();
    step++;
    unfinished.sort(BEST_FIRST);
    beam = List.copyOf(unfinished.subList(0, Math.min(config.beam(), unfinished.size())));
    unfinished.stream().skip(live() ? beam.size() : 0).forEach(one -> left.add(one.candidate));
    return left;
  }

  private boolean finished(Candidate candidate) {
    return candidate.ended() || candidate.length() >= problem.maxNewTokens();
  }

  SearchResult result(Tokenizer tokenizer) {
    boolean finished = !pool.isEmpty();
    Scored best = (finished ? pool : beam).stream().sorted(BEST_FIRST).findFirst().orElseThrow();
    int[] tokenIds = best.candidate.responseIds();
    return new SearchResult(tokenIds, tokenizer.decode(tokenIds), best.value, finished, candidates);
  }
}
