package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on a real server: the plan to the letter, what it predicts against what happens, and the way back from each step. */
class PostgresScenariosIT {

    static Stream<Scenario> scenarios() {
        return Scenario.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void plansWhatIsExpected(Scenario scenario) throws SQLException {
        try (PostgresNode node = new PostgresNode(scenario.setup())) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(scenario.since());
            Catalog before = node.catalog();
            Planned planned = accepted(node, scenario);

            String text = PlanText.of(PostgresNode.plan(planned));
            if (Boolean.getBoolean("lockstep.golden.write")) {
                scenario.keepPlan(node.major(), text);
            }
            assertThat(text).isEqualTo(scenario.read(scenario.planFile(node.major())));
            assertThat(accepted(node, scenario).getPlan()).isEqualTo(planned.getPlan());
            assertThat(node.catalog()).as("planning changes nothing").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void predictsWhatHappens(Scenario scenario) throws SQLException {
        try (PostgresNode node = new PostgresNode(scenario.setup())) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(scenario.since());
            Plan plan = PostgresNode.plan(accepted(node, scenario));
            StepDriver driver = new StepDriver(node);
            Rows before = Rows.of(node);
            Catalog shape = node.catalog();

            for (Step step : plan.getStepsList()) {
                driver.forward(step);
            }

            if (Rows.mustStay(plan.getStepsList())) {
                assertThat(Rows.of(node)).isEqualTo(before);
            }
            assertThat(node.catalog().own()).as("nothing of ours stays").isEmpty();
            Reverses.check(node, scenario, shape);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void leadsBackFromEachStep(Scenario scenario) throws SQLException {
        try (PostgresNode node = new PostgresNode(scenario.setup())) {
            assumeThat(node.major()).isGreaterThanOrEqualTo(scenario.since());
            Catalog before = node.catalog();
            Rows rows = Rows.of(node);
            StepDriver driver = new StepDriver(node);
            Plan plan = PostgresNode.plan(accepted(node, scenario));
            List<Step> steps = plan.getStepsList().stream()
                    .filter(step -> step.getPhase() != Phase.CONTRACT)
                    .toList();

            Catalog soFar = before;
            for (int done = 0; done < steps.size(); done++) {
                Step step = steps.get(done);
                driver.forward(step);
                driver.back(step, plan);
                if (step.hasBackfill() || !node.catalog().equals(soFar)) {
                    // It is not as it was one step before, from where the way back has been gone: all of it, then.
                    goBack(driver, steps.subList(0, done), plan);
                    assertThat(node.catalog())
                            .as("after going back from step %d", done + 1)
                            .isEqualTo(before);
                    for (Step earlier : steps.subList(0, done)) {
                        driver.again(earlier);
                    }
                }
                driver.again(step);
                soFar = node.catalog();
            }
            goBack(driver, steps, plan);
            assertThat(node.catalog()).as("after going back from the last step").isEqualTo(before);
            if (steps.stream().noneMatch(Step::hasBackfill)) {
                assertThat(Rows.of(node)).isEqualTo(rows);
            }
        }
    }

    private static void goBack(StepDriver driver, List<Step> steps, Plan plan) throws SQLException {
        for (int place = steps.size() - 1; place >= 0; place--) {
            driver.back(steps.get(place), plan);
        }
    }

    /** It only changes what an earlier step made, whose undo removes that as it is by then. */
    private static boolean isUndoneWithAnEarlierOne(Step step, Plan plan) {
        return step.getEffectsList().stream()
                .allMatch(effect -> plan.getStepsList().stream()
                        .filter(earlier -> earlier.getNumber() < step.getNumber())
                        .filter(earlier -> earlier.getUndo().getSqlCount() > 0)
                        .flatMap(earlier -> earlier.getEffectsList().stream())
                        .anyMatch(made -> made.getPath().equals(effect.getPath())
                                && made.getBefore().isEmpty()));
    }

    private static Planned accepted(PostgresNode node, Scenario scenario) throws SQLException {
        Planned planned = node.plan(scenario.change());
        assertThat(planned.getFindingsList())
                .filteredOn(finding -> finding.getSeverity() == Severity.REFUSE)
                .isEmpty();
        Plan plan = PostgresNode.plan(planned);
        for (Step step : plan.getStepsList()) {
            boolean explained = step.hasBackfill()
                    || step.hasCheck()
                    || step.getUndo().getSqlCount() > 0
                    || isUndoneWithAnEarlierOne(step, plan)
                    || !step.getUndo().getIrreversible().isEmpty();
            assertThat(explained)
                    .as("%s has an undo or a reason", step.getSummary())
                    .isTrue();
            assertThat(step.getEffectsList())
                    .allSatisfy(effect -> assertThat(effect.getBefore()).isNotEqualTo(effect.getAfter()));
            boolean givesRights =
                    step.getOperation().equals("views") && step.getLock().isEmpty();
            boolean probed = !step.hasStatement()
                    || givesRights && step.getStatement().getTransactional()
                    || step.getEffectsCount() > 0
                    || !step.getStatement().getDoneWhen().isEmpty();
            assertThat(probed).as("%s can be probed", step.getSummary()).isTrue();
        }
        return planned;
    }
}
