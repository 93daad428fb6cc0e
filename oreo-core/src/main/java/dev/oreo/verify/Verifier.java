package dev.oreo.verify;

/** Checks a response against the reference answer. Implementations are thread-safe. */
@FunctionalInterface
public interface Verifier {

  /**
   * Judges one response.
   *
   * @param response what the policy wrote, without special tokens
   * @param reference the right answer, in the form the verifier's task gives it
   * @return the verdict; a response without an answer has score 0, it is not an error
   */
  Verdict verify(String response, String reference);
}
