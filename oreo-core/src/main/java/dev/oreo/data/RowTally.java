package dev.oreo.data;

import java.util.Map;

/**
 * Numbers of rows that were not taken as they are.
 *
 * @param dropped rows left out, by reason
 * @param truncated rows cut to the limit
 */
record RowTally(Map<DropReason, Integer> dropped, int truncated) {}
