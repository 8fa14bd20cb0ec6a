package dev.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** What may know what in the contract. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule NOTHING_OF_OURS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.coordinator..", "dev.lockstep.agent..", "dev.lockstep.deploy..");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackages("dev.lockstep.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule YAML_STAYS_IN_THE_READER = noClasses()
            .that()
            .resideOutsideOfPackages("dev.lockstep.change..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.lockstep.(*)..").should().beFreeOfCycles();

    /** Null is no value anywhere: every package says so. */
    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : all) {
            if (each.getPackageName().startsWith("dev.lockstep")
                    && !each.getPackageName().equals("dev.lockstep.v1")
                    && !each.getPackage()
                            .tryGetAnnotationOfType(NullMarked.class)
                            .isPresent()) {
                unmarked.add(each.getPackageName());
            }
        }
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Manager|Helper)");
}
