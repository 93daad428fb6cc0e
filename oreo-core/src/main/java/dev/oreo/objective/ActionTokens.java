package dev.oreo.objective;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;

/**
 * The tokens of one trajectory that the policy chose, end to end: observations between steps are
 * skipped, so that the state after one action token is the state that chooses the next.
 *
 * <p>Arrays "per token" have {@link #count()} entries, arrays "per position" the trajectory's P.
 */
final class ActionTokens {
  private final List<Step> steps;
  private final int[] positions;
  private final int trajectoryPositions;

  private ActionTokens(Trajectory trajectory) {
    this.steps = trajectory.steps();
    this.positions = new int[trajectory.actionCount()];
    this.trajectoryPositions = trajectory.positions();
    int token = 0;
    for (Step step : steps) {
      for (int p = step.firstPosition(); p < step.endPosition(); p++) {
        positions[token++] = p;
      }
    }
  }

  static ActionTokens of(Trajectory trajectory) {
    return new ActionTokens(trajectory);
  }

  int count() {
    return positions.length;
  }

  /** The entries per token of an array per position. */
  double[] gather(double[] perPosition) {
    double[] perToken = new double[positions.length];
    for (int i = 0; i < perToken.length; i++) {
      perToken[i] = perPosition[positions[i]];
    }
    return perToken;
  }

  /** An array per position, 0 where no action token is chosen. */
  double[] scatter(double[] perToken) {
    double[] perPosition = new double[trajectoryPositions];
    for (int i = 0; i < perToken.length; i++) {
      perPosition[positions[i]] = perToken[i];
    }
    return perPosition;
  }

  /**
   * Per token: a step's reward at its last token and 0 at the others, less a penalty that is given
   * per position.
   */
  double[] rewards(double[] penalties) {
    double[] rewards = new double[positions.length];
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] = -penalties[positions[i]];
    }
    int end = 0;
    for (Step step : steps) {
      end += step.length();
      rewards[end - 1] += step.reward();
    }
    return rewards;
  }
}
