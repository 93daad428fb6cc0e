package dev.oreo.examples;

import com.google.common.collect.ObjectArrays;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** The command line in a folder with a small random model and a few rows. */
final class Cli {
  /** Two text rows and a token row. */
  static final String ROWS =
      """
      {"prompt": "7a+5?", "response": "7a+5=2\\n#### 2", "reward": 1}
      {"prompt": "7a+5?", "response": "7a+5=3\\n#### 3", "reward": 0}
      {"prompt_token_ids": [3, 15, 10, 5, 13], "response_token_ids": [8, 24], "reward": 1}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path folder;
  private final Path model;
  private final Path data;

  Cli(Path folder) throws IOException {
    this.folder = folder;
    this.model = TestModels.untrained(folder);
    this.data = Files.writeString(folder.resolve("rows.jsonl"), ROWS);
  }

  Path model() {
    return model;
  }

  Path data() {
    return data;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  int run(String... args) {
    CommandLine command = OreoCommand.commandLine();
    command
        .setOut(new PrintWriter(new BufferedWriter(out), true))
        .setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  /** Trains on {@link #data} from {@link #model} into the folder {@code run}. */
  int train(String objective, String... options) {
    String[] args = {
      "train",
      "--objective=" + objective,
      "--model=" + model,
      "--data=" + data,
      "--output=" + folder.resolve("run")
    };
    return run(ObjectArrays.concat(args, options, String.class));
  }

  JsonObject json(String file) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(file))).getAsJsonObject();
  }

  List<JsonObject> rows(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}
