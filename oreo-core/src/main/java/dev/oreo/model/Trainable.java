package dev.oreo.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the two networks that are trained have in common: parameters, an optimiser, a place on disk.
 */
public interface Trainable extends Restorable {

  /**
   * Returns an optimiser over all trainable parameters, with fresh state.
   *
   * @param config its hyper-parameters
   * @return the optimiser; the caller closes it
   * @throws IllegalStateException if another optimiser of this network is open
   */
  Optimizer newOptimizer(AdamWConfig config);

  /**
   * Returns the number of trainable scalars.
   *
   * @return more than 0
   */
  long parameterCount();

  /**
   * Writes the network in its HuggingFace form. The folder appears complete or not at all.
   *
   * @param directory where; must not exist yet
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists
   * @throws IOException if it cannot be written
   */
  @Override
  void save(Path directory) throws IOException;
}
