package dev.oreo.djl.internal.model;

/** What a network's weights are for, and so how they are kept. */
public enum Keeping {
  /** To be changed: float32, with gradients. */
  TRAINABLE,
  /** To be read: layers in the compute precision, tables of the vocabulary in float32. */
  FROZEN,
  /**
   * To be read by several networks, in graphs too: as frozen, but tables that the files hold in the
   * compute precision stay in it.
   */
  SHARED,
  /** The files' own pages, which must hold the compute precision. */
  MAPPED
}
