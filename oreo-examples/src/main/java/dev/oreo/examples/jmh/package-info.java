/**
 * JMH benchmarks of what is pure Java in training and evaluation: objectives, graders, the text
 * world. Start with {@link dev.oreo.examples.jmh.ObjectiveBenchmark}; the command {@code jmh} runs
 * them.
 */
@NullMarked
package dev.oreo.examples.jmh;

import org.jspecify.annotations.NullMarked;
