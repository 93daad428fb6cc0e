package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import java.nio.file.Path;

/**
 * Makes tensors that a graph may save, of dtypes that the JVM side cannot name. Confined to one
 * thread.
 */
final class GraphTensors implements AutoCloseable {
  private final NDArray here;
  private final Program program;

  /**
   * Creates a maker.
   *
   * @param manager whose device the tensors are on
   */
  GraphTensors(NDManager manager) {
    this.here = Decoder.none(manager);
    this.program = Program.load(manager, "storage");
  }

  /** Returns zeros, owned by {@code into}. */
  NDArray zeros(NDManager into, long[] shape, long dtype) {
    program.execute("of_zeros", shape, dtype);
    return program.forwardWithGraph(into, here);
  }

  /** Returns a file's first elements [count], mapped into memory, owned by {@code into}. */
  NDArray file(NDManager into, Path file, long count, long dtype) {
    program.execute("of_file", file.toString(), count, dtype);
    return program.forwardWithGraph(into, here);
  }

  /** Returns elements of a one-dimensional tensor in a shape, not copied, owned by {@code into}. */
  NDArray part(NDManager into, NDArray whole, long[] shape, long start) {
    program.execute("of_part", shape, start);
    return program.forwardWithGraph(into, whole);
  }

  @Override
  public void close() {
    program.close();
    here.close();
  }
}
