package dev.oreo.examples.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.gson.JsonObject;
import dev.oreo.data.JsonlJournal;
import dev.oreo.data.JsonlWriter;
import dev.oreo.rollout.SampleSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Samples of tasks, such as responses to problems or episodes of games, that are kept as they come,
 * so that drawing them may be killed and taken up again. Not thread-safe.
 */
public final class SampleJournal implements AutoCloseable {
  private static final String SAMPLE = "sample";

  private final JsonlJournal journal;
  private final String taskKey;
  private final TreeMap<Place, Integer> rows = new TreeMap<>();

  private SampleJournal(JsonlJournal journal, String taskKey) throws IOException {
    this.journal = journal;
    this.taskKey = taskKey;
    for (int i = 0; i < journal.size(); i++) {
      rows.put(place(journal.row(i)), i);
    }
  }

  private record Place(int task, int sample) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTask = Integer.compare(task, other.task);
      return byTask != 0 ? byTask : Integer.compare(sample, other.sample);
    }
  }

  private Place place(JsonObject row) {
    return new Place(row.get(taskKey).getAsInt(), row.get(SAMPLE).getAsInt());
  }

  /**
   * Opens the file that keeps them.
   *
   * @param file the file; created if it does not exist
   * @param settings what determines the samples
   * @param taskKey under which a row has the index of its task; that of the sample is under {@code
   *     sample}
   * @return the samples drawn before, if any
   * @throws IllegalArgumentException if the file belongs to other settings
   * @throws IOException if it cannot be read or written
   */
  public static SampleJournal open(Path file, JsonObject settings, String taskKey)
      throws IOException {
    JsonlJournal opened = JsonlJournal.open(file, settings);
    try {
      return new SampleJournal(opened, taskKey);
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
    return (task, sample) -> !rows.containsKey(new Place(task, sample));
  }

  /**
   * Keeps one sample.
   *
   * @param row what is said of it; the indices of task and sample are added
   * @param task index of its task
   * @param sample its index among the task's
   * @throws IOException if it cannot be written
   */
  public void add(JsonObject row, int task, int sample) throws IOException {
    row.addProperty(taskKey, task);
    row.addProperty(SAMPLE, sample);
    journal.append(row);
    rows.put(new Place(task, sample), journal.size() - 1);
  }

  /**
   * Reads one sample.
   *
   * @param task index of its task
   * @param sample its index among the task's
   * @return the row as it is written
   * @throws IllegalArgumentException if it is not kept
   * @throws IOException if the file cannot be read
   */
  public JsonObject row(int task, int sample) throws IOException {
    Integer index = rows.get(new Place(task, sample));
    checkArgument(
        index != null, "sample must have been drawn, got %s %s, sample %s", taskKey, task, sample);
    return journal.row(index);
  }

  /**
   * Reads all samples, one at a time.
   *
   * @param reader given each row, by task and sample
   * @throws IOException if the file cannot be read
   */
  public void each(Consumer<JsonObject> reader) throws IOException {
    for (int index : rows.values()) {
      reader.accept(journal.row(index));
    }
  }

  /**
   * Returns how many samples there are.
   *
   * @return at least 0
   */
  public int size() {
    return rows.size();
  }

  /**
   * Writes some of them, by task and sample.
   *
   * @param file to write; replaced if it exists
   * @param wanted which rows
   * @throws IOException if it cannot be written
   */
  public void write(Path file, Predicate<JsonObject> wanted) throws IOException {
    try (JsonlWriter writer = new JsonlWriter(file)) {
      for (int index : rows.values()) {
        JsonObject row = journal.row(index);
        if (wanted.test(row)) {
          writer.write(row);
        }
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
