package dev.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/** What may know what in the coordinator. */
@AnalyzeClasses(packages = "dev.lockstep.coordinator", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule THE_CORE_KNOWS_THE_JDK_AND_THE_CONTRACT_ONLY = classes()
            .that()
            .resideInAPackage("dev.lockstep.coordinator.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lockstep.coordinator.core..",
                    "dev.lockstep.v1..",
                    "dev.lockstep.chain..",
                    "dev.lockstep.rollout..",
                    "com.google.protobuf..",
                    "org.jspecify.annotations..",
                    "java.lang..",
                    "java.io..",
                    "java.util..");

    @ArchTest
    static final ArchRule THE_CORE_HAS_NO_THREAD_AND_NO_RANDOM = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.coordinator.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.time..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Random.class, SplittableRandom.class, UUID.class, Thread.class, ThreadLocal.class, Timer.class);

    @ArchTest
    static final ArchRule THE_CORE_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.coordinator.core..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_ITS_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.lockstep.coordinator.journal..",
                    "dev.lockstep.coordinator.directives..",
                    "dev.lockstep.coordinator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule CURATOR_STAYS_IN_ITS_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.lockstep.coordinator.gates..",
                    "dev.lockstep.coordinator.leadership..",
                    "dev.lockstep.coordinator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..");

    @ArchTest
    static final ArchRule ARMERIA_STAYS_IN_THE_API = noClasses()
            .that()
            .resideOutsideOfPackages("dev.lockstep.coordinator.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.linecorp.armeria..", "io.grpc..");

    @ArchTest
    static final ArchRule NO_DATABASE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "com.mysql..", "org.mariadb..");

    @ArchTest
    static final ArchRule NOTHING_OF_THE_AGENT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.agent..", "dev.lockstep.deploy..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.lockstep.coordinator.(*)..").should().beFreeOfCycles();

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
