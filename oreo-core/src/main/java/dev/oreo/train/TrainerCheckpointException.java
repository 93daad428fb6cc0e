package dev.oreo.train;

import dev.oreo.OreoException;
import java.nio.file.Path;

/** A file of a checkpoint is not what it must be. The message begins with the file. */
public final class TrainerCheckpointException extends OreoException {
  private static final long serialVersionUID = 1L;

  TrainerCheckpointException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
