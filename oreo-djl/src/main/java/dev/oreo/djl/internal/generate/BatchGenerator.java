package dev.oreo.djl.internal.generate;

import dev.oreo.djl.internal.model.DecodingSession;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.internal.Checks;
import dev.oreo.model.Generation;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Batched decoding. Rows leave their slot when they finish and waiting requests take it; equal
 * prompts are read once for all rows admitted together.
 *
 * <p>Thread-safe: every call has a session of its own.
 */
public final class BatchGenerator implements TextGenerator {
  /** Bytes of key-value cache to plan for. */
  private static final long CACHE_BYTES = 1L << 30;

  private static final int MAX_ROWS = 256;

  /** Tokens of distinct prompts read in one go; a longer prompt is read alone. */
  private static final int READ_TOKENS = 4096;

  private final LanguageModel model;
  private final Supplier<Tokenizer> tokenizers;
  private final Set<Integer> endTokens;
  private final OptionalInt generationTokens;

  /**
   * Creates a generator.
   *
   * @param model whose weights must not change during a call
   * @param tokenizers gives the one that makes text of tokens; asked at every call
   * @param endTokens generation ends with any of these
   * @param generationTokens as of {@link dev.oreo.djl.ModelOptions}
   */
  public BatchGenerator(
      LanguageModel model,
      Supplier<Tokenizer> tokenizers,
      Set<Integer> endTokens,
      OptionalInt generationTokens) {
    this.model = model;
    this.tokenizers = tokenizers;
    this.endTokens = Set.copyOf(endTokens);
    this.generationTokens = generationTokens;
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
    Tokenizer tokenizer = tokenizers.get();
    int longest = 1;
    for (GenerationRequest request : requests) {
      int length = request.promptTokenIds().length;
      Checks.argument(
          length < model.maxPositions(),
          "prompt must be shorter than the model's context of %d tokens, got %d",
          model.maxPositions(),
          length);
      longest = Math.max(longest, length + request.maxNewTokens());
    }
    int slots = Math.max(1, Math.min(MAX_ROWS, cacheTokens() / longest));
    try (DecodingSession session =
        new DecodingSession(model, config, Math.min(slots, Math.max(1, requests.size())))) {
      Stopping stopping = new Stopping(tokenizer, endTokens, config.stopStrings());
      new Run(session, stopping, listener, requests, slots).finish();
    }
  }

  private int cacheTokens() {
    return generationTokens.orElseGet(
        () -> (int) Math.min(Integer.MAX_VALUE, CACHE_BYTES / model.cacheBytesPerToken()));
  }

  /** One call: rows waiting, rows live (index = slot). */
  private static final class Run {
    private final DecodingSession session;
    private final Stopping stopping;
    private final GenerationListener listener;
    private final int slots;
    private final Deque<Row> waiting;
    private final List<Row> live = new ArrayList<>();

    private Run(
        DecodingSession session,
        Stopping stopping,
        GenerationListener listener,
        List<GenerationRequest> requests,
        int slots) {
      this.session = session;
      this.stopping = stopping;
      this.listener = listener;
      this.slots = slots;
      this.waiting = groupedByPrompt(requests);
    }

    private void finish() {
      while (!waiting.isEmpty() || !live.isEmpty()) {
        while (!waiting.isEmpty() && live.size() < slots) {
          admit();
        }
        if (!live.isEmpty()) {
          advance();
        }
      }
    }

    /** Reads the prompts of waiting rows into free slots and draws each row's first token. */
    private void admit() {
      Map<IntBuffer, List<Row>> groups = nextGroups();
      int before = live.size();
      List<int[]> prompts = new ArrayList<>();
      long[] into = new long[groups.size()];
      int longest = 0;
      int slot = before;
      for (List<Row> group : groups.values()) {
        into[prompts.size()] = slot;
        prompts.add(group.get(0).prompt());
        longest = Math.max(longest, group.get(0).prompt().length + 1);
        slot += group.size();
      }
      long[] rowPrompts = new long[slot - before];
      int prompt = 0;
      for (List<Row> group : groups.values()) {
        for (Row row : group) {
          rowPrompts[live.size() - before] = prompt;
          live.add(row);
        }
        prompt++;
      }
      session.reserve(longest, before);
      List<Row> admitted = live.subList(before, live.size());
      long[] tokens = session.read(prompts, into, rowPrompts, draws(admitted));
      for (int r = 0; r < tokens.length; r++) {
        int source = (int) into[(int) rowPrompts[r]];
        if (source != before + r) {
          session.copy(source, before + r, admitted.get(r).prompt().length);
        }
      }
      accept(tokens, before);
    }

    private Map<IntBuffer, List<Row>> nextGroups() {
      Map<IntBuffer, List<Row>> groups = new LinkedHashMap<>();
      int tokens = 0;
      int rows = live.size();
      while (!waiting.isEmpty() && rows < slots) {
        IntBuffer key = IntBuffer.wrap(waiting.peek().prompt());
        if (!groups.containsKey(key)) {
          tokens += key.remaining();
          if (!groups.isEmpty() && tokens > READ_TOKENS) {
            break;
          }
        }
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(waiting.remove());
        rows++;
      }
      return groups;
    }

    private void advance() {
      long[] tokens = new long[live.size()];
      long[] lengths = new long[live.size()];
      int longest = 0;
      for (int slot = 0; slot < tokens.length; slot++) {
        tokens[slot] = live.get(slot).lastToken();
        lengths[slot] = live.get(slot).cached();
        longest = Math.max(longest, (int) lengths[slot] + 1);
      }
      session.reserve(longest, live.size());
      accept(session.advance(tokens, lengths, draws(live)), 0);
    }

    /**
     * Appends a drawn token to each row from a slot on; a row that is done gives its slot to the
     * last one.
     */
    private void accept(long[] tokens, int from) {
      for (int i = 0; i < tokens.length; i++) {
        live.get(from + i).append((int) tokens[i]);
      }
      for (int slot = live.size() - 1; slot >= from; slot--) {
        Row row = live.get(slot);
        Optional<Generation> ended = stopping.ended(row);
        if (ended.isPresent()) {
          release(slot);
          listener.finished(row.index(), ended.get());
        }
      }
    }

    private void release(int slot) {
      int last = live.size() - 1;
      if (slot != last) {
        session.copy(last, slot, live.get(last).cached());
        live.set(slot, live.get(last));
      }
      live.remove(last);
    }

    private double[] draws(List<Row> rows) {
      return rows.stream().mapToDouble(Row::nextDraw).toArray();
    }
  }

  private static Deque<Row> groupedByPrompt(List<GenerationRequest> requests) {
    Map<IntBuffer, List<Row>> groups = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      IntBuffer key = IntBuffer.wrap(requests.get(i).promptTokenIds());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(new Row(i, requests.get(i)));
    }
    Deque<Row> rows = new ArrayDeque<>();
    groups.values().forEach(rows::addAll);
    return rows;
  }
}
