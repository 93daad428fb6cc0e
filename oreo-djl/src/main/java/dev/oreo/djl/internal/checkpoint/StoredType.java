package dev.oreo.djl.internal.checkpoint;

import java.util.Optional;

/** The element types of the safetensors format, under the format's own names. */
public enum StoredType {
  /** One byte, 0 or 1. */
  BOOL(1),
  /** Unsigned 8 bit integer. */
  U8(1),
  /** Signed 8 bit integer. */
  I8(1),
  /** 8 bit float, 5 exponent bits. */
  F8_E5M2(1),
  /** 8 bit float, 4 exponent bits. */
  F8_E4M3(1),
  /** 8 bit power of two. */
  F8_E8M0(1),
  /** Signed 16 bit integer. */
  I16(2),
  /** Unsigned 16 bit integer. */
  U16(2),
  /** IEEE half precision. */
  F16(2),
  /** The upper half of an IEEE single. */
  BF16(2),
  /** Signed 32 bit integer. */
  I32(4),
  /** Unsigned 32 bit integer. */
  U32(4),
  /** IEEE single precision. */
  F32(4),
  /** Complex number of two IEEE singles. */
  C64(8),
  /** IEEE double precision. */
  F64(8),
  /** Signed 64 bit integer. */
  I64(8),
  /** Unsigned 64 bit integer. */
  U64(8);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns an element's size.
   *
   * @return 1, 2, 4 or 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns whether oreo loads weights of this type.
   *
   * @return true for F32, F16 and BF16
   */
  public boolean isWeight() {
    return this == F32 || this == F16 || this == BF16;
  }

  static Optional<StoredType> named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
