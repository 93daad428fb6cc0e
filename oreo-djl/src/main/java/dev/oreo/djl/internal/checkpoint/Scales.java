package dev.oreo.djl.internal.checkpoint;

/**
 * What an architecture multiplies its activations by; 1 where it does not.
 *
 * @param embedding token embeddings
 * @param residual what attention and MLP add to the stream
 * @param output final hidden states, before the language model's head
 */
public record Scales(double embedding, double residual, double output) {
  static final Scales NONE = new Scales(1, 1, 1);

  /** Returns the scales of the body alone, whose final hidden states something else reads. */
  Scales withoutOutput() {
    return new Scales(embedding, residual, 1);
  }
}
