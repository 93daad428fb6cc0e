package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Longs;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.checkpoint.Activation;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.ModelFamily;
import dev.oreo.djl.internal.checkpoint.SlidingWindow;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.djl.internal.program.ProgramPool;
import java.util.Arrays;
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
  private final ModelOptions options;
  private final Body body;
  private final SessionWeights sessionWeights;
  private final Optional<Adapters> adapters;
  private final Optional<AdapterDropout> dropout;
  private final double embeddingScale;
  private final RotaryTable rotary;
  private final ProgramPool instances;
  private final Program program;
  private final Program passProgram;
  private final Program lookup;

  /**
   * Takes over loaded weights.
   *
   * @param manager owns every tensor of the network
   * @param options how to compute
   * @param body the weights
   */
  Decoder(NDManager manager, ModelConfig config, ModelOptions options, Body body) {
    this(
        manager,
        config,
        options,
        body,
        new SessionWeights(manager, body.weights(), options),
        Optional.empty(),
        Optional.empty());
  }

  private Decoder(
      NDManager manager,
      ModelConfig config,
      ModelOptions options,
      Body body,
      SessionWeights sessionWeights,
      Optional<Adapters> adapters,
      Optional<AdapterDropout> dropout) {
    this.manager = manager;
    this.config = config;
    this.options = options;
    this.body = body;
    this.sessionWeights = sessionWeights;
    this.adapters = adapters;
    this.dropout = dropout;
    this.embeddingScale = embeddingScale(config, options.precision());
    this.rotary = new RotaryTable(manager, config);
    this.instances = new ProgramPool(manager, "decoder");
    this.program = instances.take();
    bind(program, sessionWeights.plain(), false);
    // What is dropped must not be dropped in a score taken between a pass and its backward pass.
    this.passProgram = dropout.isPresent() ? instances.take() : program;
    if (dropout.isPresent()) {
      bind(passProgram, sessionWeights.plain(), false);
    }
    this.lookup = Program.load(manager, "embedding");
  }

  /**
   * Returns a decoder with adapters on this one's weights, which must stay open as long.
   *
   * @param scope owns the adapters and whatever else the decoder makes
   * @param dropout in passes with a graph; none for frozen adapters
   */
  Decoder adapted(NDManager scope, Adapters added, Optional<AdapterDropout> dropout) {
    return new Decoder(scope, config, options, body, sessionWeights, Optional.of(added), dropout);
  }

  /** Returns the same for a value function, whose head reads hidden states as they are. */
  Decoder adaptedBody(NDManager scope, Adapters added, Optional<AdapterDropout> dropout) {
    return new Decoder(
        scope, config.ofBody(), options, body, sessionWeights, Optional.of(added), dropout);
  }

  /** Returns a decoder over the same weights, which must stay open as long. */
  Decoder view(NDManager scope) {
    return new Decoder(
        scope, config, options, body, sessionWeights, Optional.empty(), Optional.empty());
  }

  /** Returns the dtype, as libtorch numbers them, of the layers' arithmetic. */
  static long dtype(Precision precision) {
    return precision == Precision.BF16 ? BFLOAT16 : FLOAT32;
  }

  /**
   * Lends an instance of the decoder program over the weights as they are now, in the compute
   * precision. Passes with a graph are not for it.
   */
  Program lend() {
    Program instance = instances.take();
    try (NDManager scope = manager.newSubManager()) {
      bind(instance, sessionWeights.forSession(scope), true);
    }
    return instance;
  }

  /** Takes an instance back and drops what it holds. */
  void giveBack(Program instance) {
    instance.execute("release");
    instances.giveBack(instance);
  }

  private void bind(Program instance, List<NDArray> weights, boolean convert) {
    double[] scales = {config.normEpsilon(), config.scales().residual(), config.scales().output()};
    instance.execute("bind", weights, numbers(), scales, convert ? 1 : 0);
    if (adapters.isPresent() || !body.pieces().isEmpty()) {
      adapt(instance, convert);
    }
  }

  private long[] numbers() {
    long[] numbers = {
      config.layers(),
      config.attentionHeads(),
      config.keyValueHeads(),
      config.headDim(),
      dtype(options.precision()),
      number(config.activation()),
      config.family().normsAddOne() ? 1 : 0,
      config.slidingWindow().map(SlidingWindow::size).orElse(0),
      config.family().normsHeads() ? 1 : 0
    };
    long[] windowed = new long[config.layers()];
    config.slidingWindow().ifPresent(w -> Arrays.setAll(windowed, l -> w.layers().get(l) ? 1 : 0));
    return Longs.concat(numbers, windowed);
  }

  private static long number(Activation activation) {
    return switch (activation) {
      case SILU -> 0;
      case GELU_TANH -> 1;
      case GELU -> 2;
    };
  }

  /** Returns what embeddings are multiplied by, rounded as transformers rounds it. */
  private static double embeddingScale(ModelConfig config, Precision precision) {
    double scale = config.scales().embedding();
    return config.family() == ModelFamily.GEMMA && precision == Precision.BF16
        ? toBfloat16((float) scale)
        : scale;
  }

  /** Returns the nearest number whose float32 has 16 trailing zero bits, the even one of two. */
  private static float toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int half = 0x7fff + (bits >>> Short.SIZE & 1);
    return Float.intBitsToFloat(bits + half & 0xffff0000);
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
          : new Decoder(scope, config, options, body.copy(scope, tensors));
    }
  }

  /** Returns the size of a number of a dtype. */
  static int bytes(long dtype) {
    return dtype == BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  /** Returns the size of a number in the compute precision. */
  int bytesPerNumber() {
    return bytes(dtype(options.precision()));
  }

  ModelConfig config() {
    return config;
  }

  /** Returns what it can read. */
  RaggedBatch.Limits limits() {
    return new RaggedBatch.Limits(
        config.vocabularySize(), config.rope().constantUpTo().orElse(Integer.MAX_VALUE));
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

  /** Returns the embeddings [N, W] of token ids [N], as the first layer reads them. */
  NDArray embed(NDManager scope, NDArray ids) {
    return embeddingScale == 1
        ? lookup.run(scope, "forward", body.embedding().array(), ids)
        : lookup.run(scope, "scaled", body.embedding().array(), ids, embeddingScale);
  }

  /** Returns rows of a matrix: [indices, W]. */
  NDArray rows(NDManager scope, NDArray matrix, long[] indices) {
    return lookup.run(scope, "forward", matrix, scope.create(indices));
  }

  /** Returns final hidden states [M, W] at the batch's selected rows, float32, without a graph. */
  NDArray hidden(NDManager scope, RaggedBatch batch) {
    BatchLayers layers = new BatchLayers(this, program, scope, batch);
    return layers.run(embed(scope, layers.ids()), 0, config.layers());
  }

  /** Runs a batch so that it can be back-propagated. The pass lives in {@code scope}. */
  DecoderPass pass(NDManager scope, RaggedBatch batch) {
    dropout.ifPresent(d -> passProgram.execute("drop", d.share(), d.seedOf(batch)));
    BatchLayers layers = new BatchLayers(this, passProgram, scope, batch);
    NDArray embedded = embed(scope, layers.ids());
    return options.gradientCheckpointing()
        ? new CheckpointedPass(layers, embedded, config.layers())
        : new WholePass(layers, embedded, config.layers());
  }

  /** Returns whether the token table has a gradient. */
  boolean embeddingTrained() {
    return body.embedding().buffer().isPresent();
  }

  /** Adds the gradient by the embeddings of token ids, [N, W], to that of the table. */
  void embedBackward(NDManager scope, NDArray ids, NDArray gradient) {
    NDArray buffer = body.embedding().buffer().orElseThrow();
    lookup.run(scope, "backward", buffer, ids, gradient, embeddingScale).close();
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
