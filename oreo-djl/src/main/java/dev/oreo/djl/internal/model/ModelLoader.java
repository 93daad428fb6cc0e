package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.TensorNames;
import dev.oreo.djl.internal.checkpoint.WeightCheck;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes networks from checkpoints, after their tensors have been held against the configuration.
 *
 * <p>How weights are kept is told by {@link Keeping}.
 */
public final class ModelLoader {
  private static final WeightSpec SCORE_BIAS =
      new WeightSpec(TensorNames.SCORE_BIAS, new long[] {1});

  private final SafetensorsIndex index;
  private final ModelConfig config;
  private final ModelOptions options;
  private final Keeping keeping;

  /**
   * Creates a loader.
   *
   * @param index where the tensors are
   * @param config what they make up
   * @param options where and how to compute
   * @param keeping what the weights are for
   */
  public ModelLoader(
      SafetensorsIndex index, ModelConfig config, ModelOptions options, Keeping keeping) {
    this.index = index;
    this.config = config;
    this.options = options;
    this.keeping = keeping;
  }

  /**
   * Returns the causal language model.
   *
   * @return the model; the caller closes it
   * @throws dev.oreo.djl.CheckpointFormatException if tensors are missing, left over or of another
   *     shape
   * @throws IOException if a file cannot be read
   */
  public LanguageModel languageModel() throws IOException {
    WeightCheck.causalLm(index, config);
    return load(
        config, (store, decoder) -> new LanguageModel(decoder, headWeight(store, decoder.body())));
  }

  private Weight headWeight(WeightStore store, Body body) throws IOException {
    return config.tiedEmbeddings()
        ? body.embedding()
        : store.loadTable(index, vocabularyByWidth(TensorNames.LM_HEAD), dtype());
  }

  /**
   * Returns the causal language model as one that several networks share.
   *
   * @return the model; the caller closes it
   * @throws dev.oreo.djl.CheckpointFormatException if tensors are missing, left over or of another
   *     shape
   * @throws IOException if a file cannot be read
   */
  public BaseModel baseModel() throws IOException {
    WeightCheck.causalLm(index, config);
    return load(
        config,
        (store, decoder) -> {
          Weight head = headWeight(store, decoder.body());
          return new BaseModel(decoder, head, store.mappedBytes(), store.copiedBytes());
        });
  }

  /**
   * Returns the value function with the head that the checkpoint holds. The authors' head has no
   * bias; it gets one of 0.
   *
   * @return the model; the caller closes it
   * @throws dev.oreo.djl.CheckpointFormatException if there is no value head, or tensors are
   *     missing, left over or of another shape
   * @throws IOException if a file cannot be read
   */
  public ValueModel valueModel() throws IOException {
    WeightCheck.ValueHead head = WeightCheck.valueFunction(index, config);
    return load(
        config.ofBody(),
        (store, decoder) ->
            new ValueModel(
                decoder,
                new ValueHead(
                    store
                        .loadBuffered(index, oneByWidth(head.weight()))
                        .as(oneByWidth(TensorNames.SCORE_WEIGHT)),
                    head.bias().isPresent()
                        ? store.loadBuffered(index, SCORE_BIAS)
                        : store.zerosBuffered(SCORE_BIAS))));
  }

  /**
   * Returns a value function on the language model's decoder, with a head of zeros: V is 0
   * everywhere.
   *
   * @return the model; the caller closes it
   * @throws dev.oreo.djl.CheckpointFormatException if tensors are missing, left over or of another
   *     shape
   * @throws IOException if a file cannot be read
   */
  public ValueModel newValueModel() throws IOException {
    WeightCheck.causalLm(index, config);
    return load(
        config.ofBody(),
        (store, decoder) ->
            new ValueModel(
                decoder,
                new ValueHead(
                    store.zerosBuffered(oneByWidth(TensorNames.SCORE_WEIGHT)),
                    store.zerosBuffered(SCORE_BIAS))));
  }

  private interface HeadLoader<T> {
    T load(WeightStore store, Decoder decoder) throws IOException;
  }

  private <T> T load(ModelConfig read, HeadLoader<T> head) throws IOException {
    NDManager manager = Backend.newManager(options);
    try (WeightStore store = new WeightStore(manager, keeping)) {
      return head.load(store, new Decoder(manager, read, options, body(store)));
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private Body body(WeightStore store) throws IOException {
    WeightSpec table = vocabularyByWidth(TensorNames.EMBEDDING);
    Weight embedding = store.loadTable(index, table, dtype());
    List<Weight> weights = new ArrayList<>();
    List<Weight> pieces = new ArrayList<>();
    for (List<WeightSpec> parts : WeightLayout.decoder(config)) {
      boolean apart = store.keepsApart(parts);
      weights.add(store.load(index, apart ? List.of() : parts, dtype()));
      for (WeightSpec part : parts) {
        if (part.shape().length > 1) {
          pieces.add(store.load(index, apart ? List.of(part) : List.of(), dtype()));
        }
      }
    }
    boolean none = pieces.stream().allMatch(piece -> piece.parts().isEmpty());
    return new Body(embedding, weights, none ? List.of() : pieces);
  }

  /** The layers' dtype in memory. */
  private long dtype() {
    return Decoder.dtype(keeping == Keeping.TRAINABLE ? Precision.FP32 : options.precision());
  }

  private WeightSpec vocabularyByWidth(String name) {
    return new WeightSpec(name, new long[] {config.vocabularySize(), config.hiddenSize()});
  }

  private WeightSpec oneByWidth(String name) {
    return new WeightSpec(name, new long[] {1, config.hiddenSize()});
  }
}
