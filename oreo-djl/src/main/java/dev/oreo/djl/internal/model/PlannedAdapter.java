package dev.oreo.djl.internal.model;

import dev.oreo.djl.internal.checkpoint.TensorNames;
import dev.oreo.djl.internal.checkpoint.WeightSpec;

/**
 * An adapter that a module is to have.
 *
 * @param module the module
 * @param rank r
 * @param scale what its product is multiplied by
 */
record PlannedAdapter(LinearModule module, int rank, double scale) {

  /** Returns A under PEFT's name. */
  WeightSpec down() {
    return new WeightSpec(name(TensorNames.ADAPTER_DOWN), new long[] {rank, module.inputs()});
  }

  /** Returns B under PEFT's name. */
  WeightSpec up() {
    return new WeightSpec(name(TensorNames.ADAPTER_UP), new long[] {module.outputs(), rank});
  }

  private String name(String part) {
    return TensorNames.ADAPTER_PREFIX + module.name() + part;
  }
}
