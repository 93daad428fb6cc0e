package dev.oreo.djl.internal.program;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Weights in the order in which the processor's matrix units read them. Measured with bfloat16 on
 * two cores, a decoding step's products take 0.65 to 0.75 of the time then, for 1 to 300 rows.
 *
 * <p>Thread-safe.
 */
public final class Packing {
  static final String PROGRAM = "packing";

  private static final int ROWS = 3;
  private static final int INPUTS = 64;
  private static final int OUTPUTS = 48;

  private Packing() {}

  /** Asked once a process, and only where a program is loaded. */
  private static final class Probe {
    static final boolean AVAILABLE = probe();
  }

  /**
   * Returns whether libtorch has such weights here, and the processor multiplies by them.
   *
   * @return the same at each call
   */
  public static boolean available() {
    return Probe.AVAILABLE;
  }

  /**
   * Packs the matrices among weights.
   *
   * @param into the manager that owns the result
   * @param weights on the CPU
   * @param dtype of all results, as libtorch numbers them
   * @return one for each, in order; what is no matrix in its own order
   */
  public static List<NDArray> pack(NDManager into, List<NDArray> weights, long dtype) {
    try (Program program = Program.load(into, PROGRAM)) {
      return program.runList(into, "pack", weights, dtype);
    }
  }

  /**
   * libtorch is built without oneDNN for some platforms, and oneDNN without bfloat16 for others.
   */
  private static boolean probe() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Program program = Program.load(manager, PROGRAM)) {
      NDArray x = manager.ones(new Shape(ROWS, INPUTS));
      NDArray weight = manager.ones(new Shape(OUTPUTS, INPUTS));
      NDArray product = program.run(manager, "product", x, weight);
      return product.eq(INPUTS).all().getBoolean();
    } catch (EngineException e) {
      return false;
    }
  }
}
