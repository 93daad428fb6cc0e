package dev.oreo.model;

import java.util.List;

/**
 * Draws continuations from a policy.
 *
 * <p>What a request gives depends on the request and the configuration alone, not on the others it
 * is batched with (up to rounding in less than fp32). Requests with equal prompts share the work of
 * reading the prompt.
 */
public interface TextGenerator {

  /**
   * Continues prompts.
   *
   * @param requests in any number; the generator decides how many run at once
   * @param config how tokens are chosen and where to stop
   * @return one per request, in order
   * @throws IllegalArgumentException if a prompt is empty, a token id is not in the vocabulary, or
   *     prompt and continuation exceed the model's context
   */
  List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config);

  /**
   * Continues prompts, and tells each continuation as soon as it has ended: for work that is to be
   * kept while it goes on.
   *
   * <p>Unless a generator does better, all are told at the end.
   *
   * @param requests in any number; the generator decides how many run at once
   * @param config how tokens are chosen and where to stop
   * @param listener told once per request, in any order, by the calling thread
   * @throws IllegalArgumentException if a prompt is empty, a token id is not in the vocabulary, or
   *     prompt and continuation exceed the model's context
   */
  default void generate(
      List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
    List<Generation> generations = generate(requests, config);
    for (int i = 0; i < generations.size(); i++) {
      listener.finished(i, generations.get(i));
    }
  }

  /**
   * Says that nothing will go on from some rows. A generator that keeps rows gives their room to
   * others first; what a request gives does not change. Does nothing unless a generator does
   * better.
   *
   * @param rows prompts with all that was drawn after each; unknown ones are ignored
   */
  default void forget(List<int[]> rows) {}
}
