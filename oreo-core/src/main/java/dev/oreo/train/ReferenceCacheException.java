package dev.oreo.train;

import dev.oreo.OreoException;
import java.nio.file.Path;

/**
 * A file of a {@link ReferenceLogProbCache} is not what it must be, or the reference gave what
 * cannot be cached. The message begins with the file.
 */
public final class ReferenceCacheException extends OreoException {
  private static final long serialVersionUID = 1L;

  ReferenceCacheException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
