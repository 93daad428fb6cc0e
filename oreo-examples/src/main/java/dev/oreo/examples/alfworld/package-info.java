/**
 * ALFWorld, end to end: demonstrations of the expert, a small model with a vocabulary of its own,
 * kept episodes, success rates, and the study that compares OREO with its baselines.
 */
@NullMarked
package dev.oreo.examples.alfworld;

import org.jspecify.annotations.NullMarked;
