package dev.oreo.djl.internal.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An instance of one of oreo's TorchScript programs, with attributes of its own.
 *
 * <p>Programs are shape-independent and run without libtorch's graph optimiser, which would
 * respecialise on every new length. An instance is confined to one thread at a time.
 *
 * <p>Memory: owned by the manager it was loaded with; closing frees the tensors its attributes
 * hold.
 */
public final class Program implements AutoCloseable {
  private static final Map<String, byte[]> ARCHIVES = new ConcurrentHashMap<>();
  private static final ThreadLocal<Boolean> PREPARED = new ThreadLocal<>();

  private final String name;
  private final PtSymbolBlock block;

  private Program(String name, PtSymbolBlock block) {
    this.name = name;
    this.block = block;
  }

  /**
   * Loads a new instance.
   *
   * @param manager whose device the instance is loaded to
   * @param name of the resource {@code name.torchscript}
   * @return the instance; the caller closes it
   */
  public static Program load(NDManager manager, String name) {
    return load(manager, name, name.equals(Packing.PROGRAM) || Packing.available());
  }

  static Program load(NDManager manager, String name, boolean packs) {
    byte[] archive =
        ARCHIVES.computeIfAbsent(
            name + (packs ? " with packing" : ""), key -> ProgramArchive.read(name, packs));
    try {
      return new Program(
          name,
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("program " + name, e);
    }
  }

  /**
   * Runs a method without autograd.
   *
   * @param into the manager that owns the result
   * @param method the method's name
   * @param arguments tensors, longs, doubles, strings, {@code List<NDArray>}, {@code long[]} or
   *     {@code double[]}
   * @return the result, a tensor
   */
  public NDArray run(NDManager into, String method, Object... arguments) {
    try (IValue result = invoke(method, arguments)) {
      return result.toTensor((PtNDManager) into);
    }
  }

  /**
   * Runs a method without autograd, for its effect.
   *
   * @param method the method's name; it returns an int
   * @param arguments as for {@link #run}
   */
  public void execute(String method, Object... arguments) {
    invoke(method, arguments).close();
  }

  /**
   * Runs a method without autograd.
   *
   * @param into the manager that owns the results
   * @param method the method's name
   * @param arguments as for {@link #run}
   * @return the result, a list of tensors
   */
  public List<NDArray> runList(NDManager into, String method, Object... arguments) {
    try (IValue result = invoke(method, arguments)) {
      return List.of(result.toTensorArray((PtNDManager) into));
    }
  }

  private IValue invoke(String method, Object... arguments) {
    prepareThread();
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, method, values);
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  private IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    } else if (argument instanceof Long number) {
      return IValue.from(number);
    } else if (argument instanceof Integer number) {
      return IValue.from((long) number);
    } else if (argument instanceof Double number) {
      return IValue.from(number);
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    } else if (argument instanceof double[] numbers) {
      return IValue.listFrom(numbers);
    } else if (argument instanceof List<?> arrays) {
      return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
    throw new IllegalArgumentException(
        "argument of " + name + " must be a tensor, number, text or list, got " + argument);
  }

  /**
   * Runs {@code forward} with autograd on this thread: the result has a graph if an input or an
   * attribute requires a gradient.
   *
   * @param into the manager that owns the result
   * @param arguments tensors only
   * @return the result, a tensor
   */
  public NDArray forwardWithGraph(NDManager into, NDArray... arguments) {
    prepareThread();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      // The result goes to the manager of the first argument.
      NDArray result = IValueUtils.forward(block, new NDList(arguments), true).singletonOrThrow();
      result.attach(into);
      return result;
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * Off on every thread that runs a program: warm-up and respecialisation cost seconds and gain
   * nothing.
   */
  private static void prepareThread() {
    if (PREPARED.get() == null) {
      JniUtils.setGraphExecutorOptimize(false);
      PREPARED.set(true);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
