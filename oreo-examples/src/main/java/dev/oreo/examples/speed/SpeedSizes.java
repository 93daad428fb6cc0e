package dev.oreo.examples.speed;

import com.google.gson.JsonObject;
import dev.oreo.djl.Precision;
import dev.oreo.examples.speed.Workload.Memory;
import dev.oreo.examples.speed.Workload.Method;
import dev.oreo.examples.speed.Workload.UpdateSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What one update costs against the length of rows, the size of the vocabulary, the number of rows.
 */
public final class SpeedSizes {
  private static final int MICRO_BATCH_TOKENS = 1024;
  private static final int ROWS = 16;
  private static final int TOKENS = 8192;

  private final Precision precision;
  private final Path folder;
  private final PrintWriter out;
  private final List<SizeSeries> series = new ArrayList<>();

  private SpeedSizes(Precision precision, Path folder, PrintWriter out) {
    this.precision = precision;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Measures every size once and writes {@code sizes.md} and {@code sizes.png}.
   *
   * @param precision of the layers
   * @param folder an existing one; models, workloads and logs stay there
   * @param out where progress and the table are told
   * @throws IOException if a process fails or a file cannot be written
   */
  public static void measure(Precision precision, Path folder, PrintWriter out) throws IOException {
    SpeedSizes sizes = new SpeedSizes(precision, folder, out);
    Files.createDirectories(folder.resolve("models"));
    sizes.lengths("tokens of a row", Memory.GRAPHS);
    sizes.lengths("tokens of a row, gradient checkpointing", Memory.CHECKPOINTS);
    sizes.vocabularies();
    sizes.rows();
    String table = SizeSeries.table(sizes.series);
    Files.writeString(folder.resolve("sizes.md"), table);
    SizeSeries.chart(sizes.series, folder.resolve("sizes.png"));
    out.print(table);
  }

  /** The same number of tokens in ever fewer and longer rows. */
  private void lengths(String title, Memory memory) throws IOException {
    List<SizeSeries.Point> points = new ArrayList<>();
    for (int length = 256; length <= TOKENS; length *= 2) {
      List<RowLengths> rows =
          Collections.nCopies(TOKENS / length, new RowLengths(length / 4, length - length / 4));
      points.add(point(title, length, model(ModelShape.SMALL.vocabulary()), rows, memory));
    }
    series.add(new SizeSeries(title, points));
  }

  private void vocabularies() throws IOException {
    List<SizeSeries.Point> points = new ArrayList<>();
    for (int size = 8192; size <= 262_144; size *= 2) {
      points.add(
          point(
              "vocabulary",
              size,
              model(size),
              RowLengths.ofGsm8k().subList(0, ROWS),
              Memory.GRAPHS));
    }
    series.add(new SizeSeries("vocabulary", points));
  }

  private void rows() throws IOException {
    List<SizeSeries.Point> points = new ArrayList<>();
    for (int rows = 4; rows <= 256; rows *= 2) {
      points.add(
          point(
              "rows",
              rows,
              model(ModelShape.SMALL.vocabulary()),
              RowLengths.ofGsm8k().subList(0, rows),
              Memory.GRAPHS));
    }
    series.add(new SizeSeries("rows", points));
  }

  private SizeSeries.Point point(
      String title, int size, Model model, List<RowLengths> rows, Memory memory)
      throws IOException {
    JsonObject workload =
        Workload.update(
            model.folder().toString(),
            model.vocabulary(),
            rows,
            1,
            new UpdateSettings(
                Method.OREO, Math.max(MICRO_BATCH_TOKENS, longest(rows)), memory, 1));
    String name = "%s-%d".formatted(title.replaceAll("\\W+", "-"), size);
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, workload.toString());
    Measurement measured = Contestant.oreo(precision).run(file, folder.resolve("sizes.log"));
    out.printf(
        Locale.ROOT,
        "%s %d: %.2f ms a token, %.2f GB%n",
        title,
        size,
        1e3 / measured.tokensPerSecond(),
        measured.peakBytes() / 1e9);
    out.flush();
    return new SizeSeries.Point(size, measured);
  }

  private static int longest(List<RowLengths> rows) {
    return rows.stream().mapToInt(row -> row.prompt() + row.response()).max().orElseThrow();
  }

  private record Model(Path folder, int vocabulary) {}

  private Model model(int vocabulary) throws IOException {
    Path model = folder.resolve("models/small-" + vocabulary);
    if (!Files.exists(model)) {
      ModelShape.SMALL.createWithVocabulary(model, vocabulary);
    }
    return new Model(model, vocabulary);
  }
}
