/**
 * The files of a HuggingFace checkpoint: config.json, safetensors, tokenizer, output folders.
 *
 * <p>Start with {@link dev.oreo.djl.internal.checkpoint.ModelConfig} and {@link
 * dev.oreo.djl.internal.checkpoint.SafetensorsIndex}. Computes no tensors and needs no engine; uses
 * no other internal package.
 */
@NullMarked
package dev.oreo.djl.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
