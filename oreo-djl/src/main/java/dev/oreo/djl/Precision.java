package dev.oreo.djl;

/**
 * The arithmetic inside the network's layers. The head, its log-sum-exp and the value head are
 * always computed in float32, and trainable parameters and their gradients are always kept in
 * float32.
 */
public enum Precision {
  /** IEEE 754 single precision throughout. */
  FP32,
  /** bfloat16 layers: about twice the speed on processors with AVX512-BF16, and on GPUs. */
  BF16
}
