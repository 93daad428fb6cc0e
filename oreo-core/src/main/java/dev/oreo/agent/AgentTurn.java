package dev.oreo.agent;

import java.util.Optional;

/**
 * One turn of an episode.
 *
 * @param reply the policy's text, special tokens left out
 * @param action what it did; empty if the reply held no action
 * @param observation what the user said then; empty after the last turn
 */
public record AgentTurn(String reply, Optional<String> action, Optional<String> observation) {}
