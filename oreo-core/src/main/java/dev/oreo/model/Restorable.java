package dev.oreo.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * State that is written to a folder and read back bit for bit: what training changes, so that a run
 * can go on after its process has ended.
 */
public interface Restorable {

  /**
   * Writes the state. The folder appears complete or not at all.
   *
   * @param directory where; must not exist yet
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists
   * @throws IOException if it cannot be written
   */
  void save(Path directory) throws IOException;

  /**
   * Takes over the state of another of its kind: the same network with other weights, the optimiser
   * of such a network. Afterwards this is, to the last bit, what that was when it was saved.
   *
   * @param directory what {@link #save} wrote
   * @throws dev.oreo.OreoException if a file is damaged or belongs to something else; the message
   *     names file and tensor. Nothing has changed then
   * @throws IOException if a file cannot be read
   */
  void restore(Path directory) throws IOException;
}
