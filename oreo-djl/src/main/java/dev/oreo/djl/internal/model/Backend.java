package dev.oreo.djl.internal.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.oreo.djl.ModelOptions;

/** The engine, and the manager under which a network's tensors live. */
public final class Backend {
  private static final String ENGINE = "PyTorch";

  private Backend() {}

  /**
   * Returns a new manager for a network's tensors.
   *
   * @param options where the network is computed
   * @return the manager; the caller closes it
   * @throws IllegalStateException if libtorch is not on the class path
   */
  public static NDManager newManager(ModelOptions options) {
    engine();
    Device device = options.gpu().isPresent() ? Device.gpu(options.gpu().getAsInt()) : Device.cpu();
    return NDManager.newBaseManager(device, ENGINE);
  }

  /**
   * Returns the engine's version for manifests.
   *
   * @return such as {@code "PyTorch 2.7.1"}
   */
  public static String version() {
    return ENGINE + " " + engine().getVersion();
  }

  @SuppressWarnings(
      "CatchingUnchecked") // the engine fails in many ways where its library is missing
  private static Engine engine() {
    try {
      return Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "libtorch could not be loaded for "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " ("
              + rootMessage(e)
              + "): add ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier of your platform (linux-x86_64,"
              + " linux-aarch64, osx-aarch64 or win-x86_64), or ai.djl.pytorch:pytorch-native-cu128:2.7.1 for CUDA, to"
              + " the run-time class path",
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
