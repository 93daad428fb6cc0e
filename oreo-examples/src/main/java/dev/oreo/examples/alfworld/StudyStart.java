package dev.oreo.examples.alfworld;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What imitation begins with.
 *
 * @param model folder of a pre-trained model; empty to train the small one from scratch
 * @param small the small one
 */
public record StudyStart(Optional<Path> model, SmallModel small) {}
