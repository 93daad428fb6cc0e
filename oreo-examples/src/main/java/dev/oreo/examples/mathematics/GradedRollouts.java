package dev.oreo.examples.mathematics;

import com.google.common.primitives.Ints;
import com.google.gson.JsonObject;
import dev.oreo.data.BalancedSampler;
import dev.oreo.data.JsonlRows;
import dev.oreo.data.MathProblem;
import dev.oreo.examples.training.SampleJournal;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.SampleSelection;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Graded responses that are kept as they come, so that drawing them may be killed and taken up
 * again. Not thread-safe.
 */
public final class GradedRollouts implements AutoCloseable {
  private static final String PROBLEM = "problem";
  private static final String SAMPLE = "sample";
  private static final String REWARD = "reward";

  private final SampleJournal journal;
  private int right;
  private int cut;

  private GradedRollouts(SampleJournal journal) throws IOException {
    this.journal = journal;
    journal.each(this::count);
  }

  /**
   * Opens the file that keeps them.
   *
   * @param journal the file; created if it does not exist
   * @param settings what determines the responses
   * @return the responses drawn before, if any
   * @throws IllegalArgumentException if the file belongs to other settings
   * @throws IOException if it cannot be read or written
   */
  public static GradedRollouts open(Path journal, JsonObject settings) throws IOException {
    SampleJournal opened = SampleJournal.open(journal, settings, PROBLEM);
    try {
      return new GradedRollouts(opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Returns which samples are still to be drawn.
   *
   * @return those that are not kept when they are asked for
   */
  public SampleSelection missing() {
    return journal.missing();
  }

  /**
   * Keeps one response.
   *
   * @param rollout the response, its prompt being the problem's index
   * @param problem what was asked
   * @param verdict what the grader says
   * @throws IOException if it cannot be written
   */
  public void add(Rollout rollout, MathProblem problem, Verdict verdict) throws IOException {
    JsonObject row = new JsonObject();
    row.addProperty("id", problem.id());
    row.addProperty("question", problem.question());
    row.addProperty("solution", problem.solution());
    problem.subject().ifPresent(subject -> row.addProperty("subject", subject));
    problem.level().ifPresent(level -> row.addProperty("level", level));
    row.addProperty("response", rollout.generation().text());
    row.addProperty("finish_reason", RowValues.label(rollout.generation().finishReason()));
    row.addProperty("verdict", RowValues.label(verdict.outcome()));
    row.add("extracted", RowValues.orNull(verdict.extracted()));
    row.addProperty("reason", verdict.reason());
    JsonlRows.response(rollout.trajectory())
        .entrySet()
        .forEach(e -> row.add(e.getKey(), e.getValue()));
    journal.add(row, rollout.prompt(), rollout.sample());
    count(row);
  }

  private void count(JsonObject row) {
    right += row.get(REWARD).getAsDouble() > 0 ? 1 : 0;
    cut +=
        row.get("finish_reason").getAsString().equals(RowValues.label(FinishReason.LENGTH)) ? 1 : 0;
  }

  /**
   * Reads one response.
   *
   * @param problem index of its problem
   * @param sample its index among the problem's
   * @return the row as it is written
   * @throws IllegalArgumentException if it is not kept
   * @throws IOException if the file cannot be read
   */
  public JsonObject row(int problem, int sample) throws IOException {
    return journal.row(problem, sample);
  }

  /**
   * Returns how many responses there are.
   *
   * @return at least 0
   */
  public int size() {
    return journal.size();
  }

  /**
   * Returns how many of them are right.
   *
   * @return at least 0
   */
  public int right() {
    return right;
  }

  /**
   * Returns how many of them were cut at the limit of new tokens.
   *
   * @return at least 0
   */
  public int cut() {
    return cut;
  }

  /**
   * Returns of how many problems there are right and wrong responses.
   *
   * @return at least 0
   * @throws IOException if the file cannot be read
   */
  public int problemsWithBothOutcomes() throws IOException {
    TreeMap<Integer, Integer> outcomes = new TreeMap<>();
    journal.each(
        row -> {
          int outcome = row.get(REWARD).getAsDouble() > 0 ? 1 : 2;
          outcomes.merge(row.get(PROBLEM).getAsInt(), outcome, (a, b) -> a | b);
        });
    return (int) outcomes.values().stream().filter(seen -> seen == 3).count();
  }

  /**
   * Writes all, by problem and sample.
   *
   * @param file to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    journal.write(file, row -> true);
  }

  /**
   * Writes a balanced selection, by problem and sample.
   *
   * @param file to write; replaced if it exists
   * @param sampler which responses to take
   * @return how many were written
   * @throws IOException if it cannot be written
   */
  public int writeBalanced(Path file, BalancedSampler sampler) throws IOException {
    List<Trajectory> trajectories = new ArrayList<>();
    journal.each(row -> trajectories.add(trajectory(id(row), row)));
    Set<String> kept =
        sampler.select(trajectories).kept().stream()
            .map(Trajectory::id)
            .collect(Collectors.toSet());
    journal.write(file, row -> kept.contains(id(row)));
    return kept.size();
  }

  private static String id(JsonObject row) {
    return row.get(PROBLEM).getAsString() + "#" + row.get(SAMPLE).getAsString();
  }

  private static Trajectory trajectory(String id, JsonObject row) {
    int[] prompt = RowValues.ints(row.getAsJsonArray("prompt_token_ids"));
    int[] ids = Ints.concat(prompt, RowValues.ints(row.getAsJsonArray("response_token_ids")));
    double reward = row.get(REWARD).getAsDouble();
    return Trajectory.of(id, ids, List.of(new Step(prompt.length, ids.length, reward)));
  }

  /** Closes the file, which stays where it is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
