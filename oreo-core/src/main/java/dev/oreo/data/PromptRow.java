package dev.oreo.data;

import com.google.gson.JsonObject;
import java.util.OptionalInt;

/**
 * One row of a prompt file.
 *
 * <p>Array and object are shared, not copied; equality is that of the array's identity.
 *
 * @param line its line in the file, counted from 1
 * @param tokenIds the prompt, at least one id
 * @param row all keys as read, to be carried through to the output
 * @param maxNewTokens the row's own limit, where it has one
 */
@SuppressWarnings("ArrayRecordComponent") // documented ownership
public record PromptRow(long line, int[] tokenIds, JsonObject row, OptionalInt maxNewTokens) {}
