package dev.oreo.djl.internal.model;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.internal.program.Program;
import dev.oreo.djl.internal.program.ProgramPool;
import dev.oreo.internal.Checks;
import dev.oreo.model.ForwardPass;
import dev.oreo.objective.Score;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A decoder with a language-model head: scores trajectories, with or without a graph.
 *
 * <p>Thread-safety: scoring may run on any number of threads; {@link #forward} and its pass belong
 * to one. Closing frees everything.
 */
public final class LanguageModel implements AutoCloseable {
  private final Decoder decoder;
  private final LanguageModelHead head;
  private final ProgramPool samplers;

  /** Takes over a decoder and its head's weight, which is the embedding's where they are tied. */
  LanguageModel(Decoder decoder, Weight headWeight) {
    this.decoder = decoder;
    this.head = new LanguageModelHead(decoder.manager(), headWeight);
    this.samplers = new ProgramPool(decoder.manager(), "sampler");
  }

  Decoder decoder() {
    return decoder;
  }

  Weight headWeight() {
    return head.weight();
  }

  /** Returns the programs that draw tokens, for sessions. */
  ProgramPool samplers() {
    return samplers;
  }

  /**
   * Checks a prompt to generate from.
   *
   * @param prompt token ids
   * @param newTokens how many may follow
   * @param index of the prompt, for the message
   * @throws IllegalArgumentException if it fills the context, an id is not in the vocabulary, or
   *     what follows could be rotated otherwise than what is cached
   */
  public void checkPrompt(int[] prompt, int newTokens, int index) {
    int context = decoder.config().maxPositions();
    Checks.argument(
        prompt.length < context,
        "prompt must be shorter than the model's context of %d tokens, got %d (prompt %d)",
        context,
        prompt.length,
        index);
    RaggedBatch.checkIds(prompt, decoder.config().vocabularySize(), "prompt " + index);
    decoder.rotary().checkCached((long) prompt.length + newTokens - 1); // the last one is not read
  }

  /**
   * Returns how many tokens a key-value cache may hold.
   *
   * @param asked as of {@link dev.oreo.djl.ModelOptions}
   * @return at least 1
   */
  public int cacheTokens(OptionalInt asked) {
    return KeyValueCache.tokens(decoder, asked);
  }

  /**
   * Returns the weights that are this model's own, each once: its adapters', or else all.
   *
   * @return in the order of the forward pass
   */
  public List<Weight> weights() {
    return decoder.adapters().isPresent() ? decoder.ownWeights() : wholeWeights();
  }

  /** Returns all weights but the adapters', each once. */
  List<Weight> wholeWeights() {
    List<Weight> all = new ArrayList<>(decoder.body().all());
    if (!decoder.config().tiedEmbeddings()) {
      all.add(head.weight());
    }
    return all;
  }

  /** Returns a frozen model with copies of its own weights, which lives in this one's manager. */
  LanguageModel copy() {
    NDManager scope = decoder.manager().newSubManager();
    Decoder body = decoder.copy(scope);
    if (decoder.config().tiedEmbeddings()) {
      return new LanguageModel(body, body.embedding());
    }
    if (decoder.adapters().isPresent()) {
      return new LanguageModel(body, head.weight());
    }
    try (Program tensors = Program.load(scope, "tensors")) {
      return new LanguageModel(body, head.weight().copy(scope, tensors));
    }
  }

  /**
   * Scores trajectories without a graph.
   *
   * @param trajectories in any number
   * @param names which of the model's own scores to give, under which name: a policy gives {@link
   *     Score#LOG_PROB}, the same model as a reference {@link Score#REFERENCE_LOG_PROB}
   * @return one per trajectory, in order
   */
  public List<TrajectoryScores> score(List<Trajectory> trajectories, Map<Score, Score> names) {
    List<TrajectoryScores> scores = new ArrayList<>();
    for (List<Trajectory> part : TokenBudget.split(trajectories, Trajectory::tokenIds)) {
      try (NDManager scope = decoder.manager().newSubManager()) {
        RaggedBatch batch = RaggedBatch.ofActions(part, decoder.limits());
        LanguageModelHead.Inputs inputs =
            new LanguageModelHead.Inputs(
                decoder.hidden(scope, batch), scope.create(batch.targets()), Optional.empty());
        for (TrajectoryScores own : head.scores(scope, inputs, part, names.keySet())) {
          Map<Score, double[]> named = new EnumMap<>(Score.class);
          names.forEach((score, name) -> named.put(name, own.get(score)));
          scores.add(new TrajectoryScores(own.trajectory(), named));
        }
      }
    }
    return scores;
  }

  /**
   * Runs a micro-batch with a graph.
   *
   * @param microBatch at least one trajectory
   * @param scores what to compute; of both models where a reference is given
   * @param reference a model of the same vocabulary
   * @return the pass
   */
  public ForwardPass forward(
      List<Trajectory> microBatch, Set<Score> scores, Optional<LanguageModel> reference) {
    Checks.argument(!microBatch.isEmpty(), "microBatch must not be empty");
    reference.ifPresent(this::checkVocabulary);
    NDManager scope = decoder.manager().newSubManager();
    try {
      RaggedBatch.Limits own = decoder.limits();
      RaggedBatch batch =
          RaggedBatch.ofActions(
              microBatch, reference.map(r -> own.and(r.decoder.limits())).orElse(own));
      Optional<LanguageModelHead.Reference> other = reference.map(r -> r.asReference(scope, batch));
      DecoderPass pass = decoder.pass(scope, batch);
      LanguageModelHead.Inputs inputs =
          new LanguageModelHead.Inputs(pass.hidden(), scope.create(batch.targets()), other);
      List<Trajectory> trajectories = List.copyOf(microBatch);
      return new HeadedPass(
          scope,
          pass,
          head.scores(scope, inputs, trajectories, scores),
          gradients -> head.backward(scope, inputs, trajectories, gradients));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private LanguageModelHead.Reference asReference(NDManager scope, RaggedBatch batch) {
    return new LanguageModelHead.Reference(decoder.hidden(scope, batch), head.weight().array());
  }

  private void checkVocabulary(LanguageModel reference) {
    int own = decoder.config().vocabularySize();
    int other = reference.decoder.config().vocabularySize();
    Checks.argument(
        own == other,
        "reference must have the policy's vocabulary size, got %d and %d",
        other,
        own);
  }

  @Override
  public void close() {
    samplers.close();
    head.close();
    decoder.close();
  }
}
