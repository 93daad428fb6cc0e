package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.CheckpointFormatException;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.AdapterConfig;
import dev.oreo.djl.internal.checkpoint.AdapterKind;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.SafetensorsIndex;
import dev.oreo.djl.internal.checkpoint.TensorNames;
import dev.oreo.djl.internal.checkpoint.WeightCheck;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adapters as PEFT writes them, held against the network that they are for. */
final class AdapterFolder implements AdapterSource<IOException> {
  /** The file of the tensors. */
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final long FLOAT32 = Decoder.dtype(Precision.FP32);

  private final ModelConfig model;
  private final AdapterPlan plan;
  private final SafetensorsIndex index;

  private AdapterFolder(ModelConfig model, AdapterPlan plan, SafetensorsIndex index) {
    this.model = model;
    this.plan = plan;
    this.index = index;
  }

  /**
   * Opens a folder.
   *
   * @throws CheckpointFormatException if a file is missing or damaged, or not of this kind, or not
   *     for this model
   */
  static AdapterFolder open(Path folder, AdapterKind kind, ModelConfig model) throws IOException {
    AdapterPlan plan = plan(folder, AdapterConfig.read(folder, kind), model);
    SafetensorsIndex index = index(folder);
    List<WeightSpec> expected = new ArrayList<>(plan.specs());
    if (kind == AdapterKind.VALUE_FUNCTION) {
      expected.add(prefixed(headWeight(model)));
      expected.add(prefixed(headBias()));
    }
    WeightCheck.adapter(index, expected);
    return new AdapterFolder(model, plan, index);
  }

  /**
   * Opens a folder's tensors.
   *
   * @throws CheckpointFormatException if their file is missing or damaged
   */
  static SafetensorsIndex index(Path folder) throws IOException {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file)) {
      throw new CheckpointFormatException("%s must hold %s, found none".formatted(folder, WEIGHTS));
    }
    return SafetensorsIndex.openFile(file);
  }

  private static AdapterPlan plan(Path folder, LoraConfig config, ModelConfig model) {
    try {
      return AdapterPlan.of(config, model);
    } catch (IllegalArgumentException e) {
      throw new CheckpointFormatException(
          folder.resolve(AdapterConfig.FILE) + ": " + e.getMessage(), e);
    }
  }

  /** Returns the head's weight under its name in a whole checkpoint. */
  static WeightSpec headWeight(ModelConfig model) {
    return new WeightSpec(TensorNames.SCORE_WEIGHT, new long[] {1, model.hiddenSize()});
  }

  /** Returns the head's bias under its name in a whole checkpoint. */
  static WeightSpec headBias() {
    return new WeightSpec(TensorNames.SCORE_BIAS, new long[] {1});
  }

  /** Returns a weight of a whole checkpoint under its name in an adapter's file. */
  static WeightSpec prefixed(WeightSpec spec) {
    return new WeightSpec(TensorNames.ADAPTER_PREFIX + spec.name(), spec.shape());
  }

  @Override
  public Adapters adapters(NDManager scope, Keeping keeping) throws IOException {
    try (WeightStore store = new WeightStore(scope, keeping)) {
      List<Optional<Adapter>> adapters = new ArrayList<>();
      for (Optional<PlannedAdapter> planned : plan.adapters()) {
        adapters.add(
            planned.isPresent() ? Optional.of(load(store, planned.get())) : Optional.empty());
      }
      return new Adapters(plan, adapters);
    }
  }

  private Adapter load(WeightStore store, PlannedAdapter planned) throws IOException {
    return new Adapter(
        store.load(index, List.of(planned.down()), FLOAT32),
        store.load(index, List.of(planned.up()), FLOAT32),
        planned.scale());
  }

  @Override
  public ValueHead head(NDManager scope, Keeping keeping) throws IOException {
    try (WeightStore store = new WeightStore(scope, keeping)) {
      WeightSpec weight = headWeight(model);
      WeightSpec bias = headBias();
      return new ValueHead(
          store.loadBuffered(index, prefixed(weight)).as(weight),
          store.loadBuffered(index, prefixed(bias)).as(bias));
    }
  }
}
