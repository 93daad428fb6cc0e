package dev.oreo.examples.command;

import dev.oreo.examples.compare.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a method's name, such as {@code oreo-token}. */
final class MethodConverter implements ITypeConverter<Method> {

  @Override
  public Method convert(String value) {
    for (Method method : Method.values()) {
      if (label(method).equals(value.toLowerCase(Locale.ROOT))) {
        return method;
      }
    }
    String all =
        Arrays.stream(Method.values())
            .map(MethodConverter::label)
            .collect(Collectors.joining(", "));
    throw new TypeConversionException("must be one of " + all + ", got " + value);
  }

  /** Returns a method's name on the command line. */
  static String label(Method method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
