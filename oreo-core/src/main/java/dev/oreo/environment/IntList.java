package dev.oreo.environment;

import java.util.Arrays;

/** A list of ints that grows. */
final class IntList {
  private static final int[] NONE = {};

  private int[] values = new int[8];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Adds a value unless it is there. */
  void addNew(int value) {
    if (!contains(value)) {
      add(value);
    }
  }

  boolean contains(int value) {
    for (int i = 0; i < size; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return size == 0 ? NONE : Arrays.copyOf(values, size);
  }

  /** The values that are not in another list. */
  int[] without(IntList others) {
    IntList left = new IntList();
    for (int i = 0; i < size; i++) {
      if (!others.contains(values[i])) {
        left.add(values[i]);
      }
    }
    return left.toArray();
  }
}
