package dev.oreo.djl.internal.model;

import dev.oreo.djl.LoraConfig;
import dev.oreo.djl.LoraTargets;
import dev.oreo.djl.UnsupportedModelException;
import dev.oreo.djl.internal.checkpoint.ModelConfig;
import dev.oreo.djl.internal.checkpoint.WeightSpec;
import dev.oreo.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which modules of a decoder a configuration gives adapters, and of which rank.
 *
 * @param config the configuration
 * @param modules all modules of the decoder
 * @param adapters by module
 */
record AdapterPlan(
    LoraConfig config, List<LinearModule> modules, List<Optional<PlannedAdapter>> adapters) {

  /** Modules that PEFT can adapt and oreo does not: tables of the vocabulary. */
  private static final List<String> TABLES = List.of("lm_head", "model.embed_tokens");

  /**
   * Makes a plan.
   *
   * @throws UnsupportedModelException if a target is no linear layer of the decoder's layers
   * @throws IllegalArgumentException if no module is a target
   */
  static AdapterPlan of(LoraConfig config, ModelConfig model) {
    List<LinearModule> modules = WeightLayout.modules(model);
    refuseTables(config);
    List<Optional<PlannedAdapter>> adapters = new ArrayList<>();
    int perLayer = modules.size() / model.layers();
    for (int m = 0; m < modules.size(); m++) {
      LinearModule module = modules.get(m);
      boolean wanted = isTarget(config, module.name()) && isInLayers(config, m / perLayer);
      adapters.add(
          wanted
              ? Optional.of(
                  new PlannedAdapter(
                      module, config.rankOf(module.name()), config.scaleOf(module.name())))
              : Optional.empty());
    }
    Checks.argument(
        adapters.stream().anyMatch(Optional::isPresent),
        "targets must hold at least one linear layer, got %s (excluded: %s, layers: %s)",
        config.targets(),
        config.excluded().map(LoraTargets::toString).orElse("none"),
        config.layers().isEmpty() ? "all" : config.layers());
    return new AdapterPlan(config, modules, adapters);
  }

  private static void refuseTables(LoraConfig config) {
    for (String table : TABLES) {
      if (!(config.targets() instanceof LoraTargets.AllLinear) && isTarget(config, table)) {
        throw new UnsupportedModelException(
            "targets must be linear layers of the decoder's layers, got %s in %s (not implemented)"
                .formatted(table, config.targets()));
      }
    }
  }

  private static boolean isTarget(LoraConfig config, String module) {
    return config.targets().contains(module)
        && config.excluded().filter(excluded -> excluded.contains(module)).isEmpty();
  }

  private static boolean isInLayers(LoraConfig config, int layer) {
    return config.layers().isEmpty() || config.layers().contains(layer);
  }

  /**
   * Fails if the configuration says something that concerns no module: a slip of the pen, of which
   * PEFT says nothing.
   *
   * @throws UnsupportedModelException if a target is no linear layer of the decoder's layers
   * @throws IllegalArgumentException if a name is no module's, or there is no such layer
   */
  static void requireAllUsed(LoraConfig config, ModelConfig model) {
    refuseTables(config);
    List<LinearModule> modules = WeightLayout.modules(model);
    if (config.targets() instanceof LoraTargets.Named named) {
      for (String name : named.names()) {
        Checks.argument(
            modules.stream().anyMatch(m -> LoraTargets.named(name).contains(m.name())),
            "targets must name linear layers, such as %s, got %s",
            shortNames(modules),
            name);
      }
    }
    for (int layer : config.layers()) {
      Checks.argument(
          layer >= 0 && layer < model.layers(),
          "layers must be in [0, %d), got %d",
          model.layers(),
          layer);
    }
  }

  /** Returns the ends of names that select all modules, sorted. */
  List<String> shortNames() {
    return shortNames(modules);
  }

  private static List<String> shortNames(List<LinearModule> modules) {
    return modules.stream().map(LinearModule::shortName).distinct().sorted().toList();
  }

  /** Returns the tensors of all adapters under PEFT's names. */
  List<WeightSpec> specs() {
    return adapters.stream()
        .flatMap(Optional::stream)
        .flatMap(planned -> List.of(planned.down(), planned.up()).stream())
        .toList();
  }
}
