package dev.oreo.djl.internal.checkpoint;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.internal.Checks;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's tokenizer.json, run by HuggingFace's tokenizers library.
 *
 * <p>tokenizer.json alone decides how text is cut and put together, except that its truncation and
 * padding are switched off: no text is cut short, no token is added for length. From
 * tokenizer_config.json only {@code eos_token} is read; so {@code clean_up_tokenization_spaces},
 * {@code add_bos_token} and their like have no effect.
 *
 * <p>Starts of tokens are the library's: a byte-level tokenizer with {@code trim_offsets} leaves a
 * leading space out of a token's range, one without counts it in.
 *
 * <p>Thread-safety: safe. Memory: the native tokenizer is freed once this is garbage, there is
 * nothing to close.
 */
public final class HuggingFaceTokenizerAdapter implements Tokenizer {
  /** The file's name in a checkpoint folder. */
  public static final String FILE = "tokenizer.json";

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final OptionalInt endOfTextId;

  private HuggingFaceTokenizerAdapter(
      Path file, HuggingFaceTokenizer tokenizer, OptionalInt endOfTextId) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.endOfTextId = endOfTextId;
  }

  /**
   * Opens a checkpoint's tokenizer.
   *
   * @param directory the checkpoint
   * @return its tokenizer
   * @throws CheckpointFormatException if tokenizer.json is absent or not a tokenizer, or the
   *     eos_token that the folder names is not in it
   * @throws IOException if a file cannot be read
   */
  public static HuggingFaceTokenizerAdapter open(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new CheckpointFormatException("%s must hold %s, found none".formatted(directory, FILE));
    }
    OptionalInt end = endOfTextId(directory);
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false"));
      return new HuggingFaceTokenizerAdapter(file, tokenizer, end);
    } catch (EngineException e) {
      throw e; // the native library, not the file
    } catch (RuntimeException e) {
      throw new CheckpointFormatException(
          "%s must be a tokenizer, got: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static OptionalInt endOfTextId(Path directory) throws IOException {
    Optional<String> token = SpecialTokens.find(directory, "eos_token");
    if (token.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt id = TokenizerVocabulary.idOf(directory.resolve(FILE), token.get());
    if (id.isEmpty()) {
      throw new CheckpointFormatException(
          "eos_token must be in %s, got %s (%s)".formatted(FILE, token.get(), directory));
    }
    return id;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A special token in front starts at 0, one behind the text at its end.
   */
  @Override
  public TokenizedText encodePrompt(String text) {
    return encode(text, true);
  }

  @Override
  public TokenizedText encode(String text) {
    return encode(text, false);
  }

  private TokenizedText encode(String text, boolean specialTokens) {
    int unpaired = unpairedSurrogate(text);
    Checks.argument(
        unpaired < 0, "text must not hold half a surrogate pair, got one at index %d", unpaired);
    try {
      Encoding encoding = tokenizer.encode(text, specialTokens, false);
      long[] ids = encoding.getIds();
      int[] tokenIds = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        tokenIds[i] = Math.toIntExact(ids[i]);
      }
      return new TokenizedText(tokenIds, starts(text, encoding.getCharTokenSpans()));
    } finally {
      Reference.reachabilityFence(this); // the tokenizer's finalizer would free it during the call
    }
  }

  /** Turns the library's code points into {@code char} indices. */
  private static int[] starts(String text, @Nullable CharSpan[] spans) {
    int[] starts = new int[spans.length];
    int codePoint = 0;
    int index = 0;
    boolean inText = false;
    for (int i = 0; i < spans.length; i++) {
      CharSpan span = spans[i];
      if (span == null) {
        starts[i] = inText ? text.length() : 0;
        continue;
      }
      inText = true;
      if (span.getStart() > codePoint) {
        index = text.offsetByCodePoints(index, span.getStart() - codePoint);
        codePoint = span.getStart();
      }
      starts[i] = index;
    }
    return starts;
  }

  private static int unpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  @Override
  public String decode(int[] tokenIds) {
    return decode(tokenIds, true);
  }

  /**
   * Returns the text of token ids with special tokens written out.
   *
   * @param tokenIds ids of the vocabulary
   * @return the text
   */
  public String decodeWithSpecialTokens(int[] tokenIds) {
    return decode(tokenIds, false);
  }

  private String decode(int[] tokenIds, boolean skipSpecialTokens) {
    long[] ids = new long[tokenIds.length];
    for (int i = 0; i < ids.length; i++) {
      Checks.argument(tokenIds[i] >= 0, "tokenIds must be >= 0, got %d at %d", tokenIds[i], i);
      ids[i] = tokenIds[i];
    }
    try {
      return tokenizer.decode(ids, skipSpecialTokens);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns the id of the end of text token, if the folder names one.
   *
   * @return the id
   */
  public OptionalInt findEndOfTextId() {
    return endOfTextId;
  }

  @Override
  public int endOfTextId() {
    Checks.state(
        endOfTextId.isPresent(),
        "tokenizer must have an eos_token, got none (%s beside %s)",
        SpecialTokens.CONFIG_FILE,
        file);
    return endOfTextId.getAsInt();
  }
}
