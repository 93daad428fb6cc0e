package dev.oreo.djl.internal.program;

import ai.djl.ndarray.NDManager;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Instances of a program that are lent to one user at a time: loading one takes longer than a short
 * generation.
 *
 * <p>Thread-safe. Closing frees the instances that are not lent; those that come back later are
 * freed then.
 */
public final class ProgramPool implements AutoCloseable {
  private final NDManager manager;
  private final String name;
  private final Queue<Program> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean open = true;

  /**
   * Creates an empty pool.
   *
   * @param manager whose device instances are loaded to
   * @param name of the program
   */
  public ProgramPool(NDManager manager, String name) {
    this.manager = manager;
    this.name = name;
  }

  /**
   * Lends an instance, loading one if none is idle.
   *
   * @return the instance, with whatever attributes its last user left
   */
  public Program take() {
    Program program = idle.poll();
    return program == null ? Program.load(manager, name) : program;
  }

  /**
   * Takes an instance back.
   *
   * @param program one that was lent
   */
  public void giveBack(Program program) {
    if (open) {
      idle.add(program);
    } else {
      program.close();
    }
  }

  @Override
  public void close() {
    open = false;
    for (Program program = idle.poll(); program != null; program = idle.poll()) {
      program.close();
    }
  }
}
