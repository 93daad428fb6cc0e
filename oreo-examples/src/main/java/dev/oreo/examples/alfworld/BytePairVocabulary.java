package dev.oreo.examples.alfworld;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte-level BPE vocabulary learnt from texts, for small models of a narrow world: every frequent
 * word becomes one token, and any text can still be written and read back, byte by byte if need be.
 *
 * <p>Words are cut as GPT-2 cuts them, a blank belonging to the word behind it. The most frequent
 * pair of neighbouring tokens is merged until no pair is frequent enough; of equally frequent ones
 * the first in the order of strings.
 */
final class BytePairVocabulary {
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final String[] BYTE_CHARACTERS = byteCharacters();

  private final List<String> specialTokens;
  private final List<Pair> merges;

  private BytePairVocabulary(List<String> specialTokens, List<Pair> merges) {
    this.specialTokens = specialTokens;
    this.merges = merges;
  }

  /** Two neighbouring tokens. */
  private record Pair(String left, String right) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::left).thenComparing(Pair::right);

    String merged() {
      return left + right;
    }

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Learns a vocabulary.
   *
   * @param texts what it is for
   * @param specialTokens have the first ids, in this order
   * @param minCount how often a pair must occur to be merged, at least 1
   */
  static BytePairVocabulary learn(
      Iterable<String> texts, List<String> specialTokens, int minCount) {
    checkArgument(minCount >= 1, "minCount must be >= 1, got %s", minCount);
    Map<List<String>, Integer> words = new LinkedHashMap<>();
    for (String text : texts) {
      Matcher matcher = WORD.matcher(text);
      while (matcher.find()) {
        words.merge(characters(matcher.group()), 1, Integer::sum);
      }
    }
    List<Pair> merges = new ArrayList<>();
    while (true) {
      Map.Entry<Pair, Integer> best = mostFrequent(words);
      if (best.getValue() < minCount) {
        return new BytePairVocabulary(List.copyOf(specialTokens), merges);
      }
      merges.add(best.getKey());
      words = merged(words, best.getKey());
    }
  }

  private static Map.Entry<Pair, Integer> mostFrequent(Map<List<String>, Integer> words) {
    TreeMap<Pair, Integer> counts = new TreeMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 1; i < word.size(); i++) {
            counts.merge(new Pair(word.get(i - 1), word.get(i)), count, Integer::sum);
          }
        });
    Map.Entry<Pair, Integer> best = Map.entry(new Pair("", ""), 0);
    for (Map.Entry<Pair, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > best.getValue()) {
        best = entry;
      }
    }
    return best;
  }

  private static Map<List<String>, Integer> merged(Map<List<String>, Integer> words, Pair pair) {
    Map<List<String>, Integer> result = new LinkedHashMap<>();
    words.forEach((word, count) -> result.merge(merged(word, pair), count, Integer::sum));
    return result;
  }

  private static List<String> merged(List<String> word, Pair pair) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      boolean here =
          i + 1 < word.size()
              && word.get(i).equals(pair.left)
              && word.get(i + 1).equals(pair.right);
      result.add(here ? pair.merged() : word.get(i));
      i += here ? 1 : 0;
    }
    return result;
  }

  private static List<String> characters(String word) {
    List<String> characters = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      characters.add(BYTE_CHARACTERS[b & 0xFF]);
    }
    return characters;
  }

  /* GPT-2's: bytes that print are themselves, the others are moved behind Latin-1. */
  private static String[] byteCharacters() {
    String[] characters = new String[256];
    int moved = 0;
    for (int b = 0; b < 256; b++) {
      boolean prints = (b > ' ' && b <= '~') || (b > 0xA0 && b != 0xAD);
      characters[b] = Character.toString(prints ? b : 256 + moved);
      moved += prints ? 0 : 1;
    }
    return characters;
  }

  /** Returns how many tokens there are. */
  int size() {
    return vocabulary().size();
  }

  private Map<String, Integer> vocabulary() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    specialTokens.forEach(token -> ids.put(token, ids.size()));
    for (String character : BYTE_CHARACTERS) {
      ids.put(character, ids.size());
    }
    for (Pair pair : merges) {
      ids.putIfAbsent(pair.merged(), ids.size());
    }
    return ids;
  }

  /** Returns the contents of a HuggingFace {@code tokenizer.json}. */
  JsonObject tokenizerJson() {
    JsonObject tokenizer = new JsonObject();
    tokenizer.addProperty("version", "1.0");
    tokenizer.add("added_tokens", addedTokens());
    JsonObject bytes = new JsonObject();
    bytes.addProperty("type", "ByteLevel");
    bytes.addProperty("add_prefix_space", false);
    bytes.addProperty("trim_offsets", true);
    bytes.addProperty("use_regex", true);
    tokenizer.add("pre_tokenizer", bytes);
    tokenizer.add("decoder", bytes);
    JsonObject model = new JsonObject();
    model.addProperty("type", "BPE");
    JsonObject vocabulary = new JsonObject();
    vocabulary().forEach(vocabulary::addProperty);
    model.add("vocab", vocabulary);
    JsonArray pairs = new JsonArray();
    merges.forEach(pair -> pairs.add(pair.left + " " + pair.right));
    model.add("merges", pairs);
    tokenizer.add("model", model);
    return tokenizer;
  }

  private JsonArray addedTokens() {
    JsonArray tokens = new JsonArray();
    for (int id = 0; id < specialTokens.size(); id++) {
      JsonObject token = new JsonObject();
      token.addProperty("id", id);
      token.addProperty("content", specialTokens.get(id));
      token.addProperty("single_word", false);
      token.addProperty("lstrip", false);
      token.addProperty("rstrip", false);
      token.addProperty("normalized", false);
      token.addProperty("special", true);
      tokens.add(token);
    }
    return tokens;
  }
}
