package dev.oreo.djl.internal.checkpoint;

/**
 * Llama 3.1's change of the rotary frequencies, rope_type llama3.
 *
 * <p>Wavelengths above {@code originalMaxPositions / lowFrequencyFactor} are stretched by {@code
 * factor}, those below {@code originalMaxPositions / highFrequencyFactor} stay, those between are
 * interpolated.
 *
 * @param factor above 0
 * @param lowFrequencyFactor above 0
 * @param highFrequencyFactor above lowFrequencyFactor
 * @param originalMaxPositions the length before stretching, above 0
 */
public record Llama3RopeScaling(
    double factor,
    double lowFrequencyFactor,
    double highFrequencyFactor,
    int originalMaxPositions) {}
