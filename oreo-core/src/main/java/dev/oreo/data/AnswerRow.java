package dev.oreo.data;

import com.google.gson.JsonObject;

/**
 * One answer to be checked.
 *
 * <p>The object is shared, not copied.
 *
 * @param line its line in the file, counted from 1
 * @param extracted whether the answers are plain ones; otherwise they are written solutions
 * @param question what was asked, empty if the row does not say
 * @param response the answer or the solution to be checked
 * @param reference the right answer or the reference solution
 * @param row all keys as read, to be carried through to the output
 */
public record AnswerRow(
    long line,
    boolean extracted,
    String question,
    String response,
    String reference,
    JsonObject row) {}
