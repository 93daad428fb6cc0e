package dev.oreo.djl.internal.generate;

import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a row is done.
 *
 * <p>Stop strings are looked for in the text of the last tokens: enough of them that a string which
 * the newest token completes lies within, even if every character took four tokens (one a byte).
 */
final class Stopping {
  private static final int TOKENS_PER_CHARACTER = 4;
  private static final int MARGIN = 8;

  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;
  private final List<String> stopStrings;
  private final int window;

  /** Gives the rules of a call by its stop strings. */
  @FunctionalInterface
  interface Source {
    Stopping of(List<String> stopStrings);
  }

  Stopping(Tokenizer tokenizer, Set<Integer> endTokens, List<String> stopStrings) {
    this.tokenizer = tokenizer;
    this.endTokens = Set.copyOf(endTokens);
    this.stopStrings = List.copyOf(stopStrings);
    int longest = stopStrings.stream().mapToInt(String::length).max().orElse(0);
    this.window = TOKENS_PER_CHARACTER * longest + MARGIN;
  }

  /** Returns what the row has drawn if it ended with its last token, or empty if it goes on. */
  Optional<Generation> ended(Row row) {
    return reason(row)
        .map(reason -> new Generation(row.tokens(), tokenizer.decode(row.tokens()), reason));
  }

  private Optional<FinishReason> reason(Row row) {
    if (endTokens.contains(row.lastToken())) {
      return Optional.of(FinishReason.EOS);
    }
    if (!stopStrings.isEmpty()) {
      String text = tokenizer.decode(row.tail(window));
      if (stopStrings.stream().anyMatch(text::contains)) {
        return Optional.of(FinishReason.STOP_STRING);
      }
    }
    return row.full() ? Optional.of(FinishReason.LENGTH) : Optional.empty();
  }
}
