/**
 * What verifiers cost: the time that each takes for answers that nobody writes by mistake. Start
 * with {@link dev.oreo.examples.benchmark.VerifierBenchmark}.
 */
@NullMarked
package dev.oreo.examples.benchmark;

import org.jspecify.annotations.NullMarked;
