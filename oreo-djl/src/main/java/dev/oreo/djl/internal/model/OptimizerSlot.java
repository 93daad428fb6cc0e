package dev.oreo.djl.internal.model;

import dev.oreo.internal.Checks;
import dev.oreo.model.AdamWConfig;
import dev.oreo.model.Optimizer;
import java.util.List;
import java.util.Optional;

/** The one optimiser a network may have open. */
public final class OptimizerSlot {
  private final List<Weight> weights;
  private Optional<FusedAdamW> open = Optional.empty();

  /**
   * Creates an empty slot.
   *
   * @param weights what an optimiser changes, each once
   */
  public OptimizerSlot(List<Weight> weights) {
    this.weights = List.copyOf(weights);
  }

  /**
   * Opens an optimiser with fresh state.
   *
   * @param config hyper-parameters
   * @return the optimiser
   * @throws IllegalStateException if one is open
   */
  public Optimizer open(AdamWConfig config) {
    Checks.state(
        open.isEmpty(), "an optimiser of this network is open: close it before opening another");
    open = Optional.of(new FusedAdamW(weights, config, () -> open = Optional.empty()));
    return open.get();
  }

  /**
   * Returns how many updates the open optimiser has made.
   *
   * @return 0 if none is open
   */
  public long updates() {
    return open.map(FusedAdamW::updates).orElse(0L);
  }

  /**
   * Returns the number of trainable scalars.
   *
   * @return more than 0
   */
  public long parameterCount() {
    return weights.stream().mapToLong(Weight::size).sum();
  }
}
