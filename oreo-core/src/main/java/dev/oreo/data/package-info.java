/**
 * JSONL in and out, and operations on data sets.
 *
 * <p>Start with {@link dev.oreo.data.TrajectoryReader}. {@link dev.oreo.data.LabeledReader}, {@link
 * dev.oreo.data.PreferenceReader} and {@link dev.oreo.data.MessagesReader} read the other forms of
 * rows to train on; each reads a whole file or opens an {@link dev.oreo.data.IndexedFile}, which
 * may be larger than memory. {@link dev.oreo.data.JsonlRows} makes the rows that they read. {@link
 * dev.oreo.data.RejectionSampling}, {@link dev.oreo.data.BalancedSampler}, {@link
 * dev.oreo.data.PreferencePairs} and {@link dev.oreo.data.TrajectoryFilters} choose among
 * trajectories. Level 4: uses {@code dev.oreo.model} (its tokenizer and chat template) and {@code
 * dev.oreo.trajectory}.
 */
@NullMarked
package dev.oreo.data;

import org.jspecify.annotations.NullMarked;
