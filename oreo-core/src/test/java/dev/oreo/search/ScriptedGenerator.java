package dev.oreo.search;

import com.google.common.primitives.Ints;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives out the continuations that a script holds for each text, one after the other and from the
 * start again, whatever the seed. {@code $} in a script is the end of text token.
 */
final class ScriptedGenerator implements TextGenerator {
  private final Tokenizer tokenizer;
  private final Map<String, List<String>> continuations = new HashMap<>();
  private final Map<String, Integer> given = new HashMap<>();
  final List<List<GenerationRequest>> calls = new ArrayList<>();
  final List<List<String>> forgotten = new ArrayList<>();

  ScriptedGenerator(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @CanIgnoreReturnValue
  ScriptedGenerator on(String text, String... next) {
    continuations.put(text, List.of(next));
    return this;
  }

  Set<Long> seeds() {
    Set<Long> seeds = new HashSet<>();
    calls.forEach(call -> call.forEach(request -> seeds.add(request.seed())));
    return seeds;
  }

  @Override
  public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
    calls.add(List.copyOf(requests));
    return requests.stream().map(request -> next(request)).toList();
  }

  @Override
  public void forget(List<int[]> rows) {
    forgotten.add(rows.stream().map(tokenizer::decode).toList());
  }

  private Generation next(GenerationRequest request) {
    String text = tokenizer.decode(request.promptTokenIds());
    List<String> script = continuations.getOrDefault(text, List.of());
    if (script.isEmpty()) {
      throw new AssertionError("no continuation of \"" + text + "\" in the script");
    }
    String next = script.get((given.merge(text, 1, Integer::sum) - 1) % script.size());
    boolean ends = next.endsWith("$");
    int[] tokenIds =
        tokenizer.encode(ends ? next.substring(0, next.length() - 1) : next).tokenIds();
    if (ends) {
      tokenIds = Ints.concat(tokenIds, new int[] {tokenizer.endOfTextId()});
    }
    FinishReason reason = ends ? FinishReason.EOS : FinishReason.STOP_STRING;
    if (!ends && tokenIds.length >= request.maxNewTokens()) {
      tokenIds = Arrays.copyOf(tokenIds, request.maxNewTokens());
      reason = FinishReason.LENGTH;
    }
    return new Generation(tokenIds, tokenizer.decode(tokenIds), reason);
  }
}
