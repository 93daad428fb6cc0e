package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;

/**
 * Where adapters, and the head of a value function, come from.
 *
 * @param <X> what is thrown if they cannot be had
 */
public interface AdapterSource<X extends Exception> {

  /** Returns the adapters, owned by {@code scope}. */
  Adapters adapters(NDManager scope, Keeping keeping) throws X;

  /** Returns the head of a value function, owned by {@code scope}. */
  ValueHead head(NDManager scope, Keeping keeping) throws X;
}
