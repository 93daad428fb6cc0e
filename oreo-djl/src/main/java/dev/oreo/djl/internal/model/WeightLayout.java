package dev.oreo.djl.internal.model;

import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.TensorNames;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a checkpoint's tensors make up each weight of the decoder program, in the program's
 * order: ten per layer, the final norm and, in some families, two per layer that norm the heads.
 */
final class WeightLayout {
  private WeightLayout() {}

  static List<List<WeightSpec>> decoder(ModelConfig config) {
    List<List<WeightSpec>> layout = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      layout.addAll(layer(config, layer));
    }
    layout.add(List.of(new WeightSpec(TensorNames.FINAL_NORM, new long[] {config.hiddenSize()})));
    for (int layer = 0; config.family().normsHeads() && layer < config.layers(); layer++) {
      layout.add(norm(layer, TensorNames.QUERY_NORM, config.headDim()));
      layout.add(norm(layer, TensorNames.KEY_NORM, config.headDim()));
    }
    return layout;
  }

  /** Returns the linear layers, in the order in which they lie in the weights. */
  static List<LinearModule> modules(ModelConfig config) {
    List<LinearModule> modules = new ArrayList<>();
    List<List<WeightSpec>> layout = decoder(config);
    for (int weight = 0; weight < layout.size(); weight++) {
      for (WeightSpec part : layout.get(weight)) {
        if (part.shape().length == 2) {
          modules.add(LinearModule.of(weight, part));
        }
      }
    }
    return modules;
  }

  private static List<List<WeightSpec>> layer(ModelConfig c, int layer) {
    long width = c.hiddenSize();
    long queries = (long) c.attentionHeads() * c.headDim();
    long keys = (long) c.keyValueHeads() * c.headDim();
    long mlp = c.intermediateSize();
    List<Rows> qkv =
        List.of(
            Rows.of(layer, TensorNames.QUERY, queries),
            Rows.of(layer, TensorNames.KEY, keys),
            Rows.of(layer, TensorNames.VALUE, keys));
    List<Rows> output = List.of(Rows.of(layer, TensorNames.OUTPUT, width));
    List<Rows> gateUp =
        List.of(Rows.of(layer, TensorNames.GATE, mlp), Rows.of(layer, TensorNames.UP, mlp));
    List<Rows> down = List.of(Rows.of(layer, TensorNames.DOWN, width));
    return List.of(
        norm(layer, TensorNames.INPUT_NORM, width),
        matrices(qkv, width),
        biases(qkv, c.biases().queryKeyValue()),
        matrices(output, queries),
        biases(output, c.biases().attentionOutput()),
        norm(layer, TensorNames.POST_ATTENTION_NORM, width),
        matrices(gateUp, width),
        biases(gateUp, c.biases().mlp()),
        matrices(down, mlp),
        biases(down, c.biases().mlp()));
  }

  private static List<WeightSpec> norm(int layer, String name, long width) {
    return List.of(new WeightSpec(TensorNames.inLayer(layer, name), new long[] {width}));
  }

  private static List<WeightSpec> matrices(List<Rows> modules, long columns) {
    return modules.stream()
        .map(m -> new WeightSpec(m.module() + ".weight", new long[] {m.rows(), columns}))
        .toList();
  }

  private static List<WeightSpec> biases(List<Rows> modules, boolean present) {
    return present
        ? modules.stream()
            .map(m -> new WeightSpec(m.module() + ".bias", new long[] {m.rows()}))
            .toList()
        : List.of();
  }

  private record Rows(String module, long rows) {
    static Rows of(int layer, String module, long rows) {
      return new Rows(TensorNames.inLayer(layer, module), rows);
    }
  }
}
