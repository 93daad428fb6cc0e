package dev.oreo.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.oreo.data.MathProblem;
import dev.oreo.data.ProblemPrompt;
import dev.oreo.examples.mathematics.Grader;
import dev.oreo.examples.mathematics.MathTask;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationListener;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.TokenizedText;
import dev.oreo.model.Tokenizer;
import dev.oreo.model.ValueFunction;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.verify.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are drawn, graded, kept and not drawn again. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
final class EvaluationRunTest {
  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());
  private static final String ANSWER = "#### 2";

  @TempDir private Path folder;
  private final List<GenerationRequest> drawn = new ArrayList<>();

  /** Tokens are characters. */
  private static final Tokenizer TOKENIZER =
      new Tokenizer() {
        @Override
        public TokenizedText encodePrompt(String text) {
          return encode(text);
        }

        @Override
        public TokenizedText encode(String text) {
          return new TokenizedText(
              text.chars().toArray(), IntStream.range(0, text.length()).toArray());
        }

        @Override
        public String decode(int[] tokenIds) {
          return new String(tokenIds, 0, tokenIds.length);
        }

        @Override
        public int endOfTextId() {
          throw new IllegalStateException("no end token");
        }
      };

  private static EvaluatedTask task(int problems) {
    List<MathProblem> all =
        IntStream.range(0, problems)
            .mapToObj(
                i ->
                    new MathProblem(
                        "p" + i,
                        "q" + i,
                        "#### " + i,
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of()))
            .toList();
    return new EvaluatedTask(
        all,
        ProblemPrompt.plain(TOKENIZER),
        Grader.ofLastDigit(),
        MathTask.ARITHMETIC.segmenter(),
        20);
  }

  /** Answers 2 whatever is asked, and fails after some responses. */
  private TextGenerator answering(int responses, FinishReason reason) {
    return new TextGenerator() {
      @Override
      public List<Generation> generate(List<GenerationRequest> requests, GenerationConfig config) {
        List<Generation> generations = new ArrayList<>();
        generate(requests, config, (request, generation) -> generations.add(generation));
        return generations;
      }

      @Override
      public void generate(
          List<GenerationRequest> requests, GenerationConfig config, GenerationListener listener) {
        for (int i = 0; i < requests.size(); i++) {
          if (drawn.size() >= responses) {
            throw new IllegalStateException("killed");
          }
          drawn.add(requests.get(i));
          listener.finished(i, new Generation(ANSWER.chars().toArray(), ANSWER, reason));
        }
      }
    };
  }

  private static final ValueFunction LAST_TOKEN =
      new ValueFunction() {
        @Override
        public List<TrajectoryScores> score(List<Trajectory> trajectories) {
          throw new UnsupportedOperationException();
        }

        @Override
        public double[] values(List<int[]> states) {
          return states.stream().mapToDouble(state -> state[state.length - 1]).toArray();
        }
      };

  private List<List<GradedAnswer>> samples(TextGenerator policy) throws IOException {
    return new EvaluationRun(task(4), policy, TOKENIZER, NOWHERE)
        .samples(
            folder.resolve("samples"),
            new JsonObject(),
            new EvaluationRun.Sampling(3, GenerationConfig.sampling(1), 1));
  }

  @Test
  void samples_killedMidway_drawsTheRestOnly() throws IOException {
    assertThatThrownBy(() -> samples(answering(5, FinishReason.LENGTH))).hasMessage("killed");

    List<List<GradedAnswer>> samples = samples(answering(Integer.MAX_VALUE, FinishReason.LENGTH));

    assertThat(drawn).hasSize(12);
    assertThat(drawn.stream().map(GenerationRequest::seed).distinct()).hasSize(12);
    assertThat(samples).hasSize(4).allMatch(answers -> answers.size() == 3);
    assertThat(samples.get(2)).allMatch(answer -> answer.verdict().right());
    assertThat(samples.get(3)).allMatch(answer -> answer.verdict().outcome() == Outcome.WRONG);
    assertThat(samples.get(3).get(2).verdict().reason()).isEqualTo("expected 3");
    assertThat(samples.get(0).get(1).finishReason()).isEqualTo("length");
  }

  @Test
  void valued_readsTheStateBeforeAnEndToken() throws IOException {
    EvaluationRun run =
        new EvaluationRun(task(1), answering(1, FinishReason.EOS), TOKENIZER, NOWHERE);
    List<GradedAnswer> answers = run.greedy(folder.resolve("greedy"), new JsonObject());

    List<List<GradedAnswer>> valued = run.valued(List.of(answers), LAST_TOKEN);

    // the response is "#### 2", of which the last token stands for the end token
    assertThat(valued.get(0).get(0).value()).hasValue(' ');
  }

  @Test
  void beam_killedMidway_searchesTheRestOnly() throws IOException {
    // 16 problems are searched together, by one candidate each
    assertThatThrownBy(() -> beam(answering(16, FinishReason.EOS), 3)).hasMessage("killed");

    List<GradedAnswer> answers = beam(answering(Integer.MAX_VALUE, FinishReason.EOS), 3);

    assertThat(drawn).hasSize(20);
    assertThat(answers).hasSize(20);
    assertThat(answers.get(2).verdict().right()).isTrue();
    assertThat(answers.get(2).finishReason()).isEqualTo("eos");
  }

  @Test
  void beam_noCandidateFinished_isUnparsedThoughItsTextIsRight() throws IOException {
    List<GradedAnswer> answers = beam(answering(Integer.MAX_VALUE, FinishReason.STOP_STRING), 1);

    assertThat(answers.get(2).generation().text()).isEqualTo(ANSWER);
    assertThat(answers.get(2).verdict().outcome()).isEqualTo(Outcome.UNPARSED);
    assertThat(answers.get(2).finishReason()).isEqualTo("unfinished");
  }

  private List<GradedAnswer> beam(TextGenerator policy, int maxSteps) throws IOException {
    BeamSearchConfig config =
        new BeamSearchConfig(1, maxSteps, 20, 20, GenerationConfig.sampling(1), 1);
    return new BeamRun(task(20), config, NOWHERE)
        .run(policy, LAST_TOKEN, TOKENIZER, folder.resolve("beam"), new JsonObject());
  }
}
