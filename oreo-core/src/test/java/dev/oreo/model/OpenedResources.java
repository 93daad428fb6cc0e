package dev.oreo.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has opened; closes it in reverse order where it can be closed. */
final class OpenedResources {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @CanIgnoreReturnValue
  <T> T add(T resource) {
    if (resource instanceof AutoCloseable closeable) {
      opened.push(closeable);
    }
    return resource;
  }

  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
