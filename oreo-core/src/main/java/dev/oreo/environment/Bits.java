package dev.oreo.environment;

/** Sets of small numbers as bits of longs. */
final class Bits {
  private Bits() {}

  static long[] of(int size) {
    return new long[(size + Long.SIZE - 1) / Long.SIZE];
  }

  static boolean get(long[] bits, int bit) {
    return (bits[bit >> 6] & (1L << bit)) != 0;
  }

  static void set(long[] bits, int bit) {
    bits[bit >> 6] |= 1L << bit;
  }

  static void clear(long[] bits, int bit) {
    bits[bit >> 6] &= ~(1L << bit);
  }
}
