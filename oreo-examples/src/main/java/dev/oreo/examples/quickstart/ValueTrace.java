package dev.oreo.examples.quickstart;

import java.util.List;

/**
 * V along one solution.
 *
 * @param right whether the solution is
 * @param prompt the problem
 * @param tokens text of each token of the solution
 * @param values V of the state that each token was chosen in
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ValueTrace(boolean right, String prompt, List<String> tokens, double[] values) {}
