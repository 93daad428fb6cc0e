package dev.oreo.examples;

import static dev.oreo.trajectory.Granularity.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.data.TrajectoryFile;
import dev.oreo.data.TrajectoryReader;
import dev.oreo.data.TrajectoryReaderOptions;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.model.GenerationConfig;
import dev.oreo.model.GenerationSession;
import dev.oreo.model.ValueSession;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.search.BeamSearchConfig;
import dev.oreo.search.SearchResult;
import dev.oreo.search.ValueGuidedBeamSearch;
import dev.oreo.train.ShuffledBatches;
import dev.oreo.train.Trainer;
import dev.oreo.train.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  // snippet: search
  private static List<SearchResult> search(
      Path model, Path valueFolder, List<int[]> prompts, int maxNewTokens) throws IOException {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(model);
    ModelOptions options = ModelOptions.cpu(Precision.FP32);
    GenerationConfig lines = GenerationConfig.sampling(1).withStopStrings(List.of("\n"));
    BeamSearchConfig config = new BeamSearchConfig(4, 20, 256, maxNewTokens, lines, 42);
    try (DjlPolicy policy = checkpoint.loadPolicy(options);
        DjlValueFunction value =
            HuggingFaceCheckpoint.open(valueFolder).loadValueFunction(options);
        GenerationSession steps = policy.openGenerationSession();
        ValueSession values = value.openValueSession()) {
      return new ValueGuidedBeamSearch(steps, values, checkpoint.tokenizer(), config)
          .search(prompts);
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
    assertThat(
            search(
                folder.resolve("output/policy"),
                folder.resolve("output/value"),
                List.of(new int[] {1, 2}, new int[] {3}),
                40))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"readme", "search"})
  void readmeSnippet_inTheReadme_isThisOne(String snippet) throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/oreo/examples/SnippetsTest.java"));
    int start = source.indexOf("// snippet: " + snippet);
    String body =
        source.substring(source.indexOf("{\n", start) + 2, source.indexOf("\n  }\n", start) + 1);

    assertThat(Files.readString(Path.of("../README.md")))
        .contains(
            "```java\n"
                + body.lines().map(line -> line.substring(4)).collect(Collectors.joining("\n"))
                + "\n```");
  }
}
