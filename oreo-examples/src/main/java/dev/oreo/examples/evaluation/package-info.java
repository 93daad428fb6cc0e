/**
 * How well a policy solves problems, with and without search: answers of each mode, measures with
 * intervals, and what another evaluation of the same problems had.
 *
 * <p>Start with {@link dev.oreo.examples.evaluation.EvaluationRun}, which draws the answers, and
 * {@link dev.oreo.examples.evaluation.Evaluation}, which holds what they come to.
 */
@NullMarked
package dev.oreo.examples.evaluation;

import org.jspecify.annotations.NullMarked;
