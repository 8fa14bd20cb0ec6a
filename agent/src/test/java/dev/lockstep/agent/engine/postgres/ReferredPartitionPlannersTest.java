package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Partitions of a table that another table refers to. */
class ReferredPartitionPlannersTest {
    @Test
    void aPartitionLeavesWhileTheKeysOfOthersStandAside() {
        OperationPlan plan = Samples.plan(drop(), referred(true));

        assertThat(plan.questions()).extracting(RowQuestion::code).containsExactly("still-referenced");
        assertThat(plan.steps())
                .extracting(draft -> draft.step().getSummary())
                .containsExactly(
                        "look for rows of lines that are not away from orders_de by lines_fk",
                        "keep every row of lines away from orders_de by lines_fk",
                        "prove that every row of lines is away from orders_de by lines_fk",
                        "drop the partition orders_de of orders",
                        "let the check go that every row of lines is away from orders_de by lines_fk",
                        "prove that every row of lines keeps lines_fk");
        assertThat(plan.steps().get(3).step().getStatement().getSqlList())
                .containsExactly(
                        "LOCK TABLE \"public\".\"orders\", \"public\".\"lines\" IN ACCESS EXCLUSIVE MODE",
                        "ALTER TABLE \"public\".\"lines\" DROP CONSTRAINT \"lines_fk\"",
                        "DROP TABLE \"public\".\"orders_de\"",
                        "ALTER TABLE \"public\".\"lines\" ADD CONSTRAINT \"lines_fk\" FOREIGN KEY (note) REFERENCES orders(country) NOT VALID");
    }

    @Test
    void withoutWhatTheServerSaysOfItsBoundsAPartitionThatOthersReferToStays() {
        assertThat(PartitionPlannersTest.refusals(drop(), referred(false)))
                .extracting(Finding::getCode)
                .containsExactly("dependent");
    }

    @Test
    void aNewPartitionIsDetachedBeforeItIsDroppedOnTheWayBackWhereOthersReferToIt() {
        Operation.Builder create = Operation.newBuilder()
                .setCreatePartition(CreatePartition.newBuilder()
                        .setTable("orders")
                        .setPartition("orders_fr")
                        .setValues("IN ('FR')"));

        assertThat(Samples.plan(create, referred(true)).steps()).singleElement().satisfies(draft -> {
            assertThat(draft.step().getLock())
                    .isEqualTo("SHARE UPDATE EXCLUSIVE on orders, SHARE ROW EXCLUSIVE on lines");
            assertThat(draft.step().getUndo().getSqlList())
                    .endsWith(
                            "ALTER TABLE \"public\".\"orders\" DETACH PARTITION \"public\".\"orders_fr\"",
                            "DROP TABLE \"public\".\"orders_fr\"");
        });
    }

    private static Operation.Builder drop() {
        return Operation.newBuilder()
                .setDropPartition(DropPartition.newBuilder().setTable("orders").setPartition("orders_de"));
    }

    /** With a table that refers to it, and what the server says of the bounds. */
    private static Facts referred(boolean asked) {
        Facts facts = PartitionPlannersTest.facts(160_000, PartitionPlannersTest.DE_PART);
        TableFacts orders = facts.table(Samples.ORDERS).orElseThrow();
        TableName lines = TableName.of("lines");
        String definition = "FOREIGN KEY (note) REFERENCES orders(country)";
        Referrer referrer = new Referrer(lines, "lines_fk", List.of("note"), List.of("country"), definition, "", "");
        ConstraintFacts key = new ConstraintFacts(
                "lines_fk", ConstraintFacts.Kind.FOREIGN_KEY, List.of("note"), List.of(Samples.ORDERS), definition);
        IndexFacts index =
                new IndexFacts("lines_note", false, false, true, true, "", List.of("note"), List.of(), "CREATE INDEX");
        Departure departure = new Departure(
                List.of(PartitionPlannersTest.DE),
                asked ? Map.of(lines.constraintPath("lines_fk"), new Arrival.Bound("(note = 'DE')", "")) : Map.of());
        return facts.with(orders.with(orders.traits().withReferrer(referrer)))
                .with(PartitionPlannersTest.table("lines", TableFacts.PLAIN, Partitioning.NONE, List.of())
                        .withConstraint(key)
                        .withIndex(index))
                .with(Map.of(), Map.of(PartitionPlannersTest.DE, departure));
    }
}
