/**
 * A policy that acts in text environments over many turns: the conversation, what an action is in
 * it, and playing many episodes at once.
 *
 * <p>Start with {@link dev.oreo.agent.EpisodeRunner}. May use all packages but {@code evaluate} and
 * {@code iterate}.
 */
@NullMarked
package dev.oreo.agent;

import org.jspecify.annotations.NullMarked;
