package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddCheck;
import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.DropConstraint;
import dev.lockstep.v1.DropNotNull;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstraintPlannersTest {

    @Test
    void aRuleThatOldWritersCanBreakWaitsForContract() {
        assertThat(check(false).steps())
                .hasSize(3)
                .allSatisfy(draft -> assertThat(draft.step().getPhase()).isEqualTo(Phase.CONTRACT));
        assertThat(check(true).steps())
                .hasSize(3)
                .allSatisfy(draft -> assertThat(draft.step().getPhase()).isEqualTo(Phase.VALIDATE));
    }

    @Test
    void aRuleIsNeverProvedInTheTransactionThatAddsIt() {
        OperationPlan plan = check(true);

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "VALIDATE check",
                        "VALIDATE ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT \"note_short\" CHECK (length(note) < 9) NOT VALID",
                        "VALIDATE ALTER TABLE \"public\".\"orders\" VALIDATE CONSTRAINT \"note_short\"");
        assertThat(plan.steps().get(2).step().getStatement().getTransactional()).isFalse();
    }

    @Test
    void aForeignKeyNeedsAnIndexOfItsOwnColumns() {
        Facts facts = Samples.facts(160_000);

        OperationPlan plan = Samples.plan(foreignKey("note"), facts);
        assertThat(codes(plan)).containsExactly("foreign-key-unindexed");
        assertThat(plan.findings().get(0).getMessage()).endsWith("put an add_index before this operation");

        TableFacts indexed = Samples.orders(List.of())
                .withIndex(new IndexFacts("i", false, false, true, true, "", List.of("note", "id"), List.of(), ""));
        assertThat(codes(Samples.plan(foreignKey("note"), Samples.facts(160_000, indexed))))
                .isEmpty();
    }

    @Test
    void aPartialIndexDoesNotServeAForeignKey() {
        TableFacts partial = Samples.orders(List.of())
                .withIndex(new IndexFacts(
                        "i",
                        false,
                        false,
                        true,
                        false,
                        "",
                        List.of("note"),
                        List.of(),
                        "CREATE INDEX i ON public.orders USING btree (note) WHERE (id > 5)"));

        assertThat(codes(Samples.plan(foreignKey("note"), Samples.facts(160_000, partial))))
                .containsExactly("foreign-key-unindexed");
    }

    @Test
    void aUniqueIndexIsBuiltBeforeItBecomesAConstraint() {
        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setAddUnique(AddUnique.newBuilder()
                                .setTable("orders")
                                .setName("orders_note_key")
                                .addColumns("note")),
                Samples.facts(160_000));

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "CONTRACT CREATE UNIQUE INDEX CONCURRENTLY \"orders_note_key\" ON \"public\".\"orders\" (\"note\")",
                        "CONTRACT ALTER TABLE \"public\".\"orders\" ADD CONSTRAINT \"orders_note_key\" UNIQUE USING INDEX \"orders_note_key\"");
        assertThat(plan.questions()).extracting(RowQuestion::code).containsExactly("duplicates");
    }

    @Test
    void aConstraintThatGoesNamesWhatNeedsIt() {
        IndexFacts index = new IndexFacts(
                "k", true, false, true, true, "k", List.of("note"), List.of("the foreign key f of lines"), "");
        TableFacts table = Samples.orders(List.of())
                .withIndex(index)
                .withConstraint(new ConstraintFacts(
                        "k", ConstraintFacts.Kind.UNIQUE, List.of("note"), List.of(), "UNIQUE (note)"));

        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setDropConstraint(
                                DropConstraint.newBuilder().setTable("orders").setName("k")),
                Samples.facts(160_000, table));

        assertThat(plan.findings())
                .extracting(Finding::getMessage)
                .containsExactly(
                        "expected nothing to need k of orders, but the foreign key f of lines does; change that first");
    }

    @Test
    void theNameOfTheRuleThatGoesIsNotInTheWayOfItsUndo() {
        ConstraintFacts named = new ConstraintFacts(
                "orders_country_not_null",
                ConstraintFacts.Kind.NOT_NULL,
                List.of("country"),
                List.of(),
                "NOT NULL country");
        Facts facts = Samples.facts(180_000, Samples.orders(List.of()).withConstraint(named));

        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setDropNotNull(
                                DropNotNull.newBuilder().setTable("orders").setColumn("country")),
                facts);

        assertThat(codes(plan)).isEmpty();
        assertThat(plan.steps().get(0).step().getUndo().getSqlList())
                .contains(
                        "ALTER TABLE \"public\".\"orders\" DROP CONSTRAINT IF EXISTS \"orders_country_not_null\", ADD CONSTRAINT \"orders_country_not_null\" NOT NULL \"country\" NOT VALID");
    }

    private static OperationPlan check(boolean writersComply) {
        AddCheck.Builder check = AddCheck.newBuilder()
                .setTable("orders")
                .setName("note_short")
                .setCheck(Samples.text("length(note) < 9"))
                .setWritersComply(writersComply);
        return Samples.plan(Operation.newBuilder().setAddCheck(check), Samples.facts(160_000));
    }

    private static Operation.Builder foreignKey(String column) {
        return Operation.newBuilder()
                .setAddForeignKey(AddForeignKey.newBuilder()
                        .setTable("orders")
                        .setName("orders_fk")
                        .addColumns(column)
                        .setReferences("orders")
                        .addReferencedColumns("id"));
    }

    private static List<String> codes(OperationPlan plan) {
        return plan.findings().stream()
                .filter(Findings::refuses)
                .map(Finding::getCode)
                .toList();
    }
}
