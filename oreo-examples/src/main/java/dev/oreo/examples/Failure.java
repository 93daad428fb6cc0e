package dev.oreo.examples;

import dev.oreo.OreoException;
import dev.oreo.train.TrainingDivergedException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/**
 * What to tell the user about an exception.
 *
 * @param exitCode 2 if the input is to blame, else 1
 * @param message one line
 */
record Failure(int exitCode, String message) {
  private static final int BAD_INPUT = 2;
  private static final int OTHER = 1;

  /** Judges an exception. */
  static Failure of(Exception e) {
    if (e instanceof UncheckedIOException wrapped) {
      return of(Objects.requireNonNull(wrapped.getCause()));
    }
    if (e instanceof FileSystemException file) {
      return new Failure(BAD_INPUT, oneLine(describe(file)));
    }
    if (e instanceof TrainingDivergedException) {
      return new Failure(OTHER, messageOf(e));
    }
    if (e instanceof IllegalArgumentException
        || e instanceof OreoException
        || e instanceof FileNotFoundException) {
      return new Failure(BAD_INPUT, messageOf(e));
    }
    return new Failure(OTHER, messageOf(e) + " (--verbose shows where)");
  }

  /** Returns an exception's message in one line, its type if it has none. */
  static String messageOf(Exception e) {
    return oneLine(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String describe(FileSystemException e) {
    String path = Objects.requireNonNullElse(e.getFile(), "a file");
    if (e instanceof NoSuchFileException) {
      return path + " must exist, but does not";
    }
    if (e instanceof FileAlreadyExistsException) {
      return path + " must not exist yet, but does";
    }
    if (e instanceof AccessDeniedException) {
      return path + " must be accessible, but permission is denied";
    }
    if (e instanceof NotDirectoryException) {
      return path + " must be a folder, but is not";
    }
    String reason = Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
    return path + " cannot be used: " + reason;
  }
}
