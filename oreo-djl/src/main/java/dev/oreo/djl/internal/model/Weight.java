package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.djl.internal.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * One tensor of a network, and the checkpoint's tensors that lie in it one after the other along
 * the first dimension: query, key and value projections are one product here and three tensors
 * there.
 *
 * @param parts the checkpoint's tensors, in order; empty for a bias that the architecture lacks
 * @param array the data; of size 0 where there are no parts
 * @param buffer where the gradient is gathered, for tensors outside of autograd
 */
public record Weight(List<WeightSpec> parts, NDArray array, Optional<NDArray> buffer) {

  /**
   * Returns the gradient gathered so far.
   *
   * @param scope owns the handle made for it, if one is made
   * @return as large as the data
   */
  public NDArray gradient(NDManager scope) {
    if (buffer.isPresent()) {
      return buffer.get();
    }
    NDArray gradient = JniUtils.getGradient((PtNDArray) array);
    gradient.attach(scope);
    return gradient;
  }

  /** Returns a frozen copy, owned by {@code scope}. */
  Weight copy(NDManager scope, Program tensors) {
    return new Weight(parts, tensors.run(scope, "copy", array), Optional.empty());
  }

  /** Returns the same weight under the name it is saved by. */
  Weight as(WeightSpec part) {
    return new Weight(List.of(part), array, buffer);
  }

  /** Returns the number of scalars. */
  long size() {
    return array.size();
  }
}
