package dev.oreo.search;

/**
 * The answer of a search to one problem.
 *
 * <p>The array is shared, not copied; equality is that of the array's identity.
 *
 * @param tokenIds the response, the end token included where it ended with one; never empty
 * @param text its text without special tokens
 * @param value V of the response's last state
 * @param finished whether the response ended, with an end token or at the limit of new tokens; else
 *     no candidate did, and this is the best state of the last beam
 * @param candidates how many candidates were drawn and scored
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record SearchResult(
    int[] tokenIds, String text, double value, boolean finished, int candidates) {}
