package dev.oreo.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.trajectory.Step;
import dev.oreo.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What methods make of the pool. */
final class MethodTest {
  private static final Pool POOL = new Pool(List.of(answer(5, 1), answer(6, 0), answer(7, 0)), 3);

  private static Trajectory answer(int token, double reward) {
    return Trajectory.of("p", new int[] {1, 2, token, token}, List.of(new Step(2, 4, reward)));
  }

  private static List<Double> rewards(Method method) {
    return method.plan(POOL).examples().stream()
        .flatMap(example -> example.trajectories().stream())
        .map(Trajectory::reward)
        .toList();
  }

  @Test
  void plan_rewards_areThePoolsButForShiq() {
    assertThat(rewards(Method.OREO_TOKEN)).containsExactly(1.0, 0.0, 0.0);
    assertThat(rewards(Method.TBRM)).containsExactly(1.0, 0.0, 0.0);
    assertThat(rewards(Method.SHIQ)).containsExactly(0.5, -0.5, -0.5);
  }

  @Test
  void plan_pairsAndSuccesses_areTakenFromThePool() {
    assertThat(rewards(Method.REJECTION)).containsExactly(1.0);
    assertThat(rewards(Method.DPO)).containsExactly(1.0, 0.0, 1.0, 0.0);
    assertThat(Method.DPO.plan(POOL).trajectoriesPerExample()).isEqualTo(2);
  }
}
