/**
 * Checking answers: text and reference in, verdict out.
 *
 * <p>Start with {@link dev.oreo.verify.Verifier}. Level 2: uses no other package of oreo.
 */
@NullMarked
package dev.oreo.verify;

import org.jspecify.annotations.NullMarked;
