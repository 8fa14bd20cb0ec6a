package dev.lockstep.integration.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario on both families: the plan is the expected one, its effects come true, and its undo leaves nothing behind. */
class ScenariosIT {

    /** Writes the expected plans instead of comparing with them: for whoever changes a recipe, and reads the difference. */
    private static final boolean WRITE = Boolean.getBoolean("lockstep.golden.write");

    static Stream<Arguments> scenarios() throws IOException {
        return Scenario.all().stream()
                .flatMap(scenario -> Stream.of("mariadb", "mysql").map(family -> Arguments.of(scenario, family)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scenarios")
    void plansAsExpectedAndTheSameEachTimeAndChangesNothingByPlanning(Scenario scenario, String family)
            throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(scenario.setup());
            Catalog before = node.catalog();

            Planned planned = node.planned(scenario.change());
            Planned again = node.planned(scenario.change());

            assertThat(Node.refusals(planned)).isEmpty();
            String shown = Scenario.shown(Plan.parseFrom(planned.getPlan()));
            if (WRITE) {
                Files.writeString(scenario.golden(family), shown);
            }
            assertThat(shown).isEqualTo(Files.readString(scenario.golden(family)));
            assertThat(again.getPlan()).isEqualTo(planned.getPlan());
            assertThat(again.getPlanHash()).isEqualTo(planned.getPlanHash()).isNotEmpty();
            assertThat(planned.getEstimate().getStepsCount())
                    .isEqualTo(Plan.parseFrom(planned.getPlan()).getStepsCount());
            assertThat(node.catalog()).isEqualTo(before);
            assertThat(node.column("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
                            + node.address.ledgerSchema() + "' AND TABLE_NAME LIKE 'lockstep%'"))
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scenarios")
    void everyStepHasTheEffectsThatThePlanSays(Scenario scenario, String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(scenario.setup());
            Plan plan = node.plan(scenario.change());

            new PlanRunner(node, plan).runAll();

            assertThat(node.catalog().own()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scenarios")
    void writersOfBothShapesAreServedAsLongAsTheyAreThere(Scenario scenario, String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(scenario.setup());
            Plan plan = node.plan(scenario.change());
            PlanRunner runner = new PlanRunner(node, plan);

            node.setUp(scenario.oldWriter());
            for (Step step : plan.getStepsList()) {
                runner.run(step);
                if (step.getPhase() != Phase.CONTRACT) {
                    node.setUp(scenario.oldWriter());
                }
                if (step.getPhase().compareTo(Phase.EXPAND) > 0) {
                    node.setUp(scenario.newWriter());
                }
            }
            node.setUp(scenario.newWriter());
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scenarios")
    void undoAfterAnyStepBeforeContractLeavesTheSchemaAsItWas(Scenario scenario, String family) throws Exception {
        try (Node node = Node.on(family)) {
            node.setUp(scenario.setup());
            Catalog before = node.catalog();
            Plan plan = node.plan(scenario.change());
            long undoable = plan.getStepsList().stream()
                    .filter(step -> step.getPhase() != Phase.CONTRACT)
                    .count();
            PlanRunner runner = new PlanRunner(node, plan);

            for (int last = 1; last <= undoable; last++) {
                for (int index = 0; index < last; index++) {
                    runner.run(plan.getSteps(index));
                }
                runner.undo(last);
                assertThat(node.catalog()).as("after step %d and back", last).isEqualTo(before);
            }
        }
    }
}
