package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.internal.checkpoint.AdapterKind;
import dev.oreo.internal.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A frozen language model that several networks share: views of it, and networks with adapters on
 * it.
 *
 * <p>Every network has a manager of its own below this one's, and is closed before it. Thread-safe.
 */
public final class BaseModel implements AutoCloseable {
  private final Decoder decoder;
  private final Weight headWeight;
  private final long mappedBytes;
  private final long copiedBytes;
  private final List<NDManager> networks = new ArrayList<>();
  private boolean open = true;

  /** Takes over a decoder and its head's weight, which is the embedding's where they are tied. */
  BaseModel(Decoder decoder, Weight headWeight, long mappedBytes, long copiedBytes) {
    this.decoder = decoder;
    this.headWeight = headWeight;
    this.mappedBytes = mappedBytes;
    this.copiedBytes = copiedBytes;
  }

  /**
   * Returns how many bytes of weights are the files' own pages.
   *
   * @return 0 unless weights are mapped
   */
  public long mappedBytes() {
    return mappedBytes;
  }

  /**
   * Returns how many bytes of weights are in memory of their own.
   *
   * @return at least 0
   */
  public long copiedBytes() {
    return copiedBytes;
  }

  /**
   * Returns new adapters, which change nothing yet; a value function's head is zero.
   *
   * @param config the adapters
   * @param seed of their weights
   * @return what networks are made of
   * @throws dev.oreo.djl.UnsupportedModelException if a target is not implemented
   * @throws IllegalArgumentException if the configuration does not fit the model
   */
  public AdapterSource<RuntimeException> newAdapters(LoraConfig config, long seed) {
    return new NewAdapters(config, decoder.config(), seed);
  }

  /**
   * Opens an adapter folder.
   *
   * @param folder as PEFT writes it
   * @param kind what it has to be for
   * @return what networks are made of
   * @throws dev.oreo.djl.UnsupportedModelException if it asks for what is not implemented
   * @throws dev.oreo.djl.CheckpointFormatException if a file is missing or damaged, or not of this
   *     kind, or not for this model
   * @throws IOException if a file cannot be read
   */
  public AdapterSource<IOException> openAdapters(Path folder, AdapterKind kind) throws IOException {
    return AdapterFolder.open(folder, kind, decoder.config());
  }

  /**
   * Returns the language model as it is.
   *
   * @return the model; the caller closes it
   */
  public LanguageModel languageModel() {
    return this.<LanguageModel, RuntimeException>network(
        scope -> new LanguageModel(decoder.view(scope), headWeight));
  }

  /**
   * Returns the language model with frozen adapters.
   *
   * @param source of the adapters
   * @param <X> what is thrown if they cannot be had
   * @return the model; the caller closes it
   * @throws X if they cannot be had
   */
  public <X extends Exception> LanguageModel languageModel(AdapterSource<X> source) throws X {
    return this.<LanguageModel, X>network(
        scope -> {
          Adapters adapters = source.adapters(scope, Keeping.FROZEN);
          return new LanguageModel(decoder.adapted(scope, adapters, Optional.empty()), headWeight);
        });
  }

  /**
   * Returns the language model with adapters to train.
   *
   * @param source of the adapters
   * @param seed of dropout
   * @param saver for a model of this origin
   * @param <X> what is thrown if they cannot be had
   * @return the model; the caller closes it
   * @throws X if they cannot be had
   */
  public <X extends Exception> Trainee<LanguageModel> policy(
      AdapterSource<X> source, long seed, CheckpointSaver saver) throws X {
    return this.<Trainee<LanguageModel>, X>network(
        scope -> {
          Adapters adapters = source.adapters(scope, Keeping.TRAINABLE);
          OptimizerSlot optimizer = new OptimizerSlot(adapters.weights());
          Decoder adapted = decoder.adapted(scope, adapters, dropout(adapters, seed, optimizer));
          LanguageModel model = new LanguageModel(adapted, headWeight);
          return new Trainee<>(model, optimizer, saver.of(model), saver);
        });
  }

  /**
   * Returns a value model with frozen adapters and head.
   *
   * @param source of both
   * @param <X> what is thrown if they cannot be had
   * @return the model; the caller closes it
   * @throws X if they cannot be had
   */
  public <X extends Exception> ValueModel valueModel(AdapterSource<X> source) throws X {
    return this.<ValueModel, X>network(
        scope -> {
          Adapters adapters = source.adapters(scope, Keeping.FROZEN);
          Decoder adapted = decoder.adaptedBody(scope, adapters, Optional.empty());
          return new ValueModel(adapted, source.head(scope, Keeping.FROZEN));
        });
  }

  /**
   * Returns a value model with adapters and head to train.
   *
   * @param source of both
   * @param seed of dropout
   * @param saver for a model of this origin
   * @param <X> what is thrown if they cannot be had
   * @return the model; the caller closes it
   * @throws X if they cannot be had
   */
  public <X extends Exception> Trainee<ValueModel> valueFunction(
      AdapterSource<X> source, long seed, CheckpointSaver saver) throws X {
    return this.<Trainee<ValueModel>, X>network(
        scope -> {
          Adapters adapters = source.adapters(scope, Keeping.TRAINABLE);
          ValueHead head = source.head(scope, Keeping.TRAINABLE);
          List<Weight> own = new ArrayList<>(adapters.weights());
          own.addAll(head.weights());
          OptimizerSlot optimizer = new OptimizerSlot(own);
          Decoder adapted =
              decoder.adaptedBody(scope, adapters, dropout(adapters, seed, optimizer));
          ValueModel model = new ValueModel(adapted, head);
          return new Trainee<>(model, optimizer, saver.of(model), saver);
        });
  }

  private static Optional<AdapterDropout> dropout(
      Adapters adapters, long seed, OptimizerSlot optimizer) {
    double share = adapters.plan().config().dropout();
    return share > 0
        ? Optional.of(new AdapterDropout(share, seed, optimizer::updates))
        : Optional.empty();
  }

  private interface NetworkMaker<T, X extends Exception> {
    T make(NDManager scope) throws X;
  }

  private synchronized <T, X extends Exception> T network(NetworkMaker<T, X> maker) throws X {
    Checks.state(open, "base model must be open to make a network on it, got a closed one");
    networks.removeIf(network -> !network.isOpen());
    NDManager scope = decoder.manager().newSubManager();
    boolean made = false;
    try {
      T network = maker.make(scope);
      networks.add(scope);
      made = true;
      return network;
    } finally {
      if (!made) {
        scope.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!open) {
      return;
    }
    networks.removeIf(network -> !network.isOpen());
    Checks.state(
        networks.isEmpty(),
        "base model must be closed after the networks on it, got %d still open",
        networks.size());
    open = false;
    decoder.close();
  }
}
