package dev.oreo.examples.evaluation;

import com.google.common.collect.Lists;
import com.google.gson.JsonObject;
import dev.oreo.data.JsonlJournal;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.model.Generation;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.model.GenerationRequest;
import dev.oreo.model.TextGenerator;
import dev.oreo.model.Tokenizer;
import dev.oreo.model.ValueReader;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.SearchResult;
import dev.oreo.search.ValueGuidedBeamSearch;
import dev.oreo.train.ProgressPrinter;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Searches answers by V and grades them. Each is kept in a file as soon as it is found, and not
 * searched again.
 */
public final class BeamRun {
  /** Problems that are searched together. */
  private static final int CHUNK = 16;

  /** Keeps the seeds of runs apart whose seeds are neighbours. */
  private static final long SEED_STRIDE = 1_000_003;

  private final EvaluatedTask task;
  private final BeamSearchConfig config;
  private final PrintWriter out;

  /**
   * Prepares a search.
   *
   * @param task what is asked, and how it is graded
   * @param config beam, limits, step ends, seed
   * @param out where progress is told
   */
  public BeamRun(EvaluatedTask task, BeamSearchConfig config, PrintWriter out) {
    this.task = task;
    this.config = config;
    this.out = out;
  }

  /**
   * Searches what is missing.
   *
   * @param policy draws steps; a session of it reads only what is new in each
   * @param valueFunction ranks them; a session likewise
   * @param tokenizer of both
   * @param kept file of the answers
   * @param settings what determines them
   * @return one per problem, in order
   * @throws IOException if the file cannot be read or written
   */
  public List<GradedAnswer> run(
      TextGenerator policy,
      ValueReader valueFunction,
      Tokenizer tokenizer,
      Path kept,
      JsonObject settings)
      throws IOException {
    ValueGuidedBeamSearch search =
        new ValueGuidedBeamSearch(policy, valueFunction, tokenizer, config);
    int all = task.problems().size();
    out.printf("beam: %,d problems%n", all);
    List<GradedAnswer> answers = new ArrayList<>();
    try (JsonlJournal journal = JsonlJournal.open(kept, settings)) {
      for (int i = 0; i < journal.size(); i++) {
        answers.add(answer(journal.row(i), i));
      }
      long started = System.nanoTime();
      int before = answers.size();
      for (List<GenerationRequest> chunk :
          Lists.partition(requests().subList(before, all), CHUNK)) {
        for (SearchResult result : search.searchProblems(chunk)) {
          JsonObject row = row(result);
          journal.append(row);
          answers.add(answer(row, answers.size()));
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        tell(answers, seconds / (answers.size() - before) * (all - answers.size()));
      }
    }
    return List.copyOf(answers);
  }

  private List<GenerationRequest> requests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int[] prompt : task.prompts()) {
      long seed = config.seed() * SEED_STRIDE + requests.size();
      requests.add(new GenerationRequest(prompt, config.maxNewTokens(), seed));
    }
    return requests;
  }

  private void tell(List<GradedAnswer> answers, double secondsLeft) {
    long right = answers.stream().filter(answer -> answer.verdict().right()).count();
    out.printf(
        Locale.ROOT,
        "%,d of %,d problems  %.1f%% right  %s left%n",
        answers.size(),
        task.problems().size(),
        100.0 * right / answers.size(),
        ProgressPrinter.duration(secondsLeft));
    out.flush();
  }

  private static JsonObject row(SearchResult result) {
    JsonObject row = new JsonObject();
    row.addProperty("response", result.text());
    row.add("response_token_ids", RowValues.array(result.tokenIds()));
    row.addProperty("value", result.value());
    row.addProperty("finished", result.finished());
    return row;
  }

  /** The answer of a row; a search without a finished candidate has none. */
  private GradedAnswer answer(JsonObject row, int problem) {
    int[] ids = RowValues.ints(row.getAsJsonArray("response_token_ids"));
    String response = row.get("response").getAsString();
    boolean finished = row.get("finished").getAsBoolean();
    FinishReason whole =
        ids.length >= config.maxNewTokens() ? FinishReason.LENGTH : FinishReason.EOS;
    Verdict verdict =
        finished
            ? task.grader().grade(task.problems().get(problem), response)
            : new Verdict(
                Outcome.UNPARSED,
                Optional.empty(),
                "no answer: the search ended after %d steps without a finished candidate"
                    .formatted(config.maxSteps()));
    return new GradedAnswer(
        0,
        new Generation(ids, response, finished ? whole : FinishReason.STOP_STRING),
        verdict,
        OptionalDouble.of(row.get("value").getAsDouble()));
  }
}
