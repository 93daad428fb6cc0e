package dev.oreo.verify;

/**
 * A {@link Verifier} that finds the answer in a written solution and compares it with the answer of
 * a written reference solution, or with a plain answer.
 *
 * <p>Work and memory are bounded for any input, without threads and without a clock: the same input
 * has the same verdict on any machine. Implementations are immutable and thread-safe.
 */
public interface AnswerVerifier extends Verifier {

  /**
   * Judges one response.
   *
   * @param question what was asked; some rules look into it
   * @param response what the policy wrote, without special tokens
   * @param solution the reference solution, in the words of its dataset
   * @return the verdict; {@link Outcome#UNPARSED} if no answer is found in either
   */
  Verdict verify(String question, String response, String solution);

  /**
   * Judges one response to a question that is not known.
   *
   * @param response what the policy wrote, without special tokens
   * @param solution the reference solution, in the words of its dataset
   * @return the verdict; {@link Outcome#UNPARSED} if no answer is found in either
   */
  @Override
  default Verdict verify(String response, String solution) {
    return verify("", response, solution);
  }

  /**
   * Judges a plain answer, from which nothing has to be extracted.
   *
   * @param prediction such as {@code \frac{1}{2}}
   * @param reference the right answer
   * @return the verdict; its extracted answer is the prediction as the rule normalises it
   */
  Verdict compare(String prediction, String reference);
}
