package dev.oreo.examples.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Ints;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TinyModelTest {
  private static final Problem LONGEST =
      new Problem(7, Collections.nCopies(Problem.MAX_STEPS, new Operation('+', 5)));

  @SuppressWarnings("NullAway.Init") // set before all tests
  private Tokenizer tokenizer;

  @BeforeAll
  void createModel(@TempDir Path folder) throws IOException {
    tokenizer = TinyModel.create(folder.resolve("model"), 0).tokenizer();
  }

  @Test
  void tokenizer_promptAndSolution_roundTrip() {
    for (String text : List.of(LONGEST.prompt(), LONGEST.solution(), "2b*3c+4=0\n#### 0")) {
      assertThat(tokenizer.decode(tokenizer.encode(text).tokenIds())).isEqualTo(text);
    }
  }

  @Test
  void tokenizer_everyCharacter_isOneTokenAndTheMarkOne() {
    TokenizedText tokens = tokenizer.encode("7a+5=2\n#### 2");

    assertThat(Ints.asList(tokens.starts())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 12);
  }

  @Test
  void tokenizer_prompt_hasNoSpecialTokens() {
    assertThat(tokenizer.encodePrompt("7a+5?").tokenIds())
        .isEqualTo(tokenizer.encode("7a+5?").tokenIds());
  }

  @Test
  void tokenizer_endOfText_isNotPartOfTheText() {
    int[] tokens =
        Ints.concat(tokenizer.encode("#### 2").tokenIds(), new int[] {tokenizer.endOfTextId()});

    assertThat(tokenizer.decode(tokens)).isEqualTo("#### 2");
  }

  @Test
  void tokenizer_unknownCharacter_isRejected() {
    assertThatThrownBy(() -> tokenizer.encode("7a-5?")).isInstanceOf(RuntimeException.class);
  }

  @Test
  void solution_ofTheLongestProblem_fitsTheLimit() {
    assertThat(tokenizer.encode(LONGEST.solution()).tokenIds())
        .hasSizeLessThan(Sampling.MAX_NEW_TOKENS);
  }
}
