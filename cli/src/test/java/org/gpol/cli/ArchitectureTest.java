package org.gpol.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions of docs/ARCHITECTURE.md, as rules on the classes that were compiled. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.gpol");
  }

  @Test
  void bpf_anything_dependsOnNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("org.gpol.bpf..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.gpol.bpf..", "java..")
        .check(classes);
  }

  @Test
  void compiler_anything_knowsNeitherMachineNorModel() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.compiler..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gpol.vm..", "org.gpol.kernel..", "org.gpol.cli..")
        .check(classes);
  }

  @Test
  void compiler_outsideParserFormatterAndEditor_doesNotSeeAntlr() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.compiler..")
        .and()
        .resideOutsideOfPackages(
            "org.gpol.compiler.parse..", "org.gpol.compiler.fmt..", "org.gpol.compiler.editor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.antlr..", "org.gpol.grammar..")
        .check(classes);
  }

  @Test
  void vm_anything_knowsNeitherCompilerNorModel() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.vm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.gpol.compiler..",
            "org.gpol.grammar..",
            "org.gpol.kernel..",
            "org.gpol.cli..",
            "org.antlr..")
        .check(classes);
  }

  @Test
  void verifierAndEngine_eachOther_doNotSee() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.vm.verifier..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.gpol.vm.engine..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("org.gpol.vm.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.gpol.vm.verifier..")
        .check(classes);
  }

  @Test
  void kernelModel_anything_doesNotKnowTheLanguage() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gpol.compiler..", "org.gpol.grammar..", "org.gpol.cli..")
        .check(classes);
  }

  @Test
  void workload_anything_doesNotKnowTheSimulator() {
    noClasses()
        .that()
        .resideInAPackage("org.gpol.kernel.workload..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gpol.kernel.sim..", "org.gpol.kernel.model..", "org.gpol.vm..")
        .check(classes);
  }

  @Test
  void simulation_anything_readsNoClockAndNoSharedRandomness() {
    noClasses()
        .that()
        .resideInAnyPackage("org.gpol.kernel..", "org.gpol.vm..", "org.gpol.compiler..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(classes);
  }

  @Test
  void packages_ofTheCompiler_haveNoCycles() {
    slices().matching("org.gpol.compiler.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void packages_ofTheMachine_haveNoCycles() {
    slices().matching("org.gpol.vm.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void packages_ofTheModel_haveNoCycles() {
    slices().matching("org.gpol.kernel.(*)..").should().beFreeOfCycles().check(classes);
  }
}
