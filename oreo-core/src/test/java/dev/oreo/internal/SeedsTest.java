package dev.oreo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Seeds of independent streams. */
final class SeedsTest {

  @Test
  void derive_neighbouringPaths_givesDifferentSeedsOnly() {
    Set<Long> seeds = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      for (int problem = 0; problem < 30; problem++) {
        seeds.add(Seeds.derive(seed, problem));
        for (int sample = 0; sample < 30; sample++) {
          seeds.add(Seeds.derive(seed, problem, sample));
        }
      }
    }

    assertThat(seeds).hasSize(10 * 30 * 31);
  }

  @Test
  void derive_path_isOrdered() {
    assertThat(Seeds.derive(42, 1, 2)).isEqualTo(Seeds.derive(42, 1, 2));
    assertThat(Seeds.derive(42, 1, 2)).isNotEqualTo(Seeds.derive(42, 2, 1));
    assertThat(Seeds.derive(0, 0)).isNotZero();
  }
}
