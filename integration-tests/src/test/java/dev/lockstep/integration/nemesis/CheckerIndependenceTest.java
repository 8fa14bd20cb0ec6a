package dev.lockstep.integration.nemesis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What judges the product shares no code with it: the contract's messages, Kafka's client and the JDK are all that it has. */
@AnalyzeClasses(packages = "dev.lockstep.integration.nemesis")
class CheckerIndependenceTest {
    @ArchTest
    static final ArchRule THE_CHECKER_KNOWS_NOTHING_OF_THE_PRODUCT = classes()
            .that()
            .resideInAPackage("dev.lockstep.integration.nemesis.check..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.lockstep.integration.nemesis.check..",
                    "dev.lockstep.v1..",
                    "com.google.protobuf..",
                    "org.apache.kafka.clients..",
                    "org.apache.kafka.common..",
                    "org.jspecify..",
                    "java..");
}
