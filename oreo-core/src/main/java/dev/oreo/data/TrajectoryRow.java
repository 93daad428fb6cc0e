package dev.oreo.data;

import dev.oreo.trajectory.Trajectory;

/**
 * One row of a trajectory file.
 *
 * @param line its line in the file, counted from 1
 * @param trajectory what it holds; its id is {@code FILE:LINE} with the file's name alone
 * @param promptLength number of the prompt's tokens; the response begins at this index
 */
public record TrajectoryRow(long line, Trajectory trajectory, int promptLength) {}
