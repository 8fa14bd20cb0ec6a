package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DropColumnPlannerTest {

    @Test
    void letsWritersLeaveTheColumnOutFirst() {
        assertThat(Samples.lines(plan("country", "", List.of())))
                .containsExactly(
                        "EXPAND ALTER TABLE \"public\".\"orders\" ALTER COLUMN \"country\" DROP NOT NULL",
                        "CONTRACT ALTER TABLE \"public\".\"orders\" DROP COLUMN \"country\"");
        assertThat(Samples.lines(plan("country", "'XX'", List.of())))
                .startsWith("EXPAND ALTER TABLE \"public\".\"orders\" ALTER COLUMN \"country\" SET DEFAULT 'XX'");
    }

    @Test
    void hasNothingToDoInExpandForANullableColumn() {
        assertThat(Samples.lines(plan("note", "", List.of())))
                .containsExactly("CONTRACT ALTER TABLE \"public\".\"orders\" DROP COLUMN \"note\"");
    }

    @Test
    void dropsIndexesConcurrentlyBeforeTheColumn() {
        OperationPlan plan = plan(
                "note",
                "",
                List.of(new Dependent("note", Dependent.Kind.INDEX, "orders_note_idx", "index orders_note_idx")));

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "CONTRACT DROP INDEX CONCURRENTLY IF EXISTS \"public\".\"orders_note_idx\"",
                        "CONTRACT ALTER TABLE \"public\".\"orders\" DROP COLUMN \"note\"");
        assertThat(plan.steps().get(0).foreseen())
                .extracting(Foreseen::path)
                .containsExactly("table:orders/index:orders_note_idx");
    }

    @Test
    void neverDropsWhatDependsOnTheColumn() {
        OperationPlan plan = plan(
                "note",
                "",
                List.of(
                        new Dependent("note", Dependent.Kind.OTHER, "", "view one"),
                        new Dependent("note", Dependent.Kind.OTHER, "", "view two")));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.findings()).extracting(Finding::getCode).containsExactly("dependent", "dependent");
        assertThat(plan.findings().toString()).doesNotContain("CASCADE");
    }

    @Test
    void remarksFunctionsThatMentionTheColumn() {
        Facts facts = new Facts(
                new PostgresVersion(160_000),
                Map.of("orders", Samples.orders(List.of())),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of("one()", "SELECT note FROM orders", "other()", "SELECT notes FROM orders"));

        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setDropColumn(
                                DropColumn.newBuilder().setTable("orders").setColumn("note")),
                facts);

        assertThat(plan.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("mentioned-in-function");
            assertThat(finding.getMessage()).contains("one()");
        });
    }

    private static OperationPlan plan(String column, String value, List<Dependent> dependents) {
        DropColumn.Builder drop = DropColumn.newBuilder()
                .setTable("orders")
                .setColumn(column)
                .setValue(PerEngine.newBuilder().setPostgres(value));
        return Samples.plan(
                Operation.newBuilder().setDropColumn(drop), Samples.facts(160_000, Samples.orders(dependents)));
    }
}
