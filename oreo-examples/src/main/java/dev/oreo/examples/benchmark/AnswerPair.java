package dev.oreo.examples.benchmark;

/**
 * Two answers to be judged.
 *
 * @param construction how they were made
 * @param prediction what is judged
 * @param reference what it is compared with
 */
record AnswerPair(String construction, String prediction, String reference) {

  /** Returns the pair with the answers in each other's place. */
  AnswerPair exchanged() {
    return new AnswerPair(
        construction + ", exchanged", /* prediction= */ reference, /* reference= */ prediction);
  }
}
