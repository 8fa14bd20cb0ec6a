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

/** What may know what in what runs everything. */
@AnalyzeClasses(packages = "dev.lockstep.deploy", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule THE_SERVERS_KNOW_NEITHER_SIDE = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.deploy.servers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.coordinator..", "dev.lockstep.agent..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.lockstep.deploy.(*)..").should().beFreeOfCycles();

    /** Null is no value anywhere: every package says so. */
    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : all) {
            if (each.getPackageName().startsWith("dev.lockstep")
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
