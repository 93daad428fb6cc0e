package dev.oreo.djl;

import dev.oreo.djl.internal.checkpoint.AdapterKind;
import dev.oreo.djl.internal.generate.BatchGenerator;
import dev.oreo.djl.internal.model.BaseModel;
import dev.oreo.djl.internal.model.CheckpointSaver;
import dev.oreo.djl.internal.model.LanguageModel;
import dev.oreo.djl.internal.model.Trainee;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A frozen causal language model whose weights are in memory once, for several networks: adapters
 * to train as policy and as value function, and the model without adapters as their reference.
 *
 * <pre>{@code
 * try (DjlBaseModel base = checkpoint.loadBase(ModelOptions.cpu(Precision.BF16));
 *     DjlTrainablePolicy policy = base.newAdapterPolicy(LoraConfig.DEFAULT, seed);
 *     DjlTrainableValueFunction value = base.newAdapterValueFunction(LoraConfig.DEFAULT, seed);
 *     DjlPolicy reference = base.policy()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Layers are kept in the compute precision; embedding and head too where the checkpoint stores
 * them in it, else in float32. All arithmetic is that of networks which own their weights.
 *
 * <p>Memory: each network owns its adapters alone and is closed by whoever asked for it, before
 * this model; closing this one frees the weights. Thread-safe; the networks are as their classes
 * say, and independent of each other but for one rule of the engine: one back-propagation at a
 * time.
 */
public final class DjlBaseModel implements AutoCloseable {
  private final BaseModel model;
  private final CheckpointSaver saver;
  private final Function<LanguageModel, BatchGenerator> generators;
  private final OptionalInt generationTokens;

  DjlBaseModel(
      BaseModel model,
      CheckpointSaver saver,
      Function<LanguageModel, BatchGenerator> generators,
      OptionalInt generationTokens) {
    this.model = model;
    this.saver = saver;
    this.generators = generators;
    this.generationTokens = generationTokens;
  }

  /**
   * Returns the model without adapters, as a reference or on its own.
   *
   * @return the policy; the caller closes it, which frees no weights
   * @throws IllegalStateException if this model is closed
   */
  public DjlPolicy policy() {
    return frozen(model.languageModel());
  }

  /**
   * Returns a policy with new adapters. It is equal to the model as yet: A is random, B is zero.
   *
   * @param config the adapters
   * @param seed of their weights and of dropout
   * @return the policy; the caller closes it
   * @throws UnsupportedModelException if a target is not implemented
   * @throws IllegalArgumentException if the configuration does not fit the model
   * @throws IllegalStateException if this model is closed
   */
  public DjlTrainablePolicy newAdapterPolicy(LoraConfig config, long seed) {
    return trainable(model.policy(model.newAdapters(config, seed), seed, saver));
  }

  /**
   * Returns a value function with new adapters and a head of zeros: V is 0 everywhere as yet. The
   * head is trained along.
   *
   * @param config the adapters
   * @param seed of their weights and of dropout
   * @return the value function; the caller closes it
   * @throws UnsupportedModelException if a target is not implemented
   * @throws IllegalArgumentException if the configuration does not fit the model
   * @throws IllegalStateException if this model is closed
   */
  public DjlTrainableValueFunction newAdapterValueFunction(LoraConfig config, long seed) {
    return new DjlTrainableValueFunction(
        model.valueFunction(model.newAdapters(config, seed), seed, saver));
  }

  /**
   * Returns a policy with the adapters of a folder, frozen.
   *
   * @param folder as PEFT writes it: {@code adapter_config.json}, {@code adapter_model.safetensors}
   * @return the policy; the caller closes it
   * @throws UnsupportedModelException if the folder asks for what is not implemented
   * @throws CheckpointFormatException if a file is missing or damaged, or the adapters are no
   *     language model's or not for this model
   * @throws IOException if a file cannot be read
   * @throws IllegalStateException if this model is closed
   */
  public DjlPolicy loadAdapterPolicy(Path folder) throws IOException {
    return frozen(model.languageModel(model.openAdapters(folder, AdapterKind.POLICY)));
  }

  /**
   * Returns a policy with the adapters of a folder, to be trained further.
   *
   * @param folder as of {@link #loadAdapterPolicy}
   * @param seed of dropout
   * @return the policy; the caller closes it
   * @throws UnsupportedModelException if the folder asks for what is not implemented
   * @throws CheckpointFormatException as {@link #loadAdapterPolicy}
   * @throws IOException if a file cannot be read
   * @throws IllegalStateException if this model is closed
   */
  public DjlTrainablePolicy loadTrainableAdapterPolicy(Path folder, long seed) throws IOException {
    return trainable(model.policy(model.openAdapters(folder, AdapterKind.POLICY), seed, saver));
  }

  /**
   * Returns a value function with the adapters and the head of a folder, frozen.
   *
   * @param folder as of {@link #loadAdapterPolicy}, for token classification with one label
   * @return the value function; the caller closes it
   * @throws UnsupportedModelException if the folder asks for what is not implemented
   * @throws CheckpointFormatException if a file is missing or damaged, or the adapters are no value
   *     function's or not for this model
   * @throws IOException if a file cannot be read
   * @throws IllegalStateException if this model is closed
   */
  public DjlValueFunction loadAdapterValueFunction(Path folder) throws IOException {
    return new DjlValueFunction(
        model.valueModel(model.openAdapters(folder, AdapterKind.VALUE_FUNCTION)), generationTokens);
  }

  /**
   * Returns a value function with the adapters and the head of a folder, to be trained further.
   *
   * @param folder as of {@link #loadAdapterValueFunction}
   * @param seed of dropout
   * @return the value function; the caller closes it
   * @throws UnsupportedModelException if the folder asks for what is not implemented
   * @throws CheckpointFormatException as {@link #loadAdapterValueFunction}
   * @throws IOException if a file cannot be read
   * @throws IllegalStateException if this model is closed
   */
  public DjlTrainableValueFunction loadTrainableAdapterValueFunction(Path folder, long seed)
      throws IOException {
    return new DjlTrainableValueFunction(
        model.valueFunction(model.openAdapters(folder, AdapterKind.VALUE_FUNCTION), seed, saver));
  }

  private DjlPolicy frozen(LanguageModel network) {
    return new DjlPolicy(network, generators.apply(network));
  }

  private DjlTrainablePolicy trainable(Trainee<LanguageModel> trainee) {
    return new DjlTrainablePolicy(trainee, generators.apply(trainee.model()));
  }

  /**
   * Returns how many bytes of weights are pages of the checkpoint's files, which the system can
   * drop and read again; see {@link ModelOptions#mapped}.
   *
   * @return 0 unless weights are mapped
   */
  public long mappedBytes() {
    return model.mappedBytes();
  }

  /**
   * Returns how many bytes of weights are in memory of their own. Where weights are mapped, these
   * are the biases, and tensors that lie in their file where no tensor can lie in memory: not at a
   * multiple of their numbers' size.
   *
   * @return at least 0
   */
  public long copiedBytes() {
    return model.copiedBytes();
  }

  /**
   * Frees the weights. Closing again does nothing.
   *
   * @throws IllegalStateException if a network on this model is open; nothing is freed then
   */
  @Override
  public void close() {
    model.close();
  }
}
