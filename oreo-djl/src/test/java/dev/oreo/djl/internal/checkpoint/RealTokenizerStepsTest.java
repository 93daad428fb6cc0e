package dev.oreo.djl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Ints;
import dev.oreo.SharedData;
import dev.oreo.data.MathDataset;
import dev.oreo.data.MathProblem;
import dev.oreo.model.DecodedText;
import dev.oreo.model.TokenizedText;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.StepSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of real solutions, in the tokens of real vocabularies. */
final class RealTokenizerStepsTest {
  private static final int PROBLEMS = 200;
  private static final int PROMPT = 3;

  /* DeepSeek's vocabulary has the division sign as a token that its own decoder cannot write. */
  private static final int LOSSY = 2;

  @ParameterizedTest
  @CsvSource({
    "qwen2-tokenizer, GSM8K, gsm8k/test.jsonl",
    "deepseek-llm-tokenizer, GSM8K, gsm8k/test.jsonl",
    "gpt2, GSM8K, gsm8k/test.jsonl",
    "qwen2-tokenizer, MATH, math/test.jsonl",
    "deepseek-llm-tokenizer, MATH, math/test.jsonl",
    "gpt2, MATH, math/test.jsonl"
  })
  void steps_ofRealSolutions_beginAtTheTokenOfTheirFirstCharacter(
      String tokenizer, MathDataset dataset, String file) throws IOException {
    Path folder = SharedData.path("models/" + tokenizer);
    List<MathProblem> problems = dataset.read(SharedData.path(file)).subList(0, PROBLEMS);
    StepSegmenter segmenter = dataset.segmenter();

    HuggingFaceTokenizerAdapter adapter = HuggingFaceTokenizerAdapter.open(folder);
    int several = 0;
    int lossy = 0;
    for (MathProblem problem : problems) {
      String text = problem.solution();
      TokenizedText tokens = adapter.encode(text);
      List<Step> steps = segmenter.steps(tokens.starts(), text, PROMPT, 1);
      several += steps.size() > 1 ? 1 : 0;

      int[] starts = tokens.starts();
      List<Integer> wanted = segmenter.starts(text);
      for (Step step : steps.subList(1, steps.size())) {
        int token = step.start() - PROMPT;
        int next = token + 1 < starts.length ? starts[token + 1] : text.length();
        assertThat(wanted)
            .as("step from char %d of %s", starts[token], problem.id())
            .anyMatch(start -> start >= starts[token] && start < Math.max(next, starts[token] + 1));
      }
      assertThat(steps.get(steps.size() - 1).end()).isEqualTo(PROMPT + starts.length);

      if (!adapter.decode(tokens.tokenIds()).equals(text)) {
        lossy++;
        continue;
      }
      DecodedText decoded = DecodedText.of(adapter, tokens.tokenIds());
      assertThat(decoded.text()).isEqualTo(text);
      assertThat(segmenter.steps(decoded.starts(), decoded.text(), PROMPT, 1))
          .as("steps of the ids alone, %s", problem.id())
          .isEqualTo(steps);
      assertThat(Ints.asList(decoded.starts())).isEqualTo(Ints.asList(starts));
    }
    assertThat(lossy).isLessThanOrEqualTo(LOSSY);
    assertThat(several).isGreaterThan(PROBLEMS / 2);
  }
}
