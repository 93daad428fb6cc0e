package dev.oreo.djl.internal.generate;

import com.google.common.primitives.Ints;
import dev.oreo.djl.internal.model.DecodingSession;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.internal.Checks;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.GenerationSession;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batched decoding that keeps what it has read. Equal prompts are read once for all rows admitted
 * together; waiting requests take the place of rows that finish.
 */
final class CachedGenerator implements GenerationSession {
  private final LanguageModel model;
  private final Stopping.Source stopping;
  private final DecodingSession session;
  private final CachedRows rows;
  private boolean open = true;

  /**
   * Opens a session.
   *
   * @param model whose weights must not change while the session is open
   * @param stopping when rows are done
   * @param cacheTokens how many tokens to keep
   */
  CachedGenerator(LanguageModel model, Stopping.Source stopping, int cacheTokens) {
    this.model = model;
    this.stopping = stopping;
    this.session = new DecodingSession(model);
    this.rows = new CachedRows(session.cache(), cacheTokens);
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    Generation[] inOrder = new Generation[requests.size()];
    generate(requests, config, (request, generation) -> inOrder[request] = generation);
    return List.of(inOrder);
  }

  @Override
  public void generate(
      List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
    Checks.state(open, "session must be open to generate, got a closed one");
    long longest = 1;
    for (int i = 0; i < requests.size(); i++) {
      int[] prompt = requests.get(i).promptTokenIds();
      int newTokens = requests.get(i).maxNewTokens();
      model.checkPrompt(prompt, newTokens, i);
      longest = Math.max(longest, (long) prompt.length + newTokens);
    }
    List<Deque<Row>> waiting =
        rows.begin(
            groupedByPrompt(requests),
            group -> group.element().soFar(),
            Ints.saturatedCast(longest),
            requests.size());
    try {
      new GenerationRun(
              new GenerationRun.Decoding(session, rows),
              config,
              stopping.of(config.stopStrings()),
              listener,
              new ArrayList<>(waiting))
          .finish();
    } finally {
      rows.abandon();
    }
  }

  @Override
  public void forget(List<int[]> dropped) {
    rows.forget(dropped);
  }

  private static List<Deque<Row>> groupedByPrompt(List<GenerationRequest> requests) {
    Map<IntBuffer, Deque<Row>> groups = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      IntBuffer key = IntBuffer.wrap(requests.get(i).promptTokenIds());
      groups.computeIfAbsent(key, k -> new ArrayDeque<>()).add(new Row(i, requests.get(i)));
    }
    return List.copyOf(groups.values());
  }

  @Override
  public long tokensRead() {
    return session.cache().tokensRead();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      session.close();
    }
  }
}
