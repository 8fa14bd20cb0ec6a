package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddEnumValue;
import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.ReplicaIdentity;
import dev.lockstep.v1.SetReplicaIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePlannersTest {

    @Test
    void aTableThatGoesLocksThoseThatItRefersToFirst() {
        TableFacts table = Samples.orders(List.of())
                .withConstraint(key("a", "parts"))
                .withConstraint(key("b", "customers"))
                .withConstraint(key("c", "orders"));

        OperationPlan plan = drop(Samples.facts(160_000, table));

        assertThat(plan.steps().get(0).step().getStatement().getSqlList())
                .containsExactly(
                        "LOCK TABLE \"public\".\"customers\" IN ACCESS EXCLUSIVE MODE",
                        "LOCK TABLE \"public\".\"parts\" IN ACCESS EXCLUSIVE MODE",
                        "DROP TABLE \"public\".\"orders\"");
        assertThat(plan.steps().get(0).step().getLock())
                .isEqualTo("ACCESS EXCLUSIVE on customers, ACCESS EXCLUSIVE on parts, ACCESS EXCLUSIVE on orders");
        assertThat(plan.after().table(Samples.ORDERS)).isEmpty();
    }

    @Test
    void aTableThatIsNeededStaysAndEverythingThatNeedsItIsNamed() {
        TableFacts plain = Samples.orders(List.of());
        TableFacts needed = new TableFacts(
                plain.name(),
                plain.kind(),
                plain.obstacles(),
                true,
                true,
                0,
                0,
                3,
                plain.columns(),
                plain.indexes(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                new TableTraits("", "DEFAULT", List.of("view a", "view b")));

        OperationPlan plan = drop(Samples.facts(160_000, needed));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.findings())
                .extracting(Finding::getMessage)
                .containsExactly(
                        "expected nothing else to need orders, but view a does; change or drop that first",
                        "expected nothing else to need orders, but view b does; change or drop that first");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 'enum (''sad'', ''ok'', ''glad'')', ''",
        "sad, '', 'enum (''glad'', ''sad'', ''ok'')', ' BEFORE ''sad'''",
        "'', sad, 'enum (''sad'', ''glad'', ''ok'')', ' AFTER ''sad'''"
    })
    void anEnumValueStandsWhereItIsWanted(String before, String after, String definition, String place) {
        EnumFacts mood = new EnumFacts(TableName.of("mood"), true, List.of("sad", "ok"));
        Facts facts = new Facts(
                new PostgresVersion(160_000), Map.of(), Set.of(), Set.of(), Set.of(), Map.of("mood", mood), Map.of());

        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setAddEnumValue(AddEnumValue.newBuilder()
                                .setType("mood")
                                .setValue("glad")
                                .setBefore(before)
                                .setAfter(after)),
                facts);

        assertThat(Samples.lines(plan))
                .containsExactly("CONTRACT ALTER TYPE \"public\".\"mood\" ADD VALUE 'glad'" + place);
        assertThat(plan.after().enums().get("mood"))
                .extracting(EnumFacts::definition)
                .isEqualTo(definition);
        assertThat(plan.steps().get(0).step().getUndo().getIrreversible()).isNotEmpty();
    }

    @Test
    void aPrimaryKeyNeedsColumnsThatAreNotNullAlready() {
        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setAddPrimaryKey(AddPrimaryKey.newBuilder()
                                .setTable("orders")
                                .setName("k")
                                .addColumns("note")),
                Samples.facts(160_000));

        assertThat(plan.findings()).extracting(Finding::getCode).containsExactly("primary-key-nullable");
    }

    @Test
    void aReplicaIdentityGoesBackToTheOneBefore() {
        OperationPlan plan = Samples.plan(
                Operation.newBuilder()
                        .setSetReplicaIdentity(SetReplicaIdentity.newBuilder()
                                .setTable("orders")
                                .setIdentity(ReplicaIdentity.REPLICA_IDENTITY_INDEX)
                                .setIndex("orders_pkey")),
                Samples.facts(160_000));

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "EXPAND ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY USING INDEX \"orders_pkey\"");
        assertThat(plan.steps().get(0).step().getUndo().getSqlList())
                .containsExactly("ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY DEFAULT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table",
                "table comment 'x'",
                "table unlogged row level security comment E'it''s \\\\ here'",
                "table row level security forced row level security replica identity full",
                "table replica identity index a b comment 'its comment ''is'' long'"
            })
    void whatACatalogSaysOfATableIsReadAndWrittenAlike(String definition) {
        assertThat(TableText.of(definition).definition()).isEqualTo(definition);
    }

    @Test
    void aCommentAndAReplicaIdentityAreReplacedInTheirPlaces() {
        TableText text = TableText.of("table row level security replica identity nothing comment 'old'");

        assertThat(text.withComment("it's \\").definition())
                .isEqualTo("table row level security replica identity nothing comment E'it''s \\\\'");
        assertThat(text.withIdentity("DEFAULT", "").definition()).isEqualTo("table row level security comment 'old'");
        assertThat(text.withIdentity("USING INDEX \"i\"", "i").definition())
                .isEqualTo("table row level security replica identity index i comment 'old'");
    }

    private static ConstraintFacts key(String name, String other) {
        return new ConstraintFacts(
                name, ConstraintFacts.Kind.FOREIGN_KEY, List.of("note"), List.of(TableName.of(other)), "FOREIGN KEY");
    }

    private static OperationPlan drop(Facts facts) {
        return Samples.plan(
                Operation.newBuilder().setDropTable(DropTable.newBuilder().setTable("orders")), facts);
    }
}
