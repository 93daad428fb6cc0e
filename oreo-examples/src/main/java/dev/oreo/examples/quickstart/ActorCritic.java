package dev.oreo.examples.quickstart;

import dev.oreo.djl.HuggingFaceCheckpoint;

/**
 * What OREO gives: a policy and its value function, as checkpoints on disk.
 *
 * @param policy the policy
 * @param value the value function
 */
record ActorCritic(HuggingFaceCheckpoint policy, HuggingFaceCheckpoint value) {}
