package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Comparison of two results: losses, every gradient, and the means of the expected samples. */
final class ObjectiveResults {
  private ObjectiveResults() {}

  static void assertSame(ObjectiveResult actual, ObjectiveResult expected, double offset) {
    assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(offset));
    assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(offset));
    assertThat(actual.gradients()).hasSameSizeAs(expected.gradients());
    for (int b = 0; b < expected.gradients().size(); b++) {
      for (Score score : Score.values()) {
        double[] gradient = expected.gradients().get(b).get(score).orElse(new double[0]);
        assertThat(actual.gradients().get(b).get(score).orElse(new double[0]))
            .containsExactly(gradient, within(offset));
      }
    }
    for (String name : expected.diagnostics().names()) {
      assertThat(actual.diagnostics().mean(name))
          .as(name)
          .isCloseTo(expected.diagnostics().mean(name), within(offset));
    }
  }
}
