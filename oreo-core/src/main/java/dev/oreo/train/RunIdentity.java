package dev.oreo.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run is known by: everything that its numbers depend on, as text by name. Settings of
 * memory alone, such as micro-batches, are not among them.
 */
record RunIdentity(Map<String, String> values) {
  RunIdentity {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns the trainer's own settings and the caller's. */
  static RunIdentity of(TrainingPlan plan, TrainerConfig config, Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(more);
    values.put("trainer.objective", plan.objective());
    values.put("trainer.epochs", String.valueOf(plan.epochs()));
    values.put("trainer.updatesPerEpoch", String.valueOf(plan.updatesPerEpoch()));
    values.put("trainer.policyLearningRate", String.valueOf(config.policyLearningRate()));
    values.put("trainer.valueLearningRate", String.valueOf(config.valueLearningRate()));
    values.put("trainer.warmupFraction", String.valueOf(config.warmupFraction()));
    values.put("trainer.policyFreezeFraction", String.valueOf(config.policyFreezeFraction()));
    values.put("trainer.averageDecay", String.valueOf(config.averageDecay()));
    values.put("trainer.policyOptimizer", config.policyOptimizer().toString());
    values.put("trainer.valueOptimizer", config.valueOptimizer().toString());
    return new RunIdentity(values);
  }

  /** Returns a sentence for each value that another identity does not share. */
  List<String> differences(RunIdentity there) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(there.values.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String own = values.getOrDefault(name, "nothing");
      String other = there.values.getOrDefault(name, "nothing");
      if (!own.equals(other)) {
        differences.add("%s must be %s, got %s".formatted(name, other, own));
      }
    }
    return differences;
  }
}
