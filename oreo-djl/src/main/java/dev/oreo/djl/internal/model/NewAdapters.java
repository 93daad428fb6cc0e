package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.TensorNames;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Adapters that change nothing yet, as PEFT begins: A uniform in {@code +-1 / sqrt(inputs)}, which
 * is what Kaiming's rule with a slope of sqrt(5) comes to, and B zero. The head is zero. The same
 * on every platform.
 */
final class NewAdapters implements AdapterSource<RuntimeException> {
  private final ModelConfig model;
  private final AdapterPlan plan;
  private final long seed;

  NewAdapters(LoraConfig config, ModelConfig model, long seed) {
    this.model = model;
    AdapterPlan.requireAllUsed(config, model);
    this.plan = AdapterPlan.of(config, model);
    this.seed = seed;
  }

  @Override
  public Adapters adapters(NDManager scope, Keeping keeping) {
    Random random = new Random(seed);
    List<Optional<Adapter>> adapters = new ArrayList<>();
    for (Optional<PlannedAdapter> planned : plan.adapters()) {
      adapters.add(planned.map(p -> adapter(scope, p, random)));
    }
    return new Adapters(plan, adapters);
  }

  private static Adapter adapter(NDManager scope, PlannedAdapter planned, Random random) {
    long inputs = planned.module().inputs();
    double bound = 1 / Math.sqrt((double) inputs);
    float[] values = new float[Math.toIntExact(planned.rank() * inputs)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    WeightSpec down = planned.down();
    WeightSpec up = planned.up();
    return new Adapter(
        leaf(down, scope.create(values, new Shape(down.shape()))),
        leaf(up, scope.zeros(new Shape(up.shape()))),
        planned.scale());
  }

  private static Weight leaf(WeightSpec spec, NDArray array) {
    array.setRequiresGradient(true);
    return new Weight(List.of(spec), array, Optional.empty());
  }

  @Override
  public ValueHead head(NDManager scope, Keeping keeping) {
    return new ValueHead(
        zeros(scope, TensorNames.SCORE_WEIGHT, 1, model.hiddenSize()),
        zeros(scope, TensorNames.SCORE_BIAS, 1));
  }

  private static Weight zeros(NDManager scope, String name, long... shape) {
    return new Weight(
        List.of(new WeightSpec(name, shape)),
        scope.zeros(new Shape(shape)),
        Optional.of(scope.zeros(new Shape(shape))));
  }
}
