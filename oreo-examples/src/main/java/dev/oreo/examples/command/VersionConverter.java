package dev.oreo.examples.command;

import dev.oreo.environment.AlfworldVersion;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a version of ALFWorld by its name in ALFWorld's files. */
final class VersionConverter implements ITypeConverter<AlfworldVersion> {

  @Override
  public AlfworldVersion convert(String value) {
    return Arrays.stream(AlfworldVersion.values())
        .filter(version -> version.label().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of %s, got %s".formatted(labels(), value)));
  }

  private static List<String> labels() {
    return Arrays.stream(AlfworldVersion.values()).map(AlfworldVersion::label).toList();
  }
}
