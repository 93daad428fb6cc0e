package dev.oreo.internal;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * Argument and state checks whose every call carries the message it fails with.
 *
 * <p>Messages follow {@code <subject> must <rule>, got <value> (<where>)}. For oreo's own modules
 * only.
 */
public final class Checks {
  private Checks() {}

  /**
   * Fails unless an argument is acceptable.
   *
   * @param holds what must be true
   * @param message a {@link String#format} template
   * @param args the template's arguments
   * @throws IllegalArgumentException if {@code holds} is false
   */
  @FormatMethod
  public static void argument(boolean holds, @FormatString String message, Object... args) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, args));
    }
  }

  /**
   * Fails unless an object is in a state that allows the call.
   *
   * @param holds what must be true
   * @param message a {@link String#format} template
   * @param args the template's arguments
   * @throws IllegalStateException if {@code holds} is false
   */
  @FormatMethod
  public static void state(boolean holds, @FormatString String message, Object... args) {
    if (!holds) {
      throw new IllegalStateException(String.format(Locale.ROOT, message, args));
    }
  }
}
