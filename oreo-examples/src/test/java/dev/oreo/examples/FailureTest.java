package dev.oreo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FailureTest {

  @Test
  void of_missingFile_isBadInputAndSaysSo() {
    assertThat(Failure.of(new NoSuchFileException("a/b.jsonl")))
        .isEqualTo(new Failure(2, "a/b.jsonl must exist, but does not"));
  }

  @Test
  void of_deniedFile_isBadInputAndSaysSo() {
    assertThat(Failure.of(new AccessDeniedException("a")))
        .isEqualTo(new Failure(2, "a must be accessible, but permission is denied"));
  }

  @Test
  void of_fileWithReason_givesTheReason() {
    assertThat(Failure.of(new FileSystemException("a/b", null, "Not a directory")))
        .isEqualTo(new Failure(2, "a/b cannot be used: Not a directory"));
  }

  @Test
  void of_badArgument_isBadInputInOneLine() {
    assertThat(Failure.of(new IllegalArgumentException("beta must be > 0,\n  got -1")))
        .isEqualTo(new Failure(2, "beta must be > 0, got -1"));
  }

  @Test
  void of_failureWhileWriting_isNotTheInputsFault() {
    assertThat(Failure.of(new IOException("No space left on device")))
        .isEqualTo(new Failure(1, "No space left on device (--verbose shows where)"));
  }

  @Test
  void of_wrappedFailure_isThatOfItsCause() {
    assertThat(Failure.of(new UncheckedIOException(new NoSuchFileException("a"))))
        .isEqualTo(new Failure(2, "a must exist, but does not"));
  }

  @Test
  void of_exceptionWithoutMessage_isNamed() {
    assertThat(Failure.of(new IllegalStateException()).message())
        .startsWith("IllegalStateException");
  }
}
