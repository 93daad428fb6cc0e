package dev.oreo.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Examples do only what a user of the library could do. */
final class ArchitectureTest {
  private static final JavaClasses EXAMPLES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.oreo.examples");

  @Test
  void examples_useOnlyPublicPackagesOfOreo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.oreo.internal..", "dev.oreo.djl.internal..")
        .check(EXAMPLES);
  }

  @Test
  void examples_useTheEngineOnlyThroughOreo() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(EXAMPLES);
  }

  @Test
  void commands_knowNothingOfTheRoot() {
    noClasses()
        .that()
        .resideInAPackage("dev.oreo.examples.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.oreo.examples")
        .check(EXAMPLES);
  }

  @Test
  void quickstart_knowsNothingOfTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage("dev.oreo.examples.quickstart..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.oreo.examples", "dev.oreo.examples.command..", "picocli..")
        .check(EXAMPLES);
  }
}
