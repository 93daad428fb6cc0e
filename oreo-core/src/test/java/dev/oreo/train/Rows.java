package dev.oreo.train;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trajectories for the tests of this package. */
final class Rows {
  static final int VOCABULARY = 4;

  private Rows() {}

  /** Rows of 4 to 9 tokens with a prompt of one or two, half of them rewarded. */
  static List<Trajectory> random(int count) {
    Random random = new Random(5);
    List<Trajectory> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 4 + random.nextInt(6);
      int[] tokenIds = random.ints(length, 0, VOCABULARY).toArray();
      int middle = length - 1;
      rows.add(
          Trajectory.of(
              "row-" + i,
              tokenIds,
              List.of(new Step(1 + i % 2, middle, 0), new Step(middle, length, i % 2))));
    }
    return rows;
  }
}
