package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.ReplacePrimaryKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplacePrimaryKeyPlannerTest {

    private static final ConstraintFacts OLD = new ConstraintFacts(
            "orders_pkey", ConstraintFacts.Kind.PRIMARY_KEY, List.of("id"), List.of(), "PRIMARY KEY (id)");

    @Test
    void theNewKeyTakesTheOldName() {
        assertThat(Samples.lines(plan(Samples.facts(160_000, table(List.of())), "country", true)))
                .containsExactly(
                        "VALIDATE CREATE UNIQUE INDEX CONCURRENTLY \"%s\" ON \"public\".\"orders\" (\"country\")"
                                .formatted(HelperNames.index(Samples.ORDERS, "orders_pkey")),
                        "CONTRACT ALTER TABLE \"public\".\"orders\" DROP CONSTRAINT \"orders_pkey\"");
    }

    @Test
    void nothingIsAskedOfOldWritersBeforeContractUnlessTheyComply() {
        assertThat(plan(Samples.facts(160_000, table(List.of())), "note", false).steps())
                .extracting(step -> step.step().getPhase())
                .containsOnly(Phase.CONTRACT);
    }

    @Test
    void viewsThatGroupByTheOldKeyAreNamed() {
        assertThat(plan(Samples.facts(160_000, table(List.of("view stock"))), "country", true)
                        .findings())
                .extracting(Finding::getCode)
                .contains("dependent");
    }

    @Test
    void aForeignKeyThatTheSameChangeMakesIsNotMovedBlindly() {
        ConstraintFacts fresh = new ConstraintFacts(
                "lines_fk", ConstraintFacts.Kind.FOREIGN_KEY, List.of("note"), List.of(Samples.ORDERS), "");
        Facts facts = Samples.facts(160_000, table(List.of()).withConstraint(fresh));

        assertThat(plan(facts, "country", true).findings())
                .extracting(Finding::getMessage)
                .anyMatch(message -> message.contains("makes or renames lines_fk of orders"));
    }

    private static TableFacts table(List<String> users) {
        IndexFacts index = new IndexFacts(
                "orders_pkey", true, true, true, true, "orders_pkey", List.of("id"), users, "CREATE UNIQUE INDEX");
        return Samples.orders(List.of()).withIndex(index).withConstraint(OLD);
    }

    private static OperationPlan plan(Facts facts, String column, boolean writersComply) {
        return Samples.plan(
                Operation.newBuilder()
                        .setReplacePrimaryKey(ReplacePrimaryKey.newBuilder()
                                .setTable("orders")
                                .addColumns(column)
                                .setWritersComply(writersComply)),
                facts);
    }
}
