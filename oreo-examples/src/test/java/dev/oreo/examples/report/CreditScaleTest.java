package dev.oreo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers to bins to colours. */
final class CreditScaleTest {
  private static final int LAST = CreditScale.BINS - 1;

  @Test
  void diverging_zero_isWhiteInTheMiddle() {
    CreditScale scale = CreditScale.diverging(new double[] {-2, 1, 0.5});

    assertThat(scale.low()).isEqualTo(-2);
    assertThat(scale.high()).isEqualTo(2);
    assertThat(scale.bin(0)).isEqualTo(LAST / 2);
    assertThat(scale.color(LAST / 2)).isEqualTo("#ffffff");
    assertThat(scale.bin(-2)).isZero();
    assertThat(scale.bin(1)).isEqualTo(LAST * 3 / 4);
    assertThat(scale.color(0)).isEqualTo("#f4936b");
    assertThat(scale.color(LAST)).isEqualTo("#6baee0");
  }

  @Test
  void sequential_ends_areWhiteAndFull() {
    CreditScale scale = CreditScale.sequential(new double[] {0.2, 1, 0.6});

    assertThat(scale.bin(0.2)).isZero();
    assertThat(scale.bin(0.6)).isEqualTo(LAST / 2);
    assertThat(scale.bin(7)).isEqualTo(LAST);
    assertThat(scale.color(0)).isEqualTo("#ffffff");
    assertThat(scale.color(LAST)).isEqualTo("#6cc48a");
  }

  @Test
  void diverging_oneOutlierInAThousand_doesNotSetTheScale() {
    double[] numbers =
        DoubleStream.concat(
                DoubleStream.of(1000), IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0))
            .toArray();

    assertThat(CreditScale.diverging(numbers).high()).isLessThan(1);
  }

  @Test
  void bin_allNumbersEqual_isTheMiddle() {
    assertThat(CreditScale.diverging(new double[] {0, 0}).bin(0)).isEqualTo(LAST / 2);
    assertThat(CreditScale.sequential(new double[] {3}).bin(3)).isEqualTo(LAST / 2);
  }

  /** WCAG asks 7 to 1 of small text at level AAA. */
  @Test
  void colors_underDarkText_areLegible() {
    for (CreditScale scale :
        new CreditScale[] {
          CreditScale.diverging(new double[] {1}), CreditScale.sequential(new double[] {0, 1})
        }) {
      for (int bin = 0; bin < CreditScale.BINS; bin++) {
        double contrast = (luminance(scale.color(bin)) + 0.05) / (luminance("#1f2933") + 0.05);
        assertThat(contrast).as(scale.color(bin)).isGreaterThan(6);
      }
    }
  }

  private static double luminance(String color) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double part = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
