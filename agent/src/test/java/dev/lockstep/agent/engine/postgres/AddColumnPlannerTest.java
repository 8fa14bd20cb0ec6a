package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddColumnPlannerTest {

    @Test
    void addsANullableColumnAtOnce() {
        OperationPlan plan = plan(column("text").setNullable(true), 160_000);

        assertThat(Samples.lines(plan))
                .containsExactly("EXPAND ALTER TABLE \"public\".\"orders\" ADD COLUMN \"region\" text");
        assertThat(plan.steps().get(0).step().getLock()).isEqualTo("ACCESS EXCLUSIVE on orders");
        assertThat(plan.steps().get(0).step().getStatement().getLockTimeoutMillis())
                .isEqualTo(100);
        assertThat(plan.steps().get(0).step().getOperation()).isEqualTo("add_column orders.region");
    }

    @Test
    void addsAConstantDefaultAtOnceAlsoWhenNotNull() {
        OperationPlan plan = plan(column("int").setDefault(Samples.text("0")), 120_000);

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "EXPAND ALTER TABLE \"public\".\"orders\" ADD COLUMN \"region\" integer DEFAULT 0 NOT NULL");
    }

    @Test
    void fillsByPlaceWhereTheServerReadsRangesOfPlaces() {
        assertThat(fillsByPlace(130_000)).isFalse();
        assertThat(fillsByPlace(140_000)).isTrue();
    }

    private static boolean fillsByPlace(int version) {
        return plan(column("text").setValue(Samples.text("upper(country)")), version).steps().stream()
                .map(StepDraft::step)
                .filter(Step::hasBackfill)
                .allMatch(step -> step.getBackfill().getByPlace());
    }

    @Test
    void fillsAndProvesBeforeNullIsForbiddenOnOlderServers() {
        OperationPlan plan = plan(column("text").setValue(Samples.text("upper(country)")), 170_000);

        assertThat(Samples.lines(plan)).hasSize(9);
        assertThat(Samples.lines(plan).subList(3, 8))
                .containsExactly(
                        "BACKFILL backfill by [id]",
                        "VALIDATE check",
                        "VALIDATE ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT " + proof()
                                + " CHECK (\"region\" IS NOT NULL) NOT VALID",
                        "VALIDATE ALTER TABLE \"public\".\"orders\" VALIDATE CONSTRAINT " + proof(),
                        "VALIDATE ALTER TABLE \"public\".\"orders\" ALTER COLUMN \"region\" SET NOT NULL");
        assertThat(plan.steps().get(8).step().getStatement().getSqlList())
                .last()
                .isEqualTo("ALTER TABLE \"public\".\"orders\" DROP CONSTRAINT " + proof());
    }

    @Test
    void neverSetsNotNullByAScanOn18() {
        OperationPlan plan = plan(column("text").setValue(Samples.text("upper(country)")), 180_000);

        assertThat(Samples.lines(plan))
                .contains(
                        "VALIDATE ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT \"orders_region_not_null\" NOT NULL \"region\" NOT VALID")
                .noneMatch(line -> line.contains("SET NOT NULL"));
    }

    @Test
    void keepsScansOutOfTransactions() {
        OperationPlan plan = plan(column("text").setValue(Samples.text("upper(country)")), 160_000);

        assertThat(plan.steps())
                .filteredOn(draft -> draft.step().hasStatement())
                .allSatisfy(draft -> {
                    boolean scans = draft.step().getStatement().getSql(0).contains(" VALIDATE ");
                    assertThat(draft.step().getStatement().getTransactional()).isEqualTo(!scans);
                    assertThat(draft.step().getStatement().getLockTimeoutMillis())
                            .isEqualTo(scans ? 0 : 100);
                });
    }

    @Test
    void writesTheSameStepsForTheCopy() {
        Operation operation = Operation.newBuilder()
                .setAddColumn(column("text").setValue(Samples.text("upper(country)")))
                .build();
        Facts facts = Samples.facts(160_000);

        List<StepDraft> live =
                OperationPlanners.plan(operation, facts, Samples.LIVE).steps();
        List<StepDraft> copy = OperationPlanners.plan(operation, facts, new PlanTarget(true, "lockstep"))
                .steps();

        assertThat(copy.toString().replace("pg_temp.\\\"orders", "\\\"public\\\".\\\"orders"))
                .isEqualTo(live.toString());
    }

    @Test
    void saysAllThatIsWrong() {
        OperationPlan plan = plan(
                AddColumn.newBuilder().setTable("orders").setColumn("country").setType(Samples.text("txt")), 160_000);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.findings())
                .extracting(Finding::getCode)
                .containsExactly("type-unknown", "not-null-without-value", "column-exists");
        assertThat(plan.findings())
                .allSatisfy(finding -> assertThat(finding.getLine()).isEqualTo(3));
    }

    private static String proof() {
        return Quoting.identifier(HelperNames.notNullProof(Samples.ORDERS, "region"));
    }

    private static AddColumn.Builder column(String type) {
        return AddColumn.newBuilder().setTable("orders").setColumn("region").setType(Samples.text(type));
    }

    private static OperationPlan plan(AddColumn.Builder column, int version) {
        return Samples.plan(Operation.newBuilder().setAddColumn(column), Samples.facts(version));
    }
}
