package dev.oreo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where sampled tokens begin in their text. */
final class DecodedTextTest {

  /** Tokens are bytes, from 256 on whole words with a space before, which decoding strips first. */
  private static final class ByteTokenizer implements Tokenizer {
    @Override
    public TokenizedText encodePrompt(String text) {
      throw new UnsupportedOperationException("encoding is not under test");
    }

    @Override
    public TokenizedText encode(String text) {
      throw new UnsupportedOperationException("encoding is not under test");
    }

    @Override
    public String decode(int[] tokenIds) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int id : tokenIds) {
        if (id == 256) {
          bytes.writeBytes(" word".getBytes(StandardCharsets.UTF_8));
        } else if (id < 256) {
          bytes.write(id);
        }
      }
      String text = bytes.toString(StandardCharsets.UTF_8);
      return text.startsWith(" ") ? text.substring(1) : text;
    }

    @Override
    public int endOfTextId() {
      return 999;
    }
  }

  private static final Tokenizer TOKENIZER = new ByteTokenizer();

  @Test
  void of_wordsWithASpaceBefore_beginAtTheirSpaceButTheFirst() {
    DecodedText decoded = DecodedText.of(TOKENIZER, new int[] {256, 256, '\n', 256, 999});

    assertThat(decoded.text()).isEqualTo("word word\n word");
    assertThat(decoded.starts()).containsExactly(0, 4, 9, 10, 15);
  }

  @Test
  void of_partsOfOneCharacter_shareItsIndex() {
    // a, the three bytes of the euro sign, the four of a face (two chars), b
    byte[] bytes = "a€\uD83D\uDE00b".getBytes(StandardCharsets.UTF_8);
    int[] tokenIds = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokenIds[i] = bytes[i] & 0xFF;
    }

    DecodedText decoded = DecodedText.of(TOKENIZER, tokenIds);

    assertThat(decoded.text()).isEqualTo("a€\uD83D\uDE00b");
    assertThat(decoded.starts()).containsExactly(0, 1, 1, 1, 2, 2, 2, 2, 4);
  }

  @Test
  void of_endInsideACharacter_keepsWhatThereIs() {
    DecodedText decoded = DecodedText.of(TOKENIZER, new int[] {'a', 0xE2, 0x82});

    assertThat(decoded.text()).isEqualTo("a\uFFFD");
    assertThat(decoded.starts()).containsExactly(0, 1, 1);
  }

  @Test
  void of_specialTokensOnly_haveNoText() {
    DecodedText decoded = DecodedText.of(TOKENIZER, new int[] {999, 999});

    assertThat(decoded.text()).isEmpty();
    assertThat(decoded.starts()).containsExactly(0, 0);
  }

  @Test
  void of_noTokens_isEmpty() {
    assertThat(DecodedText.of(TOKENIZER, new int[0]).text()).isEmpty();
  }
}
