package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenameColumnPlannerTest {

    @Test
    void onlyRowsThatNobodyHasWrittenSinceTheTriggersAreFilled() {
        OperationPlan plan = plan(Samples.facts(160_000));

        StepDraft fill = plan.steps().stream()
                .filter(step -> step.step().hasBackfill())
                .findFirst()
                .orElseThrow();
        assertThat(fill.step().getBackfill().getCondition()).isEqualTo("\"remark\" IS NULL AND \"note\" IS NOT NULL");
        assertThat(fill.step().getBackfill().getValue()).isEqualTo("\"note\"");
    }

    @Test
    void theTriggersRunAfterThoseOfTheApplication() {
        String name = HelperNames.lastTrigger(Samples.ORDERS, "x".repeat(70), "insert");

        assertThat(name).startsWith("~lockstep_").isGreaterThan("zzz");
        assertThat(HelperNames.bytes(name)).isEqualTo(HelperNames.MAX_BYTES);
    }

    @Test
    void aConstraintThatWaitsForTheEndOfATransactionIsNotCheckedEarlierByTheIndexBesideIt() {
        assertThat(build(true)).startsWith("CREATE UNIQUE INDEX CONCURRENTLY");
        assertThat(build(false)).startsWith("CREATE INDEX CONCURRENTLY");
    }

    private static String build(boolean immediate) {
        IndexFacts index = new IndexFacts(
                "notes",
                true,
                false,
                true,
                immediate,
                "notes",
                List.of("note"),
                List.of(),
                "CREATE UNIQUE INDEX notes ON public.orders USING btree (note)");
        TableFacts table = Samples.orders(
                        List.of(new Dependent("note", Dependent.Kind.OWN_UNIQUE, "notes", "constraint notes")))
                .withIndex(index);
        return plan(Samples.facts(160_000, table)).steps().stream()
                .filter(step -> step.step().getPhase() == Phase.VALIDATE)
                .findFirst()
                .orElseThrow()
                .step()
                .getStatement()
                .getSql(0);
    }

    @Test
    void concurrentBuildsAreRefusedOnServersThatCorruptThem() {
        TableFacts table = Samples.orders(List.of(new Dependent("note", Dependent.Kind.INDEX, "notes", "index notes")))
                .withIndex(new IndexFacts(
                        "notes", false, false, true, true, "", List.of("note"), List.of(), "x USING btree (note)"));

        assertThat(plan(Samples.facts(140_002, table)).findings())
                .extracting(Finding::getCode)
                .containsExactly("server-corrupts-indexes");
    }

    private static OperationPlan plan(Facts facts) {
        return Samples.plan(
                Operation.newBuilder()
                        .setRenameColumn(RenameColumn.newBuilder()
                                .setTable("orders")
                                .setColumn("note")
                                .setTo("remark")),
                facts);
    }
}
