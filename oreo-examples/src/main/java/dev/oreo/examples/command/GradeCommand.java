package dev.oreo.examples.command;

import com.google.gson.JsonObject;
import dev.oreo.data.AnswerReader;
import dev.oreo.data.AnswerRow;
import dev.oreo.data.JsonlWriter;
import dev.oreo.examples.mathematics.RowValues;
import dev.oreo.verify.AnswerVerifier;
import dev.oreo.verify.Outcome;
import dev.oreo.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oreo grade}: checks answers against reference answers. */
@Command(
    name = "grade",
    mixinStandardHelpOptions = true,
    description = {
      "Checks answers against reference answers, on all processors.",
      "Output rows have all keys of the input row, in the same order, and verdict (correct, wrong,"
          + " unparsed, timed_out), correct (true or false), extracted (the answer found, or null)"
          + " and reason; keys of these names in the input are replaced."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class GradeCommand implements Callable<Integer> {
  /** Rows that are held and graded together. */
  private static final int CHUNK = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "TASK",
      description = "What the answers are about: gsm8k or math.")
  private String task;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "gsm8k: deepseek (the OREO paper's) or original; math: deepseek (the OREO paper's),"
              + " hendrycks (the MATH paper's) or oreo (by meaning). Default: deepseek.")
  private Optional<String> rule = Optional.empty();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "JSONL rows with \"prediction\" and \"reference\" (plain answers), or \"response\" and"
              + " \"solution\" (texts to find the answers in) and, if known, \"question\".")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSONL to write. Replaced if it exists.")
  private Path output;

  /** Made by the command line only. */
  public GradeCommand() {}

  @Override
  public Integer call() throws IOException {
    tell(grade(verifier(), input, output, true));
    return 0;
  }

  /** Grades a file and returns how many rows have which outcome. */
  static Map<Outcome, Integer> grade(
      AnswerVerifier verifier, Path input, Path output, boolean parallel) throws IOException {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    try (AnswerReader reader = new AnswerReader(input);
        JsonlWriter writer = new JsonlWriter(output)) {
      for (List<AnswerRow> rows = chunk(reader); !rows.isEmpty(); rows = chunk(reader)) {
        Stream<AnswerRow> stream = parallel ? rows.parallelStream() : rows.stream();
        List<Verdict> verdicts = stream.map(row -> verdict(verifier, row)).toList();
        for (int i = 0; i < rows.size(); i++) {
          counts.merge(verdicts.get(i).outcome(), 1, Integer::sum);
          writer.write(outputRow(rows.get(i), verdicts.get(i)));
        }
      }
      writer.commit();
    }
    return counts;
  }

  private AnswerVerifier verifier() {
    String name = task.toLowerCase(Locale.ROOT);
    List<String> rules = GradeRule.rules(name);
    if (rules.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--task must be one of " + GradeRule.tasks() + ", got " + task);
    }
    String wanted = rule.orElse(rules.get(0));
    return GradeRule.find(name, wanted)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--rule of --task " + name + " must be one of " + rules + ", got " + wanted))
        .verifier();
  }

  private static List<AnswerRow> chunk(AnswerReader reader) throws IOException {
    List<AnswerRow> rows = new ArrayList<>();
    while (rows.size() < CHUNK) {
      Optional<AnswerRow> row = reader.next();
      if (row.isEmpty()) {
        break;
      }
      rows.add(row.get());
    }
    return rows;
  }

  /** Judges one row. */
  static Verdict verdict(AnswerVerifier verifier, AnswerRow row) {
    return row.extracted()
        ? verifier.compare(row.response(), row.reference())
        : verifier.verify(row.question(), row.response(), row.reference());
  }

  private static JsonObject outputRow(AnswerRow row, Verdict verdict) {
    JsonObject output = row.row().deepCopy();
    output.addProperty("verdict", RowValues.label(verdict.outcome()));
    output.addProperty("correct", verdict.right());
    output.add("extracted", RowValues.orNull(verdict.extracted()));
    output.addProperty("reason", verdict.reason());
    return output;
  }

  private void tell(Map<Outcome, Integer> counts) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder line = new StringBuilder("graded " + all + " rows");
    String separator = ": ";
    for (Outcome outcome : Outcome.values()) {
      line.append(separator).append(counts.getOrDefault(outcome, 0)).append(' ');
      line.append(RowValues.label(outcome));
      separator = ", ";
    }
    spec.commandLine().getOut().printf("%s%nwrote %s%n", line, output);
  }
}
