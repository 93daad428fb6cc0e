package dev.oreo.rollout;

/** Says which samples to draw. */
@FunctionalInterface
public interface SampleSelection {
  /** All of them. */
  SampleSelection ALL = (prompt, sample) -> true;

  /**
   * Returns whether to draw one sample.
   *
   * @param prompt index of its prompt
   * @param sample its index among the prompt's samples
   * @return whether it is wanted
   */
  boolean includes(int prompt, int sample);
}
