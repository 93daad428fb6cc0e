package dev.oreo.examples.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * A scale of colours: which of its bins a number is in, and what a bin looks like. All colours are
 * light enough for dark text.
 */
final class CreditScale {
  static final int BINS = 21;

  /** Numbers further out than this share take the colour of the end, so that few set the scale. */
  private static final double OUTER = 0.05;

  private static final int[] WHITE = {0xff, 0xff, 0xff};
  private static final int[] HIGH = {0x6b, 0xae, 0xe0};
  private static final int[] LOW = {0xf4, 0x93, 0x6b};
  private static final int[] VALUE = {0x6c, 0xc4, 0x8a};

  private final boolean signed;
  private final double low;
  private final double high;

  private CreditScale(boolean signed, double low, double high) {
    this.signed = signed;
    this.low = low;
    this.high = high;
  }

  /** From the lowest to the highest number, one hue. */
  static CreditScale sequential(double[] numbers) {
    double[] sorted = sorted(numbers);
    return new CreditScale(false, quantile(sorted, OUTER / 2), quantile(sorted, 1 - OUTER / 2));
  }

  /** As far below 0 as above, white at 0, two hues. */
  static CreditScale diverging(double[] numbers) {
    double limit = quantile(sorted(Arrays.stream(numbers).map(Math::abs).toArray()), 1 - OUTER);
    return new CreditScale(true, -limit, limit);
  }

  private static double[] sorted(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  /** The bin of a number; that of the end where it is off the scale, the middle of an empty one. */
  int bin(double number) {
    if (high <= low) {
      return (BINS - 1) / 2;
    }
    double place = (number - low) / (high - low);
    return (int) Math.round(Math.max(0, Math.min(1, place)) * (BINS - 1));
  }

  /** A bin's colour, such as {@code "#ff8800"}. */
  String color(int bin) {
    double place = (double) bin / (BINS - 1);
    if (!signed) {
      return mix(VALUE, place);
    }
    return place < 0.5 ? mix(LOW, 1 - 2 * place) : mix(HIGH, 2 * place - 1);
  }

  private static String mix(int[] full, double share) {
    StringBuilder color = new StringBuilder("#");
    for (int i = 0; i < full.length; i++) {
      long part = Math.round(WHITE[i] + share * (full[i] - WHITE[i]));
      color.append(String.format(Locale.ROOT, "%02x", part));
    }
    return color.toString();
  }
}
