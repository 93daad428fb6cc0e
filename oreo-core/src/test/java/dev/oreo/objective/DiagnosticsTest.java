package dev.oreo.objective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DiagnosticsTest {

  @Test
  void addAll_partsOfABatch_giveTheBatchsMean() {
    Diagnostics first = new Diagnostics();
    first.add("kl", 1);
    first.add("kl", 2);
    Diagnostics second = new Diagnostics();
    second.add("kl", 6);
    second.add("reward", 1);

    first.addAll(second);

    assertThat(first.samples("kl")).containsExactly(1, 2, 6);
    assertThat(first.mean("kl")).isEqualTo(3);
    assertThat(first.names()).containsExactly("kl", "reward");
    assertThat(second.samples("kl")).containsExactly(6);
  }

  @Test
  void mean_withoutSamples_isNaN() {
    assertThat(new Diagnostics().mean("kl")).isNaN();
    assertThat(new Diagnostics().samples("kl")).isEmpty();
  }
}
