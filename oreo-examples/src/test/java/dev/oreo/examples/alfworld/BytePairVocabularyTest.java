package dev.oreo.examples.alfworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vocabulary learnt from a few texts, read by the tokenizer that models use. */
final class BytePairVocabularyTest {
  private static final List<String> TEXTS =
      List.of("go to desk 12", "go to desk 12", "take mug 1 from desk 12");

  @TempDir private Path folder;

  private HuggingFaceCheckpoint model(List<String> texts) throws IOException {
    return new SmallModel(64, 1).create(folder.resolve("model"), texts, 1);
  }

  @Test
  void learn_mergesWhatIsFrequentEnough() {
    // "desk" and "12" occur three times, "go" and "to" twice
    assertThat(tokens(3)).contains("Ġdesk", "Ġ12").doesNotContain("go", "Ġto", "take");
    assertThat(tokens(2)).contains("Ġdesk", "Ġ12", "go", "Ġto").doesNotContain("take", "Ġmug");
    assertThat(tokens(1)).contains("take", "Ġmug", "Ġfrom");
  }

  private static List<String> tokens(int minCount) {
    return List.copyOf(
        BytePairVocabulary.learn(TEXTS, List.of("<end>"), minCount)
            .tokenizerJson()
            .getAsJsonObject("model")
            .getAsJsonObject("vocab")
            .keySet());
  }

  @Test
  void learn_specialTokensAndBytesComeFirst() {
    BytePairVocabulary vocabulary =
        BytePairVocabulary.learn(List.of(), List.of("<end>", "<user>"), 1);

    assertThat(vocabulary.size()).isEqualTo(258);
    List<String> tokens =
        List.copyOf(
            vocabulary.tokenizerJson().getAsJsonObject("model").getAsJsonObject("vocab").keySet());
    assertThat(tokens.subList(0, 2)).containsExactly("<end>", "<user>");
    assertThat(tokens).contains("a", "Ġ", "~", "Ċ");
  }

  @Test
  void tokenizer_frequentWordsAreOneToken_andAnyTextComesBack() throws IOException {
    Tokenizer tokenizer = model(repeated(TEXTS)).tokenizer();

    assertThat(tokenizer.encode("go to desk 12").tokenIds()).hasSize(4);
    for (String text : List.of("go to desk 12", "Größe: 3½ €\n\n\tdon't", "日本 🎲", "")) {
      assertThat(tokenizer.decode(tokenizer.encode(text).tokenIds())).isEqualTo(text);
    }
  }

  @Test
  void tokenizer_endOfTurnIsOneToken_andEndsGeneration() throws IOException {
    HuggingFaceCheckpoint model = model(repeated(TEXTS));

    assertThat(model.tokenizer().encode("<|end|>").tokenIds()).containsExactly(0);
    assertThat(model.tokenizer().endOfTextId()).isZero();
    assertThat(model.tokenText(0)).isEqualTo("<|end|>");
  }

  private static List<String> repeated(List<String> texts) {
    return List.of(texts, texts, texts, texts, texts).stream().flatMap(List::stream).toList();
  }
}
