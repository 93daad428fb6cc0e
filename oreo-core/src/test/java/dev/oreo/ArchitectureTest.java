package dev.oreo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape of core: a package uses only packages of lower levels. */
final class ArchitectureTest {
  /**
   * Lowest first. Packages of one level do not use each other, except in the first. Data stands
   * above model because reading a row takes a tokenizer.
   */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("dev.oreo", "dev.oreo.internal", "dev.oreo.internal.symbolic", "dev.oreo.math"),
          List.of("dev.oreo.trajectory"),
          List.of("dev.oreo.objective", "dev.oreo.verify", "dev.oreo.environment"),
          List.of("dev.oreo.model"),
          List.of("dev.oreo.data"),
          List.of("dev.oreo.search", "dev.oreo.rollout", "dev.oreo.train"),
          List.of("dev.oreo.agent", "dev.oreo.evaluate", "dev.oreo.iterate"));

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.oreo");

  @Test
  void packages_useOnlyLowerLevels() {
    for (int level = 0; level < LEVELS.size(); level++) {
      for (String name : LEVELS.get(level)) {
        noClasses()
            .that()
            .resideInAPackage(name)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbiddenTo(name, level))
            .allowEmptyShould(true)
            .check(CORE);
      }
    }
  }

  @Test
  void packages_haveALevel() {
    classes()
        .should()
        .resideInAnyPackage(LEVELS.stream().flatMap(List::stream).toArray(String[]::new))
        .check(CORE);
  }

  @Test
  void packages_areFreeOfCycles() {
    slices().matching("dev.oreo.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void code_writesToNoStandardStream() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void code_throwsNoGenericException() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CORE);
  }

  @Test
  void importedClasses_areCore() {
    assertThat(CORE.contain("dev.oreo.trajectory.Trajectory")).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  private static String[] forbiddenTo(String name, int level) {
    List<String> forbidden = new ArrayList<>();
    for (int other = Math.max(level, 1); other < LEVELS.size(); other++) {
      forbidden.addAll(LEVELS.get(other));
    }
    forbidden.remove(name);
    return forbidden.toArray(String[]::new);
  }
}
