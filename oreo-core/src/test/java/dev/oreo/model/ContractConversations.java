package dev.oreo.model;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rows that go on from earlier ones in every way: the prompts of sessions' contract tests. */
final class ContractConversations {
  /** Longest prompt and continuation together. */
  static final int CONTEXT = 60;

  /** Longest continuation. */
  static final int NEW_TOKENS = 6;

  private static final int KNOWN_ROWS = 10;

  private final Random random;
  private final int vocabularySize;
  private final List<int[]> rows = new ArrayList<>();

  ContractConversations(int vocabularySize, long seed) {
    this.random = new Random(seed);
    this.vocabularySize = vocabularySize;
    rows.add(tokens(3));
    rows.add(tokens(9));
  }

  /** Random token ids. */
  int[] tokens(int count) {
    return random.ints(count, 0, vocabularySize).toArray();
  }

  /** A few prompts, none of them twice by intention. */
  List<int[]> prompts() {
    List<int[]> prompts = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int p = 0; p < count; p++) {
      prompts.add(prompt(rows.get(random.nextInt(rows.size()))));
    }
    return prompts;
  }

  /** A row again, its beginning, or either of them with something new. */
  private int[] prompt(int[] row) {
    int[] kept = random.nextInt(3) == 0 ? Arrays.copyOf(row, 1 + random.nextInt(row.length)) : row;
    int[] prompt =
        random.nextInt(4) == 0 ? kept : Ints.concat(kept, tokens(1 + random.nextInt(20)));
    return Arrays.copyOf(prompt, Math.min(prompt.length, CONTEXT - NEW_TOKENS));
  }

  /** Requests for a few prompts, for some of them several. */
  List<GenerationRequest> requests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int[] prompt : prompts()) {
      int samples = random.nextInt(3) == 0 ? 3 : 1;
      for (int s = 0; s < samples; s++) {
        int limit = 1 + random.nextInt(NEW_TOKENS);
        requests.add(new GenerationRequest(prompt, limit, random.nextLong()));
      }
    }
    return requests;
  }

  /** Goes on from a row in future; forgets others. */
  void add(int[] row) {
    rows.add(row);
    while (rows.size() > KNOWN_ROWS) {
      rows.remove(random.nextInt(rows.size()));
    }
  }
}
