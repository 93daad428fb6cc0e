package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.djl.internal.program.ProgramPool;
import java.util.List;
import java.util.Optional;

/**
 * A decoder body on the engine: token ids in, final hidden states out, with or without a graph.
 *
 * <p>Thread-safety: {@link #hidden} may run on any number of threads; passes with a graph and
 * changes of the weights belong to one thread at a time.
 */
final class Decoder implements AutoCloseable {
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;

  private final NDManager manager;
  private final ModelConfig config;
  private final Precision precision;
  private final Body body;
  private final Optional<Adapters> adapters;
  private final Optional<AdapterDropout> dropout;
  private final RotaryTable rotary;
  private final ProgramPool instances;
  private final Program program;
  private final Program passProgram;
  private final Program lookup;

  /**
   * Takes over loaded weights.
   *
   * @param manager owns every tensor of the network
   * @param body the weights
   */
  Decoder(NDManager manager, ModelConfig config, Precision precision, Body body) {
    this(manager, config, precision, body, Optional.empty(), Optional.empty());
  }

  private Decoder(
      NDManager manager,
      ModelConfig config,
      Precision precision,
      Body body,
      Optional<Adapters> adapters,
      Optional<AdapterDropout> dropout) {
    this.manager = manager;
    this.config = config;
    this.precision = precision;
    this.body = body;
    this.adapters = adapters;
    this.dropout = dropout;
    this.rotary = new RotaryTable(manager, config);
    this.instances = new ProgramPool(manager, "decoder");
    this.program = instances.take();
    bind(program, false);
    // What is dropped must not be dropped in a score taken between a pass and its backward pass.
    this.passProgram = dropout.isPresent() ? instances.take() : program;
    bind(passProgram, false);
    this.lookup = Program.load(manager, "embedding");
  }

  /**
   * Returns a decoder with adapters on this one's weights, which must stay open as long.
   *
   * @param scope owns the adapters and whatever else the decoder makes
   * @param dropout in passes with a graph; none for frozen adapters
   */
  Decoder adapted(NDManager scope, Adapters added, Optional<AdapterDropout> dropout) {
    return new Decoder(scope, config, precision, body, Optional.of(added), dropout);
  }

  /** Returns a decoder over the same weights, which must stay open as long. */
  Decoder view(NDManager scope) {
    return new Decoder(scope, config, precision, body);
  }

  /** Returns the dtype, as libtorch numbers them, of the layers' arithmetic. */
  static long dtype(Precision precision) {
    return precision == Precision.BF16 ? BFLOAT16 : FLOAT32;
  }

  /**
   * Lends an instance of the decoder program over the weights as they are now, converted to the
   * compute precision where they are not in it.
   */
  Program lend() {
    Program instance = instances.take();
    bind(instance, true);
    return instance;
  }

  /** Takes an instance back and drops what it holds. */
  void giveBack(Program instance) {
    instance.execute("release");
    instances.giveBack(instance);
  }

  private void bind(Program instance, boolean convert) {
    long[] numbers = {
      config.layers(),
      config.attentionHeads(),
      config.keyValueHeads(),
      config.headDim(),
      dtype(precision)
    };
    List<NDArray> arrays = body.weights().stream().map(Weight::array).toList();
    instance.execute("bind", arrays, numbers, config.normEpsilon(), convert ? 1 : 0);
    if (adapters.isPresent() || !body.pieces().isEmpty()) {
      adapt(instance, convert);
    }
  }

  private void adapt(Program instance, boolean convert) {
    List<LinearModule> modules = WeightLayout.modules(config);
    long[] firsts = new long[body.weights().size()];
    for (int m = modules.size() - 1; m >= 0; m--) {
      firsts[modules.get(m).weight()] = m;
    }
    try (NDArray none = none(manager)) {
      instance.execute(
          "adapt",
          firsts,
          body.pieces().stream().map(Weight::array).toList(),
          adapters.map(a -> a.downs(none)).orElse(List.of()),
          adapters.map(a -> a.ups(none)).orElse(List.of()),
          adapters.map(Adapters::scales).orElse(new double[0]),
          convert ? 1 : 0);
    }
  }

  /**
   * Returns a decoder with frozen copies of the weights that are this network's own.
   *
   * @param scope owns the copies
   */
  Decoder copy(NDManager scope) {
    try (Program tensors = Program.load(scope, "tensors")) {
      return adapters.isPresent()
          ? adapted(scope, adapters.get().copy(scope, tensors), Optional.empty())
          : new Decoder(scope, config, precision, body.copy(scope, tensors));
    }
  }

  /** Returns the size of a number of a dtype. */
  static int bytes(long dtype) {
    return dtype == BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  /** Returns the size of a number in the compute precision. */
  int bytesPerNumber() {
    return bytes(dtype(precision));
  }

  ModelConfig config() {
    return config;
  }

  NDManager manager() {
    return manager;
  }

  Weight embedding() {
    return body.embedding();
  }

  Body body() {
    return body;
  }

  Optional<Adapters> adapters() {
    return adapters;
  }

  /** Returns the weights that are this network's own: its adapters', or else all of the body. */
  List<Weight> ownWeights() {
    return adapters.map(Adapters::weights).orElseGet(body::all);
  }

  RotaryTable rotary() {
    return rotary;
  }

  /** Returns the embeddings [N, W] of token ids [N]. */
  NDArray embed(NDManager scope, NDArray ids) {
    return lookup.run(scope, "forward", body.embedding().array(), ids);
  }

  /** Returns rows of a matrix: [indices, W]. */
  NDArray rows(NDManager scope, NDArray matrix, long[] indices) {
    return lookup.run(scope, "forward", matrix, scope.create(indices));
  }

  /** Returns final hidden states [M, W] at the batch's selected rows, float32, without a graph. */
  NDArray hidden(NDManager scope, RaggedBatch batch) {
    List<NDArray> tables = rotary.upTo(batch.longest());
    return program.run(
        scope,
        "forward",
        embed(scope, scope.create(batch.ids())),
        scope.create(batch.positions()),
        scope.create(batch.offsets()),
        scope.create(batch.select()),
        tables.get(0),
        tables.get(1));
  }

  /** Runs a batch with a graph. The pass lives in {@code scope}. */
  Pass pass(NDManager scope, RaggedBatch batch) {
    List<NDArray> tables = rotary.upTo(batch.longest());
    NDArray ids = scope.create(batch.ids());
    NDArray embedded;
    try (NDArray rows = embed(scope, ids)) {
      embedded = rows.duplicate(); // what comes out of inference mode cannot take part in a graph
    }
    embedded.setRequiresGradient(body.embedding().buffer().isPresent());
    dropout.ifPresent(d -> passProgram.execute("drop", d.share(), d.seedOf(batch)));
    NDArray hidden =
        passProgram.forwardWithGraph(
            scope,
            embedded,
            scope.create(batch.positions()),
            scope.create(batch.offsets()),
            scope.create(batch.select()),
            tables.get(0),
            tables.get(1));
    return new Pass(ids, embedded, hidden);
  }

  /** A forward pass whose graph is alive. */
  final class Pass {
    private final NDArray ids;
    private final NDArray embedded;
    private final NDArray hidden;

    private Pass(NDArray ids, NDArray embedded, NDArray hidden) {
      this.ids = ids;
      this.embedded = embedded;
      this.hidden = hidden;
    }

    /** Returns final hidden states [M, W] at the batch's selected rows, float32. */
    NDArray hidden() {
      return hidden;
    }

    /**
     * Adds to the gradients of all weights that have one those of {@code sum(gradient * hidden)},
     * and frees the graph.
     *
     * @param scope for intermediate tensors
     * @param gradient [M, W]
     */
    void backward(NDManager scope, NDArray gradient) {
      try (NDArray usable = gradient.duplicate()) {
        JniUtils.backward((PtNDArray) hidden, (PtNDArray) usable, false, false);
      }
      if (body.embedding().buffer().isPresent()) {
        try (NDArray rows = JniUtils.getGradient((PtNDArray) embedded)) {
          lookup.run(scope, "backward", body.embedding().buffer().get(), ids, rows).close();
        }
      }
    }
  }

  /** Returns an empty tensor, which programs read as "none". */
  static NDArray none(NDManager scope) {
    return scope.create(new Shape(0));
  }

  @Override
  public void close() {
    instances.close();
    program.close();
    if (dropout.isPresent()) {
      passProgram.close();
    }
    lookup.close();
    manager.close();
  }
}
