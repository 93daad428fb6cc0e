package dev.oreo.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the backend: a small API in front of internal packages. */
final class ArchitectureTest {
  private static final String API = "dev.oreo.djl";
  private static final String CHECKPOINT = "dev.oreo.djl.internal.checkpoint";

  private static final JavaClasses BACKEND =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(API);

  @Test
  void types_areInTheApiOrInternal() {
    classes().should().resideInAnyPackage(API, "dev.oreo.djl.internal..").check(BACKEND);
  }

  @Test
  void api_showsNeitherLibrariesNorInternals() {
    assertThat(
            BACKEND.stream()
                .filter(type -> type.getPackageName().equals(API))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(ArchitectureTest::isVisible)
                .filter(unit -> signature(unit).anyMatch(ArchitectureTest::isHidden))
                .map(JavaCodeUnit::getFullName))
        .isEmpty();
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    Set<JavaModifier> modifiers = unit.getModifiers();
    return unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static Stream<JavaClass> signature(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
  }

  private static boolean isHidden(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return Stream.of("ai.djl", "com.hubspot", "dev.oreo.djl.internal").anyMatch(name::startsWith);
  }

  @Test
  void checkpointFiles_needNoEngineAndNoOtherInternals() {
    noClasses()
        .that()
        .resideInAPackage(CHECKPOINT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..")
        .check(BACKEND);
    assertThat(
            BACKEND.stream()
                .filter(type -> type.getPackageName().equals(CHECKPOINT))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith("dev.oreo.djl.internal"))
                .distinct())
        .isEqualTo(List.of(CHECKPOINT));
  }

  @Test
  void internalPackages_areFreeOfCycles() {
    slices().matching("dev.oreo.djl.internal.(*)..").should().beFreeOfCycles().check(BACKEND);
  }

  @Test
  void code_writesToNoStandardStream() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(BACKEND);
  }

  @Test
  void code_throwsNoGenericException() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(BACKEND);
  }

  @Test
  void importedClasses_areTheBackend() {
    assertThat(BACKEND.contain("dev.oreo.djl.CheckpointFormatException")).isTrue();
    assertThat(BACKEND.contain(ArchitectureTest.class)).isFalse();
  }
}
