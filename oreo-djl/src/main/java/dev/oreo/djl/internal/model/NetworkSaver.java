package dev.oreo.djl.internal.model;

import dev.oreo.djl.Precision;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a network to disk. Folders appear complete or not at all. */
public interface NetworkSaver {

  /**
   * Writes what is the network's own: its adapters, or else all of it.
   *
   * @param directory must not exist yet
   * @throws IOException if it cannot be written
   */
  void save(Path directory) throws IOException;

  /**
   * Overwrites what is the network's own with what {@link #save} has written of one like it.
   *
   * @param directory holds exactly that
   * @throws dev.oreo.djl.CheckpointFormatException if a file is damaged, or tensors are missing,
   *     left over or of another shape; nothing is overwritten then
   * @throws IOException if a file cannot be read
   */
  void restore(Path directory) throws IOException;

  /**
   * Writes all of it, adapters added to the weights they are for.
   *
   * @param directory must not exist yet
   * @param stored how numbers are stored
   * @throws IOException if it cannot be written
   */
  void saveMerged(Path directory, Precision stored) throws IOException;
}
