package dev.oreo.examples.command;

import com.google.common.io.Closer;
import dev.oreo.djl.DjlPolicy;
import dev.oreo.djl.DjlTrainablePolicy;
import dev.oreo.djl.DjlTrainableValueFunction;
import dev.oreo.djl.HuggingFaceCheckpoint;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The networks of a training run: all weights of the model, or adapters on it. Each is opened when
 * it is asked for and closed with the others.
 */
final class TrainingNetworks implements AutoCloseable {
  private final Plan plan;
  private final Closer opened = Closer.create();
  private final ModelNetworks frozen;

  /**
   * What is to be opened.
   *
   * @param checkpoint the model
   * @param model the model's options
   * @param others the networks beside the policy
   * @param lora adapters to make
   * @param seed of adapters and their dropout
   */
  record Plan(
      HuggingFaceCheckpoint checkpoint,
      AdaptedModelMixin model,
      NetworkOptions others,
      LoraOptions lora,
      long seed) {

    TrainingNetworks open() {
      return new TrainingNetworks(this);
    }

    /** Returns a hash of the reference. */
    String referenceFingerprint() throws IOException {
      return others.reference().isPresent()
          ? AdapterFolders.fingerprint(others.reference().get())
          : model.fingerprint(checkpoint);
    }

    /** Returns hashes of the networks that training begins with, by role. */
    Map<String, String> fingerprints(boolean withReference) throws IOException {
      Map<String, String> fingerprints = new LinkedHashMap<>();
      fingerprints.put("policy", model.fingerprint(checkpoint));
      if (withReference) {
        fingerprints.put("reference", referenceFingerprint());
      }
      if (others.value().isPresent()) {
        fingerprints.put("value", AdapterFolders.fingerprint(others.value().get()));
      }
      return fingerprints;
    }
  }

  private TrainingNetworks(Plan plan) {
    this.plan = plan;
    Path[] folders =
        Stream.of(plan.others().reference(), plan.others().value())
            .flatMap(Optional::stream)
            .toArray(Path[]::new);
    this.frozen = plan.model().networks(plan.checkpoint(), plan.model().options(), folders);
    opened.register(frozen::close);
  }

  /** Returns the policy to train. */
  DjlTrainablePolicy policy() throws IOException {
    DjlTrainablePolicy policy = newPolicy();
    opened.register(policy::close);
    return policy;
  }

  private DjlTrainablePolicy newPolicy() throws IOException {
    Optional<Path> adapter = plan.model().adapter();
    if (adapter.isPresent()) {
      return frozen.base().loadTrainableAdapterPolicy(adapter.get(), plan.seed());
    }
    Optional<LoraConfig> lora = plan.lora().policy();
    return lora.isPresent()
        ? frozen.base().newAdapterPolicy(lora.get(), plan.seed())
        : plan.checkpoint().loadTrainablePolicy(plan.model().options());
  }

  /** Returns the value function to train. */
  DjlTrainableValueFunction valueFunction() throws IOException {
    DjlTrainableValueFunction valueFunction = newValueFunction();
    opened.register(valueFunction::close);
    return valueFunction;
  }

  private DjlTrainableValueFunction newValueFunction() throws IOException {
    long seed = plan.seed() + 1; // not the policy's masks
    Optional<Path> value = plan.others().value();
    if (value.isPresent()) {
      return AdapterFolders.isAdapter(value.get())
          ? frozen.base().loadTrainableAdapterValueFunction(value.get(), seed)
          : HuggingFaceCheckpoint.open(value.get()).loadTrainableValueFunction(copied());
    }
    Optional<LoraConfig> lora = plan.lora().valueFunction();
    return lora.isPresent()
        ? frozen.base().newAdapterValueFunction(lora.get(), seed)
        : plan.checkpoint().newValueFunction(copied());
  }

  /** A whole network that is trained cannot be mapped, whatever the others are. */
  private ModelOptions copied() {
    ModelOptions options = plan.model().options();
    return ModelOptions.cpu(options.precision())
        .withGradientCheckpointing(options.gradientCheckpointing());
  }

  /** Returns the reference: the one given, or the policy as it is before training. */
  DjlPolicy reference() throws IOException {
    Optional<Path> reference = plan.others().reference();
    return reference.isPresent() ? frozen.policy(reference.get()) : frozen.policy();
  }

  /** Returns the policy as it is before training. */
  DjlPolicy initialPolicy() throws IOException {
    return frozen.policy();
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
