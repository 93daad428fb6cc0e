package dev.oreo.examples.command;

import com.google.common.io.Closer;
import dev.oreo.djl.DjlBaseModel;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Networks of one model: whole ones, or adapters that share it. Each is opened when it is asked for
 * and closed with the others.
 */
final class ModelNetworks implements AutoCloseable {
  private final HuggingFaceCheckpoint checkpoint;
  private final ModelOptions options;
  private final Optional<Path> adapter;
  private final boolean shared;
  private final Closer opened = Closer.create();
  private final Map<Path, DjlValueFunction> valueFunctions = new HashMap<>();
  private @Nullable DjlBaseModel base;

  /**
   * Opens nothing yet.
   *
   * @param checkpoint the model
   * @param options how networks are loaded
   * @param adapter on the policy
   * @param others folders of other networks that will be asked for; with adapters among them, the
   *     model is loaded once for all
   */
  ModelNetworks(
      HuggingFaceCheckpoint checkpoint,
      ModelOptions options,
      Optional<Path> adapter,
      Path... others) {
    this.checkpoint = checkpoint;
    this.options = options;
    this.adapter = adapter;
    this.shared = adapter.isPresent() || Arrays.stream(others).anyMatch(AdapterFolders::isAdapter);
  }

  HuggingFaceCheckpoint checkpoint() {
    return checkpoint;
  }

  /** Returns the model that adapters are on. */
  DjlBaseModel base() throws IOException {
    if (base == null) {
      base = checkpoint.loadBase(options);
      opened.register(base::close);
    }
    return base;
  }

  /** Returns the policy, with the adapters if there are some. */
  DjlPolicy policy() throws IOException {
    if (adapter.isPresent()) {
      return opened(base().loadAdapterPolicy(adapter.get()));
    }
    return opened(shared || base != null ? base().policy() : checkpoint.loadPolicy(options));
  }

  /** Returns another policy, of a folder of adapters on this model or of a whole one. */
  DjlPolicy policy(Path folder) throws IOException {
    return opened(
        AdapterFolders.isAdapter(folder)
            ? base().loadAdapterPolicy(folder)
            : HuggingFaceCheckpoint.open(folder).loadPolicy(options));
  }

  /**
   * Returns a value function, of a folder of adapters on this model or of a whole one; the same one
   * whenever it is asked for.
   */
  DjlValueFunction valueFunction(Path folder) throws IOException {
    DjlValueFunction known = valueFunctions.get(folder);
    if (known != null) {
      return known;
    }
    DjlValueFunction valueFunction =
        AdapterFolders.isAdapter(folder)
            ? base().loadAdapterValueFunction(folder)
            : HuggingFaceCheckpoint.open(folder).loadValueFunction(options);
    opened.register(valueFunction::close);
    valueFunctions.put(folder, valueFunction);
    return valueFunction;
  }

  private DjlPolicy opened(DjlPolicy policy) {
    opened.register(policy::close);
    return policy;
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
