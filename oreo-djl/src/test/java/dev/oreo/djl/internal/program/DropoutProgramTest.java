package dev.oreo.djl.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.model.Backend;
import org.junit.jupiter.api.Test;

/** What adapters' dropout does to their input. */
final class DropoutProgramTest {
  private static final double SHARE = 0.25;
  private static final int SIZE = 100_000;

  /** Five standard deviations of the mean of so many draws. */
  private static final double SAMPLING = 5 * Math.sqrt(SHARE * (1 - SHARE) / SIZE);

  private static float[] dropped(Program program, NDManager manager, double share, long... from) {
    program.execute("drop", share, from[0]);
    try (NDArray ones = manager.ones(new Shape(SIZE / 100, 100));
        NDArray result = program.run(manager, "dropped", ones, from[1])) {
      return result.toFloatArray();
    }
  }

  @Test
  void dropped_aShare_isZeroAndTheRestGrowsForIt() {
    try (NDManager manager = Backend.newManager(ModelOptions.cpu(Precision.FP32));
        Program program = Program.load(manager, "decoder")) {
      float[] result = dropped(program, manager, SHARE, 7, 3);

      int zeros = 0;
      for (float value : result) {
        assertThat(value).isIn(0f, (float) (1 / (1 - SHARE)));
        zeros += value == 0 ? 1 : 0;
      }
      assertThat((double) zeros / SIZE).isCloseTo(SHARE, within(SAMPLING));
    }
  }

  @Test
  void dropped_seedAndModule_determineTheMask() {
    try (NDManager manager = Backend.newManager(ModelOptions.cpu(Precision.FP32));
        Program program = Program.load(manager, "decoder")) {
      float[] result = dropped(program, manager, SHARE, 7, 3);

      assertThat(dropped(program, manager, SHARE, 7, 3)).isEqualTo(result);
      assertThat(dropped(program, manager, SHARE, 7, 4)).isNotEqualTo(result);
      assertThat(dropped(program, manager, SHARE, 9, 3)).isNotEqualTo(result);
      assertThat(dropped(program, manager, 0, 7, 3)).containsOnly(1);
    }
  }
}
