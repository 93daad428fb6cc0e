/**
 * Checking answers: text and reference in, verdict out.
 *
 * <p>Start with {@link dev.oreo.verify.Verifier}; {@link dev.oreo.verify.AnswerVerifier} is for
 * tasks whose answers are found in written solutions:
 *
 * <ul>
 *   <li>GSM8K: {@link dev.oreo.verify.DeepSeekGsm8kVerifier} (the OREO paper's rule), {@link
 *       dev.oreo.verify.Gsm8kVerifier} (the dataset's)
 *   <li>MATH: {@link dev.oreo.verify.DeepSeekMathVerifier} (the OREO paper's rule), {@link
 *       dev.oreo.verify.HendrycksMathVerifier} (the dataset's), {@link
 *       dev.oreo.verify.MathVerifier} (by meaning)
 * </ul>
 *
 * <p>Level 2: uses no other package of oreo but internal ones.
 */
@NullMarked
package dev.oreo.verify;

import org.jspecify.annotations.NullMarked;
