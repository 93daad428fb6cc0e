package dev.oreo.examples;

import static dev.oreo.trajectory.Granularity.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.data.TrajectoryFile;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README compiles, runs, and is the README's. */
final class SnippetsTest {

  // snippet: readme
  private static void train(Path model, Path samples, Path output) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(model);
    TrajectoryFile data =
        TrajectoryReader.read(samples, checkpoint.tokenizer(), TrajectoryReaderOptions.DEFAULT);
    ModelOptions options = ModelOptions.cpu(Precision.FP32);
    try (DjlTrainablePolicy policy = checkpoint.loadTrainablePolicy(options);
        DjlTrainableValueFunction value = checkpoint.newValueFunction(options);
        DjlPolicy reference = checkpoint.loadPolicy(options)) {
      Trainer.builder(policy, SoftBellmanObjective.builder(TOKEN).build(), TrainerConfig.DEFAULT)
          .valueFunction(value)
          .reference(reference)
          .build()
          .train(new ShuffledBatches<>(data.trajectories(), 128, false, 42));
      policy.save(output.resolve("policy"));
      value.save(output.resolve("value"));
    }
  }

  // end of snippet

  @Test
  void readmeSnippet_ownRows_trainsAndSaves(@TempDir Path folder) throws IOException {
    Path samples =
        Files.writeString(
            folder.resolve("samples.jsonl"),
            """
            {"prompt": "7a+5?", "response": "7a+5=2\\n#### 2", "reward": 1}
            {"prompt": "7a+5?", "response": "7a+5=3\\n#### 3", "reward": 0}
            """);
    Path model = TestModels.untrained(folder);

    train(model, samples, Files.createDirectory(folder.resolve("output")));

    HuggingFaceCheckpoint.open(folder.resolve("output/policy"))
        .loadPolicy(ModelOptions.cpu(Precision.FP32))
        .close();
    HuggingFaceCheckpoint.open(folder.resolve("output/value"))
        .loadValueFunction(ModelOptions.cpu(Precision.FP32))
        .close();
  }

  @Test
  void readmeSnippet_inTheReadme_isThisOne() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/oreo/examples/SnippetsTest.java"));
    String body =
        source.substring(
            source.indexOf("{\n", source.indexOf("// snippet: readme")) + 2,
            source.indexOf("\n  }\n", source.indexOf("// snippet: readme")) + 1);

    assertThat(Files.readString(Path.of("../README.md")))
        .contains(
            "```java\n"
                + body.lines().map(line -> line.substring(4)).collect(Collectors.joining("\n"))
                + "\n```");
  }
}
