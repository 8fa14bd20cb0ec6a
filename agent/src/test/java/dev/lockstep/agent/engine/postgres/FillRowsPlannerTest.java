package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import dev.lockstep.v1.Step;
import org.junit.jupiter.api.Test;

class FillRowsPlannerTest {

    @Test
    void rowsAreFilledAndThenLookedFor() {
        OperationPlan plan = plan("note", "upper(country)", "note IS NULL");

        assertThat(Samples.lines(plan)).containsExactly("BACKFILL backfill by [id]", "VALIDATE check");
        assertThat(plan.steps().get(0).step().getBackfill().getCondition()).isEqualTo("(note IS NULL)");
    }

    @Test
    void whatIsNotKeptIsSaidBeforeAndOnTheWayBack() {
        OperationPlan plan = plan("note", "upper(country)", "note IS NULL");

        assertThat(plan.findings()).extracting(Finding::getCode).contains("values-not-kept");
        Step fill = plan.steps().get(0).step();
        assertThat(fill.getUndo().getSqlList()).isEmpty();
        assertThat(fill.getUndo().getLoses()).contains("note of orders");
    }

    @Test
    void theConditionIsAskedOnceMoreOfRowsAsTheyWouldBe() {
        assertThat(plan("note", "upper(country)", "note IS NULL")
                        .questions()
                        .get(0)
                        .query())
                .isEqualTo(
                        "SELECT concat_ws(', ', \"id\") FROM (SELECT \"country\", \"id\", CAST((upper(country)) AS text) AS \"note\", ctid AS lockstep_place"
                                + " FROM \"public\".\"orders\" AS \"orders\" WHERE (note IS NULL)) AS \"orders\" WHERE (note IS NULL) LIMIT 5");
    }

    @Test
    void aColumnThatIsNotNullIsAskedForRowsWithoutAValue() {
        assertThat(plan("country", "note", "country = ''").questions())
                .extracting(RowQuestion::code)
                .containsExactly("backfill-endless", "value-null");
    }

    @Test
    void textsStayWithinTheirPlaces() {
        assertThat(plan("note", "upper(country)", "true) OR (true; DROP TABLE orders")
                        .findings())
                .extracting(Finding::getCode)
                .contains("expression-malformed");
        assertThat(plan("note", "upper(country)", "").findings())
                .extracting(Finding::getCode)
                .contains("backfill-incomplete");
    }

    private static OperationPlan plan(String column, String value, String where) {
        FillRows.Builder rows = FillRows.newBuilder()
                .setTable("orders")
                .setColumn(column)
                .setValue(PerEngine.newBuilder().setAny(value))
                .setWhere(PerEngine.newBuilder().setAny(where));
        return Samples.plan(Operation.newBuilder().setBackfill(rows), Samples.facts(160_000));
    }
}
