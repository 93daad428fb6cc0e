package dev.oreo.djl.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.oreo.djl.ModelOptions;
import dev.oreo.djl.Precision;
import dev.oreo.djl.internal.model.Backend;
import org.junit.jupiter.api.Test;

/** Who has which instance of a program. */
final class ProgramPoolTest {

  @Test
  void take_afterGivingBack_lendsTheSameInstance() {
    try (NDManager manager = Backend.newManager(ModelOptions.cpu(Precision.FP32));
        ProgramPool pool = new ProgramPool(manager, "embedding")) {
      Program first = pool.take();
      Program second = pool.take();
      assertThat(second).isNotSameAs(first);

      pool.giveBack(second);
      assertThat(pool.take()).isSameAs(second);

      pool.giveBack(first);
      pool.giveBack(second);
    }
  }
}
