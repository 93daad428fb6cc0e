package dev.oreo.examples.mathematics;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Ints;
import com.google.gson.JsonObject;
import dev.oreo.data.BalancedSampler;
import dev.oreo.data.JsonlJournal;
import dev.oreo.data.JsonlRows;
import dev.oreo.data.JsonlWriter;
import dev.oreo.data.MathProblem;
import dev.oreo.model.Generation.FinishReason;
import dev.oreo.rollout.Rollout;
import dev.oreo.rollout.SampleSelection;
import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

  private final JsonlJournal journal;
  private final TreeMap<Place, Integer> rows = new TreeMap<>();
  private int right;
  private int cut;

  private GradedRollouts(JsonlJournal journal) throws IOException {
    this.journal = journal;
    for (int i = 0; i < journal.size(); i++) {
      count(journal.row(i), i);
    }
  }

  private record Place(int problem, int sample) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byProblem = Integer.compare(problem, other.problem);
      return byProblem != 0 ? byProblem : Integer.compare(sample, other.sample);
    }
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
    JsonlJournal opened = JsonlJournal.open(journal, settings);
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
    return (problem, sample) -> !rows.containsKey(new Place(problem, sample));
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
    row.addProperty(PROBLEM, rollout.prompt());
    row.addProperty(SAMPLE, rollout.sample());
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
    journal.append(row);
    count(row, journal.size() - 1);
  }

  private void count(JsonObject row, int index) {
    rows.put(new Place(row.get(PROBLEM).getAsInt(), row.get(SAMPLE).getAsInt()), index);
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
    Integer index = rows.get(new Place(problem, sample));
    checkArgument(
        index != null, "response must have been drawn, got problem %s, sample %s", problem, sample);
    return journal.row(index);
  }

  /**
   * Returns how many responses there are.
   *
   * @return at least 0
   */
  public int size() {
    return rows.size();
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
    for (int index : rows.values()) {
      JsonObject row = journal.row(index);
      int outcome = row.get(REWARD).getAsDouble() > 0 ? 1 : 2;
      outcomes.merge(row.get(PROBLEM).getAsInt(), outcome, (a, b) -> a | b);
    }
    return (int) outcomes.values().stream().filter(seen -> seen == 3).count();
  }

  /**
   * Writes all, by problem and sample.
   *
   * @param file to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    write(file, rows.values());
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
    for (int index : rows.values()) {
      trajectories.add(trajectory(Integer.toString(index), journal.row(index)));
    }
    Set<Integer> kept =
        sampler.select(trajectories).kept().stream()
            .map(trajectory -> Integer.valueOf(trajectory.id()))
            .collect(Collectors.toSet());
    write(file, rows.values().stream().filter(kept::contains).toList());
    return kept.size();
  }

  private static Trajectory trajectory(String id, JsonObject row) {
    int[] prompt = RowValues.ints(row.getAsJsonArray("prompt_token_ids"));
    int[] ids = Ints.concat(prompt, RowValues.ints(row.getAsJsonArray("response_token_ids")));
    double reward = row.get(REWARD).getAsDouble();
    return Trajectory.of(id, ids, List.of(new Step(prompt.length, ids.length, reward)));
  }

  private void write(Path file, Collection<Integer> indices) throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (int index : indices) {
        writer.write(journal.row(index));
      }
      writer.commit();
    }
  }

  /** Closes the file, which stays where it is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
