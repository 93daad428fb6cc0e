package dev.oreo.djl.internal.checkpoint;

import dev.oreo.djl.CheckpointFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the tensors of a checkpoint against those its configuration asks for.
 *
 * <p>Ignored: {@code rotary_emb.inv_freq}, which old files store although the config determines it,
 * and {@code lm_head.weight} where the embedding is the head.
 */
public final class WeightCheck {
  private static final String STORED_FREQUENCIES = "rotary_emb.inv_freq";

  /** Beyond this many the message only counts: a wrong config concerns every tensor. */
  private static final int MAX_LISTED = 100;

  private final SafetensorsIndex index;
  private final String expectedBy;
  private final List<String> problems = new ArrayList<>();

  private WeightCheck(SafetensorsIndex index) {
    this(index, ModelConfig.FILE);
  }

  private WeightCheck(SafetensorsIndex index, String expectedBy) {
    this.index = index;
    this.expectedBy = expectedBy;
  }

  /**
   * Names of a value head's tensors.
   *
   * @param weight [1, hidden]
   * @param bias [1], if the head has one
   */
  public record ValueHead(String weight, Optional<String> bias) {}

  /**
   * Checks that a checkpoint holds exactly a language model's weights.
   *
   * @param index its tensors
   * @param config its config
   * @throws CheckpointFormatException naming every missing, extra or misshapen tensor, with file
   *     and shapes
   */
  public static void causalLm(SafetensorsIndex index, ModelConfig config) {
    Set<String> ignored = config.tiedEmbeddings() ? Set.of(TensorNames.LM_HEAD) : Set.of();
    new WeightCheck(index).run(TensorNames.causalLm(config), ignored);
  }

  /**
   * Checks that a checkpoint holds exactly a value function's weights.
   *
   * @param index its tensors
   * @param config its config
   * @return where its head is
   * @throws CheckpointFormatException if it has no value head, or naming every missing, extra or
   *     misshapen tensor, with file and shapes
   */
  public static ValueHead valueFunction(SafetensorsIndex index, ModelConfig config) {
    if (index.find(TensorNames.VALUE_HEAD_WEIGHT).isPresent()) {
      new WeightCheck(index).run(TensorNames.authorsValueFunction(config), Set.of());
      return new ValueHead(TensorNames.VALUE_HEAD_WEIGHT, Optional.empty());
    }
    if (index.find(TensorNames.SCORE_WEIGHT).isEmpty()) {
      throw new CheckpointFormatException(
          "%s must hold a value head (%s and %s, or %s), found none%s"
              .formatted(
                  index.source(),
                  TensorNames.SCORE_WEIGHT,
                  TensorNames.SCORE_BIAS,
                  TensorNames.VALUE_HEAD_WEIGHT,
                  index.find(TensorNames.LM_HEAD).isPresent() || config.tiedEmbeddings()
                      ? ": it is a language model"
                      : ""));
    }
    new WeightCheck(index).run(TensorNames.tokenClassification(config), Set.of());
    return new ValueHead(TensorNames.SCORE_WEIGHT, Optional.of(TensorNames.SCORE_BIAS));
  }

  /**
   * Checks that a checkpoint holds exactly some weights.
   *
   * @param index its tensors
   * @param expected what it must hold
   * @throws CheckpointFormatException naming every missing, extra or misshapen tensor, with file
   *     and shapes
   */
  public static void exactly(SafetensorsIndex index, List<WeightSpec> expected) {
    new WeightCheck(index).run(expected, Set.of());
  }

  /**
   * Checks that an adapter's file holds exactly the weights that its configuration asks for.
   *
   * @param index its tensors
   * @param expected its weights
   * @throws CheckpointFormatException naming every missing, extra or misshapen tensor, with file
   *     and shapes
   */
  public static void adapter(SafetensorsIndex index, List<WeightSpec> expected) {
    new WeightCheck(index, AdapterConfig.FILE).run(expected, Set.of());
  }

  private void run(List<WeightSpec> expected, Set<String> ignored) {
    Set<String> names = new HashSet<>(ignored);
    for (WeightSpec spec : expected) {
      names.add(spec.name());
      compare(spec);
    }
    for (StoredTensor tensor : index.tensors().values()) {
      if (!names.contains(tensor.name()) && !tensor.name().endsWith(STORED_FREQUENCIES)) {
        add(tensor.name(), "none", "shape " + shape(tensor));
      }
    }
    if (!problems.isEmpty()) {
      throw new CheckpointFormatException(message());
    }
  }

  private void compare(WeightSpec spec) {
    Optional<StoredTensor> found = index.find(spec.name());
    String shape = "shape " + Arrays.toString(spec.shape());
    if (found.isEmpty()) {
      add(spec.name(), shape, "none (" + index.source().getFileName() + ")");
    } else if (!Arrays.equals(spec.shape(), found.get().shape())) {
      add(spec.name(), shape, shape(found.get()));
    } else if (!found.get().type().isWeight()) {
      add(
          spec.name(),
          "type F32, F16 or BF16",
          found.get().type() + " (" + found.get().file().getFileName() + ")");
    }
  }

  private static String shape(StoredTensor tensor) {
    return Arrays.toString(tensor.shape()) + " (" + tensor.file().getFileName() + ")";
  }

  private void add(String name, String expected, String found) {
    problems.add("weight " + name + ": expected " + expected + ", found " + found);
  }

  private String message() {
    if (problems.size() == 1) {
      return problems.get(0);
    }
    StringBuilder message = new StringBuilder();
    message.append(
        "%s: %d weights differ from %s:".formatted(index.source(), problems.size(), expectedBy));
    problems.stream().limit(MAX_LISTED).forEach(line -> message.append("\n  ").append(line));
    if (problems.size() > MAX_LISTED) {
      message.append("\n  and %d more".formatted(problems.size() - MAX_LISTED));
    }
    return message.toString();
  }
}
