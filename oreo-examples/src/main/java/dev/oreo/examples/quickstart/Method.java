package dev.oreo.examples.quickstart;

/** A row of the results table. */
enum Method {
  /** The model after supervised fine-tuning. */
  IMITATION("imitation (SFT), greedy"),
  /** The same, tuned on its own right answers. */
  REJECTION("rejection sampling, greedy"),
  /** The strong setting. */
  OREO("OREO, greedy"),
  /** The cautious setting, without search. */
  CAUTIOUS("cautious OREO, greedy"),
  /** The cautious setting's policy and value function in value-guided beam search. */
  BEAM("  + beam search by V"),
  /** The cautious setting: the candidate with the highest V. */
  BEST_OF_N("  + best of N by V"),
  /** The cautious setting: the most frequent answer. */
  MAJORITY("  + majority of N"),
  /** The cautious setting: the answer whose candidates' squared V sum to the most. */
  WEIGHTED_MAJORITY("  + majority of N weighted by V^2");

  private final String label;

  Method(String label) {
    this.label = label;
  }

  /** Returns what the table calls it. */
  String label() {
    return label;
  }
}
