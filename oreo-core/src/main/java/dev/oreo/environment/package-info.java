/**
 * Interactive tasks in text, and the household games of ALFWorld without planner or native code.
 *
 * <p>Start with {@link dev.oreo.environment.Environment}. {@link
 * dev.oreo.environment.TextWorldGame} interprets a PDDL domain, a PDDL problem and a grammar;
 * {@link dev.oreo.environment.AlfworldGames} reads ALFWorld's games, {@link
 * dev.oreo.environment.AlfworldVersion} has their two wordings. Level 2: uses {@code
 * dev.oreo.internal} only.
 */
@NullMarked
package dev.oreo.environment;

import org.jspecify.annotations.NullMarked;
