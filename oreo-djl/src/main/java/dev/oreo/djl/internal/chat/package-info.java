/**
 * Chat templates: HuggingFace's dialect of Jinja, run by Jinjava.
 *
 * <p>Start with {@link dev.oreo.djl.internal.chat.JinjaChatTemplate}; the rest brings Jinjava
 * closer to Python where the two differ without saying so. Reads no files and needs no engine; uses
 * no other internal package.
 */
@NullMarked
package dev.oreo.djl.internal.chat;

import org.jspecify.annotations.NullMarked;
