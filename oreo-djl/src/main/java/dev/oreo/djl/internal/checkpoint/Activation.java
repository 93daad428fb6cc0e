package dev.oreo.djl.internal.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the MLP applies to its gate. */
public enum Activation {
  /** x times the logistic function of x. */
  SILU("silu"),
  /** x times the normal distribution's function, approximated by a hyperbolic tangent. */
  GELU_TANH("gelu_pytorch_tanh"),
  /** x times the normal distribution's function. */
  GELU("gelu");

  private final String hiddenAct;

  Activation(String hiddenAct) {
    this.hiddenAct = hiddenAct;
  }

  static Optional<Activation> of(String hiddenAct) {
    return Arrays.stream(values()).filter(a -> a.hiddenAct.equals(hiddenAct)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(a -> a.hiddenAct).toList();
  }
}
