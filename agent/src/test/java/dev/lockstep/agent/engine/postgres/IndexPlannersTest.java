package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.DropIndex;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexPlannersTest {

    @Test
    void buildsConcurrentlyAndCanCleanUp() {
        OperationPlan plan = add(160_000, false, "country", "id");

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "EXPAND CREATE INDEX CONCURRENTLY \"new_idx\" ON \"public\".\"orders\" (\"country\", \"id\")");
        var statement = plan.steps().get(0).step().getStatement();
        assertThat(statement.getTransactional()).isFalse();
        assertThat(statement.getLockTimeoutMillis())
                .as("a short wait would leave an INVALID index")
                .isZero();
        assertThat(statement.getCleanupList())
                .containsExactly("DROP INDEX CONCURRENTLY IF EXISTS \"public\".\"new_idx\"")
                .isEqualTo(plan.steps().get(0).step().getUndo().getSqlList());
    }

    @Test
    void keepsUniquenessForContract() {
        OperationPlan plan = add(160_000, true, "country");

        assertThat(Samples.lines(plan))
                .singleElement()
                .asString()
                .startsWith("CONTRACT CREATE UNIQUE INDEX CONCURRENTLY");
        assertThat(plan.questions())
                .singleElement()
                .extracting(RowQuestion::code)
                .isEqualTo("duplicates");
    }

    @Test
    void waitsUntilAColumnOfTheSameChangeIsFilled() {
        AddColumn.Builder column = AddColumn.newBuilder()
                .setTable("orders")
                .setColumn("region")
                .setType(Samples.text("text"))
                .setNullable(true);
        Facts empty = after(column);
        Facts filled = after(column.setValue(Samples.text("country")));

        assertThat(Samples.lines(add(filled, false, "country", "region")))
                .containsExactly(
                        "VALIDATE CREATE INDEX CONCURRENTLY \"new_idx\" ON \"public\".\"orders\" (\"country\", \"region\")");
        assertThat(Samples.lines(add(filled, false, "country")))
                .singleElement()
                .asString()
                .startsWith("EXPAND");
        assertThat(Samples.lines(add(empty, false, "region")))
                .singleElement()
                .asString()
                .startsWith("EXPAND");
    }

    @Test
    void refusesServersThatCorruptIndexes() {
        assertThat(codes(add(140_003, false, "country"))).containsExactly("server-corrupts-indexes");
        assertThat(codes(add(140_004, false, "country"))).isEmpty();
        assertThat(codes(add(130_009, false, "country"))).isEmpty();
    }

    @Test
    void offersTheNearestName() {
        assertThat(add(160_000, false, "contry").findings())
                .singleElement()
                .extracting(Finding::getMessage)
                .isEqualTo("expected orders to have a column contry, but it has none; did you mean country?");
    }

    @Test
    void givesADroppedIndexBackAsItWas() {
        IndexFacts index = new IndexFacts(
                "odd_idx",
                false,
                false,
                true,
                false,
                "",
                List.of(""),
                List.of(),
                "CREATE INDEX odd_idx ON public.orders USING gin (lower(note)) WHERE (id > 5)");
        Facts facts = Samples.facts(160_000, Samples.orders(List.of()).withIndex(index));

        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setDropIndex(DropIndex.newBuilder().setTable("orders").setName("odd_idx")),
                facts);

        assertThat(plan.steps().get(0).step().getUndo().getSqlList())
                .containsExactly(
                        "CREATE INDEX CONCURRENTLY odd_idx ON public.orders USING gin (lower(note)) WHERE (id > 5)");
    }

    @Test
    void keepsIndexesThatConstraintsNeed() {
        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setDropIndex(DropIndex.newBuilder().setTable("orders").setName("orders_pkey")),
                Samples.facts(160_000));

        assertThat(codes(plan)).containsExactly("index-backs-constraint");
    }

    private static List<String> codes(OperationPlan plan) {
        return plan.findings().stream().map(Finding::getCode).toList();
    }

    private static Facts after(AddColumn.Builder column) {
        return Samples.plan(Operation.newBuilder().setAddColumn(column), Samples.facts(160_000))
                .after();
    }

    private static OperationPlan add(int version, boolean unique, String... columns) {
        return add(Samples.facts(version), unique, columns);
    }

    private static OperationPlan add(Facts facts, boolean unique, String... columns) {
        AddIndex.Builder add = AddIndex.newBuilder()
                .setTable("orders")
                .setName("new_idx")
                .setUnique(unique)
                .addAllColumns(List.of(columns));
        return Samples.plan(Operation.newBuilder().setAddIndex(add), facts);
    }
}
