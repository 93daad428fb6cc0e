package dev.oreo.djl.internal.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What an adapter folder's network is, as PEFT's {@code task_type} names it. */
public enum AdapterKind {
  /** A causal language model. */
  POLICY("CAUSAL_LM", ImmutableList.of()),
  /** Token classification with one label, whose head is saved whole. */
  VALUE_FUNCTION("TOKEN_CLS", ImmutableList.of("classifier", "score"));

  private final String taskType;
  private final ImmutableList<String> wholeModules;

  AdapterKind(String taskType, ImmutableList<String> wholeModules) {
    this.taskType = taskType;
    this.wholeModules = wholeModules;
  }

  /** Returns PEFT's name. */
  String taskType() {
    return taskType;
  }

  /** Returns the modules that PEFT saves whole, of which a decoder has one at most. */
  List<String> wholeModules() {
    return wholeModules;
  }
}
