package dev.oreo.djl.internal.model;

import com.google.gson.JsonObject;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsWriter;
import dev.oreo.djl.internal.checkpoint.SavedConfig;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.internal.OutputFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes networks as HuggingFace folders, with the tokenizer files of the checkpoint they came
 * from, and adapters as PEFT's.
 */
public final class CheckpointSaver {
  /**
   * What belongs to the tokenizer and to generation, and the code of a family that transformers has
   * none for; config and weights are written anew.
   */
  private static final List<String> CARRIED_ALONG =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "tokenizer.model",
          "chat_template.jinja",
          "chat_template.json",
          "generation_config.json",
          "configuration_minicpm.py",
          "modeling_minicpm.py");

  /** A folder with one chat template in each file. */
  private static final String NAMED_TEMPLATES = "additional_chat_templates";

  private final Path origin;
  private final ModelConfig config;

  /**
   * Creates a saver.
   *
   * @param origin the checkpoint that the network came from
   * @param config its configuration
   */
  public CheckpointSaver(Path origin, ModelConfig config) {
    this.origin = origin;
    this.config = config;
  }

  /**
   * Returns the saver of a causal language model.
   *
   * @param model of the checkpoint's configuration
   * @return the saver
   */
  public NetworkSaver of(LanguageModel model) {
    return new Saver(model.decoder().adapters(), model.wholeWeights(), List.of());
  }

  /**
   * Returns the saver of a value function, as token classification with one label.
   *
   * @param model of the checkpoint's configuration
   * @return the saver
   */
  public NetworkSaver of(ValueModel model) {
    return new Saver(
        model.decoder().adapters(), model.decoder().body().all(), model.headWeights().weights());
  }

  /** Writes one network: its adapters or all of it; a policy has no head of its own here. */
  private final class Saver implements NetworkSaver {
    private final Optional<Adapters> adapters;
    private final List<Weight> whole;
    private final List<Weight> head;

    Saver(Optional<Adapters> adapters, List<Weight> whole, List<Weight> head) {
      this.adapters = adapters;
      this.whole = whole;
      this.head = head;
    }

    @Override
    public void save(Path directory) throws IOException {
      if (adapters.isPresent()) {
        new AdapterSaver(origin).save(directory, adapters.get(), head);
      } else {
        saveMerged(directory, Precision.FP32);
      }
    }

    @Override
    public void restore(Path directory) throws IOException {
      if (adapters.isPresent()) {
        AdapterSaver.restore(directory, adapters.get(), head);
      } else {
        WeightRestorer.restore(directory, Stream.concat(whole.stream(), head.stream()).toList());
      }
    }

    @Override
    public void saveMerged(Path directory, Precision stored) throws IOException {
      StoredType type = stored == Precision.BF16 ? StoredType.BF16 : StoredType.F32;
      List<Weight> weights = new ArrayList<>(whole);
      weights.addAll(head);
      Map<String, Adapter> added = adapters.map(Adapters::byMatrix).orElse(Map.of());
      JsonObject json =
          head.isEmpty()
              ? SavedConfig.causalLm(config, type)
              : SavedConfig.tokenClassification(config, type);
      try (TrainedWeights source = new TrainedWeights(weights, type, added)) {
        CheckpointSaver.this.save(directory, source.entries(), source, json);
      }
    }
  }

  /**
   * Writes a causal language model with random weights: normal with the configuration's {@code
   * initializer_range} (0.02 unless said), norms that change nothing, biases 0.
   *
   * @param directory must not exist yet
   * @param seed of the weights
   * @throws IOException if it cannot be written; nothing is left behind then
   */
  public void saveRandomPolicy(Path directory, long seed) throws IOException {
    RandomWeights weights = new RandomWeights(config, seed);
    save(directory, weights.entries(), weights, SavedConfig.causalLm(config, StoredType.F32));
  }

  private void save(
      Path directory,
      List<SafetensorsWriter.Entry> entries,
      SafetensorsWriter.Source source,
      JsonObject json)
      throws IOException {
    try (OutputFolder folder = OutputFolder.create(directory)) {
      SafetensorsWriter.write(
          folder.path(), entries, SafetensorsWriter.DEFAULT_MAX_SHARD_BYTES, source);
      SavedConfig.write(folder.path(), json);
      for (String file : CARRIED_ALONG) {
        if (Files.exists(origin.resolve(file))) {
          Files.copy(origin.resolve(file), folder.path().resolve(file));
        }
      }
      copyNamedTemplates(folder.path());
      folder.commit();
    }
  }

  private void copyNamedTemplates(Path target) throws IOException {
    Path named = origin.resolve(NAMED_TEMPLATES);
    if (Files.isDirectory(named)) {
      Files.createDirectory(target.resolve(NAMED_TEMPLATES));
      try (DirectoryStream<Path> templates = Files.newDirectoryStream(named, "*.jinja")) {
        for (Path template : templates) {
          Files.copy(template, target.resolve(NAMED_TEMPLATES).resolve(template.getFileName()));
        }
      }
    }
  }
}
