package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetNotNull;
import org.junit.jupiter.api.Test;

class SetNotNullPlannerTest {

    @Test
    void waitsForContractWhenOldWritersCouldBreakTheRule() {
        OperationPlan plan = plan("", 160_000);

        assertThat(plan.steps())
                .hasSize(5)
                .allSatisfy(draft -> assertThat(draft.step().getPhase()).isEqualTo(Phase.CONTRACT));
        assertThat(plan.questions())
                .singleElement()
                .extracting(RowQuestion::code)
                .isEqualTo("nulls-remain");
    }

    @Test
    void standsFromValidateWhenWritersAreHelped() {
        OperationPlan plan = plan("'none'", 180_000);

        assertThat(plan.steps())
                .extracting(draft -> draft.step().getPhase())
                .containsExactly(
                        Phase.EXPAND,
                        Phase.EXPAND,
                        Phase.BACKFILL,
                        Phase.VALIDATE,
                        Phase.VALIDATE,
                        Phase.VALIDATE,
                        Phase.CONTRACT);
        assertThat(plan.questions())
                .singleElement()
                .satisfies(
                        question -> assertThat(question.query())
                                .isEqualTo(
                                        "SELECT concat_ws(', ', \"id\") FROM \"public\".\"orders\" WHERE ('none') IS NULL AND \"note\" IS NULL LIMIT 5"));
    }

    @Test
    void knowsTheColumnAsNotNullAfterwards() {
        Facts after = plan("", 160_000).after();

        assertThat(after.table(Samples.ORDERS).orElseThrow().columns().get("note"))
                .satisfies(
                        column -> assertThat(column != null && column.notNull()).isTrue());
    }

    @Test
    void namesTheOperationThatFillsTheColumnAlready() {
        Operation backfill = Operation.newBuilder()
                .setBackfill(FillRows.newBuilder()
                        .setTable("orders")
                        .setColumn("note")
                        .setValue(Samples.text("'none'"))
                        .setWhere(Samples.text("note = ''")))
                .build();

        OperationPlan met =
                OperationPlanners.plan(backfill, plan("'none'", 160_000).after(), new PlanTarget(false, "lockstep"));

        assertThat(met.findings()).filteredOn(Findings::refuses).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("operations-meet");
            assertThat(finding.getMessage()).contains("but set_not_null before this one does it already");
        });
    }

    private static OperationPlan plan(String value, int version) {
        SetNotNull.Builder operation =
                SetNotNull.newBuilder().setTable("orders").setColumn("note").setValue(Samples.text(value));
        return Samples.plan(Operation.newBuilder().setSetNotNull(operation), Samples.facts(version));
    }
}
