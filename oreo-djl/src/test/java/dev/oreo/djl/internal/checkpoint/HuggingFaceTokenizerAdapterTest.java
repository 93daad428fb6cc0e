package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.oreo.SharedData;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.model.TokenizedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HuggingFaceTokenizerAdapterTest {
  private final Path folder;

  HuggingFaceTokenizerAdapterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/tokenizers/qwen2-like/tokens.jsonl",
        "fixtures/tokenizers/llama3-like/tokens.jsonl",
        "fixtures/tokenizers/llama2-like/tokens.jsonl",
        "fixtures/tokenizers/gemma-like/tokens.jsonl",
        "models/qwen2-tokenizer/vectors.jsonl",
        "models/deepseek-llm-tokenizer/vectors.jsonl",
        "models/gpt2/vectors.jsonl"
      })
  void idsTextAndStarts_ofEveryVector_equalTheLibrarys(String vectors) throws IOException {
    Path file = SharedData.path(vectors);
    HuggingFaceTokenizerAdapter tokenizer =
        HuggingFaceTokenizerAdapter.open(file.resolveSibling("."));

    List<JsonObject> rows = SharedData.rows(file);

    assertThat(rows).hasSizeGreaterThan(50);
    for (JsonObject row : rows) {
      String text = row.get("text").getAsString();
      TokenizedText response = tokenizer.encode(text);
      TokenizedText prompt = tokenizer.encodePrompt(text);
      int[] special = SharedData.ints(row.get("ids_with_special"));
      int[] plain = SharedData.ints(row.get("ids_without"));
      assertThat(prompt.tokenIds()).as("prompt %s", row).isEqualTo(special);
      assertThat(response.tokenIds()).as("response %s", row).isEqualTo(plain);
      String decoded = row.get("decoded").getAsString();
      assertThat(tokenizer.decodeWithSpecialTokens(plain)).as("%s", row).isEqualTo(decoded);
      JsonElement skipped = row.get("decoded_skip_special");
      if (skipped != null) {
        assertThat(tokenizer.decode(plain)).as("%s", row).isEqualTo(skipped.getAsString());
      }
      if (row.has("offsets_codepoints")) {
        assertThat(response.starts())
            .as("%s", row)
            .isEqualTo(charStarts(text, row.getAsJsonArray("offsets_codepoints")));
      }
      assertThat(prompt.starts()).as("%s", row).isSorted();
    }
  }

  /** Counts by walking, where the tested code jumps. */
  private static int[] charStarts(String text, JsonArray offsets) {
    int[] codePoints = text.codePoints().toArray();
    return offsets.asList().stream()
        .mapToInt(offset -> offset.getAsJsonArray().get(0).getAsInt())
        .map(start -> IntStream.range(0, start).map(i -> Character.charCount(codePoints[i])).sum())
        .toArray();
  }

  @Test
  void encode_textBeyond512Tokens_isNotTruncated() throws IOException {
    HuggingFaceTokenizerAdapter tokenizer = open("qwen2-like");

    TokenizedText text = tokenizer.encodePrompt("7 ".repeat(5000).strip());

    assertThat(text.tokenIds().length).isGreaterThanOrEqualTo(5000);
    assertThat(tokenizer.decode(text.tokenIds())).hasSize(9999);
  }

  @Test
  void truncationAndPadding_thatTheFileAsksFor_areOff() throws IOException {
    JsonObject json =
        JsonParser.parseString(
                Files.readString(SharedData.path("fixtures/tokenizers/qwen2-like/tokenizer.json")))
            .getAsJsonObject();
    json.add(
        "truncation",
        JsonParser.parseString(
            "{'max_length':4,'strategy':'LongestFirst','stride':0,'direction':'Right'}"));
    json.add(
        "padding",
        JsonParser.parseString(
            "{'strategy':{'Fixed':64},'direction':'Right','pad_to_multiple_of':null,"
                + "'pad_id':0,'pad_type_id':0,'pad_token':'x'}"));
    Files.writeString(folder.resolve("tokenizer.json"), json.toString());

    HuggingFaceTokenizerAdapter tokenizer = HuggingFaceTokenizerAdapter.open(folder);

    assertThat(tokenizer.encode("1 2 3 4 5 6").tokenIds())
        .isEqualTo(open("qwen2-like").encode("1 2 3 4 5 6").tokenIds())
        .hasSizeBetween(6, 12);
  }

  @Test
  void starts_afterACharacterOfTwoChars_countChars() throws IOException {
    HuggingFaceTokenizerAdapter tokenizer = open("llama3-like");
    String text = "\uD83D\uDE00=1";

    TokenizedText prompt = tokenizer.encodePrompt(text);

    // begin-of-text, four bytes of the face, "=", "1"
    assertThat(prompt.starts()).containsExactly(0, 0, 0, 0, 0, 2, 3);
  }

  @Test
  void encode_nulAndControlCharacters_comeBack() throws IOException {
    HuggingFaceTokenizerAdapter tokenizer = open("llama3-like");
    String text = "a\u0000b\u0001\u200d\uD83D\uDE00";

    assertThat(tokenizer.decode(tokenizer.encode(text).tokenIds())).isEqualTo(text);
  }

  @Test
  void encode_halfASurrogatePair_isRejected() throws IOException {
    HuggingFaceTokenizerAdapter tokenizer = open("llama3-like");

    assertThatThrownBy(() -> tokenizer.encode("ab\uD83D"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text must not hold half a surrogate pair, got one at index 2");
    assertThatThrownBy(() -> tokenizer.encode("\uDE00"))
        .hasMessage("text must not hold half a surrogate pair, got one at index 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-like:319", "llama3-like:335", "llama2-like:2", "gemma-like:1"})
  void endOfTextId_ofTheFixtures_isThatOfEosToken(String kindAndId) throws IOException {
    String[] parts = kindAndId.split(":", 2);

    assertThat(open(parts[0]).endOfTextId()).isEqualTo(Integer.parseInt(parts[1]));
  }

  @Test
  void endOfTextId_namedAsObjectInSpecialTokensMap_isRead() throws IOException {
    copyTokenizer();
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": null}");
    Files.writeString(
        folder.resolve("special_tokens_map.json"),
        "{\"eos_token\": {\"content\": \"<|endoftext|>\", \"lstrip\": false}}");

    assertThat(HuggingFaceTokenizerAdapter.open(folder).endOfTextId()).isEqualTo(317);
  }

  @Test
  void endOfTextId_ofOrdinaryVocabulary_isFound() throws IOException {
    copyTokenizer();
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"a\"}");
    HuggingFaceTokenizerAdapter tokenizer = HuggingFaceTokenizerAdapter.open(folder);

    assertThat(tokenizer.encode("a").tokenIds()).containsExactly(tokenizer.endOfTextId());
  }

  @Test
  void endOfTextId_namedNowhere_isAnErrorWhenAskedFor() throws IOException {
    copyTokenizer();
    HuggingFaceTokenizerAdapter tokenizer = HuggingFaceTokenizerAdapter.open(folder);

    assertThat(tokenizer.findEndOfTextId()).isEmpty();
    assertThatThrownBy(tokenizer::endOfTextId)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tokenizer must have an eos_token, got none");
  }

  @Test
  void open_eosTokenOutsideTheVocabulary_isRejected() throws IOException {
    copyTokenizer();
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<nope>\"}");

    assertThatThrownBy(() -> HuggingFaceTokenizerAdapter.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("eos_token must be in tokenizer.json, got <nope> (%s)", folder);
  }

  @Test
  void open_withoutTokenizer_isRejected() {
    assertThatThrownBy(() -> HuggingFaceTokenizerAdapter.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("%s must hold tokenizer.json, found none", folder);
  }

  @Test
  void open_fileThatIsNoTokenizer_isRejected() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");

    assertThatThrownBy(() -> HuggingFaceTokenizerAdapter.open(folder))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("tokenizer.json must be a tokenizer, got: ");
  }

  @Test
  void decode_negativeId_isRejected() throws IOException {
    HuggingFaceTokenizerAdapter tokenizer = open("qwen2-like");

    assertThatThrownBy(() -> tokenizer.decode(new int[] {3, -1}))
        .hasMessage("tokenIds must be >= 0, got -1 at 1");
  }

  private void copyTokenizer() throws IOException {
    Files.copy(
        SharedData.path("fixtures/tokenizers/qwen2-like/tokenizer.json"),
        folder.resolve("tokenizer.json"));
  }

  private static HuggingFaceTokenizerAdapter open(String kind) throws IOException {
    return HuggingFaceTokenizerAdapter.open(SharedData.path("fixtures/tokenizers/" + kind));
  }
}
