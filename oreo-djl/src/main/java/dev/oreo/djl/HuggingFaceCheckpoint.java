package dev.oreo.djl;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.oreo.djl.internal.chat.JinjaChatTemplate;
import dev.oreo.djl.internal.checkpoint.ChatTemplateSources;
import dev.oreo.djl.internal.checkpoint.GenerationDefaults;
import dev.oreo.djl.internal.checkpoint.HuggingFaceTokenizerAdapter;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.StoredTensor;
import dev.oreo.djl.internal.checkpoint.StoredType;
import dev.oreo.djl.internal.generate.BatchGenerator;
import dev.oreo.djl.internal.model.Backend;
import dev.oreo.djl.internal.model.CheckpointSaver;
import dev.oreo.djl.internal.model.Keeping;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.djl.internal.model.ModelLoader;
import dev.oreo.djl.internal.model.NetworkSaver;
import dev.oreo.djl.internal.model.OptimizerSlot;
import dev.oreo.djl.internal.model.Trainee;
import dev.oreo.djl.internal.model.ValueModel;
import dev.oreo.djl.internal.model.Weight;
import dev.oreo.internal.Checks;
import dev.oreo.model.ChatTemplate;
import dev.oreo.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A HuggingFace model folder: {@code config.json}, {@code model.safetensors} or its shards, and
 * where there is one the tokenizer with its chat templates.
 *
 * <p>Opening reads and checks everything but the weights' values. Each {@code load} makes a network
 * of its own, which the caller closes. Thread-safe.
 */
public final class HuggingFaceCheckpoint {
  private final Path directory;
  private final ModelConfig config;
  private final SafetensorsIndex index;
  private final Optional<HuggingFaceTokenizerAdapter> tokenizer;
  private final Set<Integer> endTokens;
  private final ChatTemplateSources chatTemplates;

  private HuggingFaceCheckpoint(Path directory) throws IOException {
    this.directory = directory;
    this.config = ModelConfig.read(directory);
    this.index = SafetensorsIndex.open(directory);
    this.tokenizer =
        Files.exists(directory.resolve(HuggingFaceTokenizerAdapter.FILE))
            ? Optional.of(HuggingFaceTokenizerAdapter.open(directory))
            : Optional.empty();
    OptionalInt end =
        tokenizer.map(HuggingFaceTokenizerAdapter::findEndOfTextId).orElse(OptionalInt.empty());
    this.endTokens = Set.copyOf(GenerationDefaults.endTokenIds(directory, config, end));
    this.chatTemplates = ChatTemplateSources.read(directory);
  }

  /**
   * Opens a folder.
   *
   * @param directory the folder
   * @return the checkpoint
   * @throws UnsupportedModelException if the architecture, or a key of its configuration that would
   *     change the result, is not implemented
   * @throws CheckpointFormatException if a file is missing or damaged
   * @throws IOException if a file cannot be read
   */
  public static HuggingFaceCheckpoint open(Path directory) throws IOException {
    return new HuggingFaceCheckpoint(directory);
  }

  /**
   * Makes a folder with random weights, to train a model from scratch.
   *
   * @param directory the new folder; must not exist yet
   * @param configJson contents of its {@code config.json}
   * @param tokenizerDirectory where the tokenizer's files, and {@code generation_config.json} if
   *     there is one, are copied from
   * @param seed of the weights
   * @return the checkpoint
   * @throws UnsupportedModelException if the architecture, or a key that would change the result,
   *     is not implemented
   * @throws CheckpointFormatException if the configuration is malformed
   * @throws IOException if the folder cannot be written; nothing is left behind then
   */
  public static HuggingFaceCheckpoint initialize(
      Path directory, String configJson, Path tokenizerDirectory, long seed) throws IOException {
    ModelConfig config = ModelConfig.parse(configJson, ModelConfig.FILE);
    new CheckpointSaver(tokenizerDirectory, config).saveRandomPolicy(directory, seed);
    return open(directory);
  }

  /**
   * Returns what computes, for manifests.
   *
   * @return the engine's name and version
   * @throws IllegalStateException if its native library is not on the class path
   */
  public static String engine() {
    return Backend.version();
  }

  /**
   * Returns the folder.
   *
   * @return as given to {@link #open}
   */
  public Path directory() {
    return directory;
  }

  /**
   * Returns the folder's tokenizer.
   *
   * @return the tokenizer
   * @throws CheckpointFormatException if the folder has no {@code tokenizer.json}
   */
  public Tokenizer tokenizer() {
    return requireTokenizer();
  }

  private HuggingFaceTokenizerAdapter requireTokenizer() {
    return tokenizer.orElseThrow(
        () ->
            new CheckpointFormatException(
                directory + " must hold " + HuggingFaceTokenizerAdapter.FILE + ", found none"));
  }

  /**
   * Returns one token as the folder's tokenizer writes it on its own, also a special one, which
   * {@link Tokenizer#decode} leaves out.
   *
   * @param tokenId an id of the vocabulary
   * @return such as {@code "<|im_end|>"}
   * @throws CheckpointFormatException if the folder has no {@code tokenizer.json}
   */
  public String tokenText(int tokenId) {
    return requireTokenizer().decodeWithSpecialTokens(new int[] {tokenId});
  }

  /**
   * Returns the folder's default chat template: {@code chat_template.jinja}, or else what {@code
   * chat_template} in {@code tokenizer_config.json} holds.
   *
   * @return the template; empty if the folder has none at all
   * @throws CheckpointFormatException if it is malformed, or the folder has templates but no
   *     default among them
   */
  public Optional<ChatTemplate> chatTemplate() {
    if (chatTemplates.byName().isEmpty()) {
      return Optional.empty();
    }
    if (!chatTemplates.byName().containsKey(ChatTemplateSources.DEFAULT)) {
      throw new CheckpointFormatException(
          "chat templates must have one named default, got %s (%s)"
              .formatted(chatTemplateNames(), directory));
    }
    return Optional.of(chatTemplate(ChatTemplateSources.DEFAULT));
  }

  /**
   * Returns one of the folder's chat templates: {@code additional_chat_templates/NAME.jinja}, or
   * the entry of that name where {@code chat_template} in {@code tokenizer_config.json} is a list.
   * The default one's name is {@code default}.
   *
   * @param name which
   * @return the template
   * @throws IllegalArgumentException if the folder has none of that name
   * @throws CheckpointFormatException if it is malformed
   */
  public ChatTemplate chatTemplate(String name) {
    ChatTemplateSources.Source source = chatTemplates.byName().get(name);
    if (source == null) {
      throw new IllegalArgumentException(
          "chat template must be one of %s, got %s (%s)"
              .formatted(chatTemplateNames(), name, directory));
    }
    return JinjaChatTemplate.compile(
        source.text(),
        source.origin(),
        chatTemplates.specialTokens(),
        Clock.system(ZoneId.systemDefault()));
  }

  private Set<String> chatTemplateNames() {
    return new TreeSet<>(chatTemplates.byName().keySet());
  }

  /**
   * Loads the causal language model with frozen weights.
   *
   * @param options where and how to compute
   * @return the policy; the caller closes it
   * @throws CheckpointFormatException if tensors are missing, left over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlPolicy loadPolicy(ModelOptions options) throws IOException {
    LanguageModel model = loader(options, frozen(options)).languageModel();
    return new DjlPolicy(model, generator(model, options));
  }

  /**
   * Loads the causal language model for training.
   *
   * @param options where and how to compute
   * @return the policy; the caller closes it
   * @throws CheckpointFormatException if tensors are missing, left over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlTrainablePolicy loadTrainablePolicy(ModelOptions options) throws IOException {
    LanguageModel model = loader(options, Keeping.TRAINABLE).languageModel();
    return new DjlTrainablePolicy(
        trainee(model, model.weights(), saver().of(model)), generator(model, options));
  }

  private BatchGenerator generator(LanguageModel model, ModelOptions options) {
    return new BatchGenerator(model, this::tokenizer, endTokens, options.generationTokens());
  }

  /**
   * Loads the value function with frozen weights.
   *
   * @param options where and how to compute
   * @return the value function; the caller closes it
   * @throws CheckpointFormatException if the folder has no value head, or tensors are missing, left
   *     over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlValueFunction loadValueFunction(ModelOptions options) throws IOException {
    return new DjlValueFunction(
        loader(options, frozen(options)).valueModel(), options.generationTokens());
  }

  /**
   * Loads the value function for training.
   *
   * @param options where and how to compute
   * @return the value function; the caller closes it
   * @throws CheckpointFormatException if the folder has no value head, or tensors are missing, left
   *     over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlTrainableValueFunction loadTrainableValueFunction(ModelOptions options)
      throws IOException {
    return trainable(loader(options, Keeping.TRAINABLE).valueModel());
  }

  /**
   * Makes a value function for training from the causal language model's decoder and a head of
   * zeros, so that V is 0 everywhere at first, as in the paper.
   *
   * @param options where and how to compute
   * @return the value function; the caller closes it
   * @throws CheckpointFormatException if tensors are missing, left over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlTrainableValueFunction newValueFunction(ModelOptions options) throws IOException {
    return trainable(loader(options, Keeping.TRAINABLE).newValueModel());
  }

  private DjlTrainableValueFunction trainable(ValueModel model) {
    return new DjlTrainableValueFunction(trainee(model, model.weights(), saver().of(model)));
  }

  /**
   * Loads the causal language model once, frozen, for several networks: adapters to train, and the
   * model itself as their reference.
   *
   * @param options where and how to compute
   * @return the base model; the caller closes it, after the networks on it
   * @throws CheckpointFormatException if tensors are missing, left over or of another shape
   * @throws IOException if a file cannot be read
   */
  public DjlBaseModel loadBase(ModelOptions options) throws IOException {
    Keeping keeping = options.mapped() ? Keeping.MAPPED : Keeping.SHARED;
    return new DjlBaseModel(
        loader(options, keeping).baseModel(),
        saver(),
        model -> generator(model, options),
        options.generationTokens());
  }

  /**
   * Returns the precision that loses nothing of what the files hold and costs no more.
   *
   * @return bf16 if every tensor is stored in it, else fp32
   */
  public Precision storedPrecision() {
    return index.tensors().values().stream().allMatch(t -> t.type() == StoredType.BF16)
        ? Precision.BF16
        : Precision.FP32;
  }

  /**
   * Returns a hash of the configuration and the weights, for manifests and caches. Reads every
   * byte.
   *
   * @return SHA-256, in hexadecimal digits
   * @throws IOException if a file cannot be read
   */
  public String fingerprint() throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    List<Path> files = new ArrayList<>(List.of(directory.resolve(ModelConfig.FILE)));
    files.addAll(index.files());
    for (Path file : files) {
      hasher.putBytes(MoreFiles.asByteSource(file).hash(Hashing.sha256()).asBytes());
    }
    return hasher.hash().toString();
  }

  /**
   * Returns the precision in which all weights are stored, and so can be {@linkplain
   * ModelOptions#mapped mapped}.
   *
   * @return empty if they are stored as something else, or as one thing and another
   */
  public Optional<Precision> mappablePrecision() {
    List<StoredType> types =
        index.tensors().values().stream().map(StoredTensor::type).distinct().toList();
    return switch (types.size() == 1 ? types.get(0) : StoredType.F16) {
      case F32 -> Optional.of(Precision.FP32);
      case BF16 -> Optional.of(Precision.BF16);
      default -> Optional.empty();
    };
  }

  private static Keeping frozen(ModelOptions options) {
    return options.mapped() ? Keeping.MAPPED : Keeping.FROZEN;
  }

  private ModelLoader loader(ModelOptions options, Keeping keeping) {
    Checks.argument(
        keeping != Keeping.TRAINABLE || !options.mapped(),
        "mapped must be false for weights that are trained, got true (%s)",
        directory);
    return new ModelLoader(index, config, options, keeping);
  }

  private <M> Trainee<M> trainee(M model, List<Weight> weights, NetworkSaver writer) {
    return new Trainee<>(model, new OptimizerSlot(weights), writer, saver());
  }

  private CheckpointSaver saver() {
    return new CheckpointSaver(directory, config);
  }
}
