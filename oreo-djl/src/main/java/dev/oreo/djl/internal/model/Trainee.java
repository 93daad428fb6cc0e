package dev.oreo.djl.internal.model;

/**
 * A network to train.
 *
 * @param model the network
 * @param optimizer the place of its optimiser
 * @param saver what writes it
 * @param origin what writes networks of the same origin
 * @param <M> language model or value model
 */
public record Trainee<M>(
    M model, OptimizerSlot optimizer, NetworkSaver saver, CheckpointSaver origin) {}
