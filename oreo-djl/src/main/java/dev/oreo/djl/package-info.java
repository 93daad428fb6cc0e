/**
 * HuggingFace checkpoints as policies, value functions and text generators on DJL's PyTorch engine.
 *
 * <p>Start with {@code HuggingFaceCheckpoint}.
 */
@NullMarked
package dev.oreo.djl;

import org.jspecify.annotations.NullMarked;
