package dev.oreo.examples.evaluation;

import java.util.Locale;

/** The ways to answer problems, or to look at answers. */
public enum EvaluationMode {
  /** One answer of the best token always. */
  GREEDY,
  /** Whether one of k drawn answers is right. */
  PASS,
  /** The answer that most of K drawn ones give; with V also the one with most squared V. */
  MAJORITY,
  /** The drawn answer with the highest V. */
  BEST_OF_N,
  /** The answer of beam search by V over steps. */
  BEAM;

  /**
   * Returns whether the mode looks at K drawn answers, which all such modes share.
   *
   * @return whether they are needed
   */
  public boolean samples() {
    return this == PASS || this == MAJORITY || this == BEST_OF_N;
  }

  /**
   * Returns whether there is no such mode without a value function.
   *
   * @return whether one is needed
   */
  public boolean needsValue() {
    return this == BEST_OF_N || this == BEAM;
  }

  /**
   * Returns whether a value function changes anything.
   *
   * @return whether one may be given
   */
  public boolean usesValue() {
    return needsValue() || this == MAJORITY;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
