package dev.oreo.examples.alfworld;

/**
 * What came of one episode.
 *
 * @param game index of its game
 * @param taskType of the game
 * @param won whether it earned a reward
 * @param turns how many were taken
 * @param end why it ended, as files have it
 */
public record EpisodeOutcome(int game, String taskType, boolean won, int turns, String end) {}
