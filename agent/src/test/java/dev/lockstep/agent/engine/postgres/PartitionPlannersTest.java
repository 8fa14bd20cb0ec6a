package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.AddPrimaryKey;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RenameColumn;
import dev.lockstep.v1.SetDefault;
import dev.lockstep.v1.SetNotNull;
import dev.lockstep.v1.WidenKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Operations on a table that is partitioned by country, twice. */
class PartitionPlannersTest {
    static final TableName DE = TableName.of("orders_de");
    private static final TableName REST = TableName.of("orders_rest");
    static final Partition DE_PART = new Partition(DE, Samples.ORDERS, "", "FOR VALUES IN ('DE')", false);
    private static final Partition REST_PART = new Partition(REST, Samples.ORDERS, "", "DEFAULT", false);

    @Test
    void anIndexIsBuiltOnEachPartitionBeforeTheyJoin() {
        OperationPlan plan = Samples.plan(index(false, "note"), facts(160_000, DE_PART, REST_PART));

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "EXPAND CREATE INDEX CONCURRENTLY \"orders_de_note_idx\" ON \"public\".\"orders_de\" (\"note\")",
                        "EXPAND CREATE INDEX CONCURRENTLY \"orders_rest_note_idx\" ON \"public\".\"orders_rest\" (\"note\")",
                        "EXPAND check",
                        "EXPAND CREATE INDEX \"new_idx\" ON ONLY \"public\".\"orders\" (\"note\")",
                        "EXPAND SET lock_timeout = '100ms'");
        assertThat(plan.steps().get(4).step().getStatement().getSqlList())
                .endsWith(
                        "ALTER INDEX \"public\".\"new_idx\" ATTACH PARTITION \"public\".\"orders_de_note_idx\"",
                        "ALTER INDEX \"public\".\"new_idx\" ATTACH PARTITION \"public\".\"orders_rest_note_idx\"",
                        NewPartitions.join("\"public\".\"orders\"", "\"public\".\"new_idx\""));
        assertThat(plan.after().table(DE).orElseThrow().indexes()).containsKey("orders_de_note_idx");
    }

    @Test
    void aTableWithoutPartitionsHasNothingToJoin() {
        assertThat(Samples.lines(Samples.plan(index(false, "note"), facts(160_000))))
                .containsExactly(
                        "EXPAND check", "EXPAND CREATE INDEX \"new_idx\" ON ONLY \"public\".\"orders\" (\"note\")");
    }

    @Test
    void uniquenessIsKeptInEachPartitionByItself() {
        assertThat(refusals(index(true, "note"), facts(160_000, DE_PART)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.getCode()).isEqualTo("partition-key-missing");
                    assertThat(finding.getMessage()).contains("but it lacks country; add it");
                });
        assertThat(refusals(index(true, "note", "country"), facts(160_000, DE_PART)))
                .isEmpty();
    }

    @Test
    void aNameThatIsTakenGetsANumberAsTheServerDoesIt() {
        Facts facts = facts(160_000, DE_PART).withRelation(TableName.of("orders_de_note_idx"));

        assertThat(Samples.lines(Samples.plan(index(false, "note"), facts)).get(0))
                .contains("CREATE INDEX CONCURRENTLY \"orders_de_note_idx1\"");
    }

    @Test
    void whatABrokenBuildLeftOnAPartitionIsNamed() {
        IndexFacts broken = new IndexFacts(
                "orders_de_note_idx", false, false, false, true, "", List.of("note"), List.of(), "CREATE INDEX");
        Facts facts = facts(160_000, DE_PART);
        Facts left = facts.with(facts.table(DE).orElseThrow().withIndex(broken))
                .withRelation(TableName.of("orders_de_note_idx"));

        assertThat(refusals(index(false, "note"), left)).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("index-invalid");
            assertThat(finding.getMessage()).endsWith("run: DROP INDEX CONCURRENTLY \"public\".\"orders_de_note_idx\"");
        });
    }

    @Test
    void namesAreCutWhereTheyAreLonger() {
        TableName partition = TableName.of("a".repeat(40));

        assertThat(PartitionNames.ofIndex(List.of("b".repeat(20), "c".repeat(19)))
                        .candidates(partition))
                .extracting(TableName::name)
                .startsWith("a".repeat(29) + "_" + "b".repeat(20) + "_" + "c".repeat(8) + "_idx")
                .allMatch(name -> HelperNames.bytes(name) <= 63)
                .doesNotHaveDuplicates();
    }

    @Test
    void partitionsThatCannotBeChangedAreNamed() {
        Partition elsewhere = new Partition(TableName.of("old.orders_fr"), Samples.ORDERS, "", "DEFAULT", true);
        Facts facts = facts(160_000, DE_PART, elsewhere)
                .with(table("orders_de", "foreign table", Partitioning.NONE, List.of("is a partition")));

        assertThat(refusals(index(false, "note"), facts))
                .extracting(Finding::getCode)
                .containsExactly("table-kind", "partition-elsewhere", "partition-detaching");
    }

    @Test
    void aColumnWithoutAValueComesToAllPartitionsUnderOneShortLock() {
        Operation.Builder add = Operation.newBuilder()
                .setAddColumn(AddColumn.newBuilder()
                        .setTable("orders")
                        .setColumn("source")
                        .setType(Samples.text("text"))
                        .setNullable(true));

        OperationPlan plan = Samples.plan(add, facts(160_000, DE_PART));

        assertThat(plan.steps())
                .singleElement()
                .satisfies(draft -> assertThat(draft.step().getLock())
                        .isEqualTo("ACCESS EXCLUSIVE on orders, ACCESS EXCLUSIVE on orders_de"));
    }

    @Test
    void beforeThirteenNoTriggerKeepsTwoNamesInStep() {
        Operation.Builder renamed = Operation.newBuilder()
                .setRenameColumn(RenameColumn.newBuilder()
                        .setTable("orders")
                        .setColumn("note")
                        .setTo("remark"));

        assertThat(refusals(renamed, facts(120_022, DE_PART)))
                .extracting(Finding::getCode)
                .contains("server-partition-triggers");
        assertThat(refusals(renamed, facts(130_023, DE_PART)))
                .extracting(Finding::getCode)
                .doesNotContain("server-partition-triggers");
    }

    @Test
    void beforeThirteenNoKeyGetsWider() {
        Operation.Builder widened = Operation.newBuilder()
                .setWidenKey(WidenKey.newBuilder().setTable("orders").setColumn("id"));

        assertThat(refusals(widened, withIntegerKey(facts(120_022, DE_PART))))
                .extracting(Finding::getCode)
                .contains("server-partition-triggers");
        assertThat(refusals(widened, withIntegerKey(facts(130_023, DE_PART)))).isEmpty();
    }

    private static Facts withIntegerKey(Facts facts) {
        TableFacts whole = facts.table(Samples.ORDERS).orElseThrow();
        return PartitionFacts.each(
                whole,
                facts,
                table -> table.withColumn(Samples.column("id", true).withType("integer"))
                        .withIndex(Samples.index("orders_pkey", true, "id")));
    }

    @Test
    void rowsAreFilledPartitionByPartition() {
        Operation.Builder filled = Operation.newBuilder()
                .setSetNotNull(SetNotNull.newBuilder()
                        .setTable("orders")
                        .setColumn("note")
                        .setValue(Samples.text("'none'")));

        assertThat(Samples.plan(filled, facts(160_000, DE_PART, REST_PART)).steps())
                .filteredOn(draft -> draft.step().hasBackfill())
                .extracting(draft -> draft.step().getBackfill().getTable())
                .containsExactly("orders_de", "orders_rest");
        assertThat(refusals(filled, facts(120_000, DE_PART)))
                .extracting(Finding::getCode)
                .containsExactly("server-partition-triggers");
    }

    @Test
    void rowsThatAreFilledWithoutATriggerNeedNone() {
        Operation.Builder filled = Operation.newBuilder()
                .setBackfill(FillRows.newBuilder()
                        .setTable("orders")
                        .setColumn("note")
                        .setValue(Samples.text("'none'"))
                        .setWhere(Samples.text("note IS NULL")));

        OperationPlan plan = Samples.plan(filled, facts(120_022, DE_PART, REST_PART));

        assertThat(plan.steps())
                .extracting(draft -> draft.step().getSummary())
                .containsExactly(
                        "fill note of orders_de where note IS NULL",
                        "fill note of orders_rest where note IS NULL",
                        "look for rows of orders where note IS NULL");
        assertThat(plan.steps().get(2).step().getCheck().getQuery()).contains("tableoid::regclass::text");
        assertThat(plan.findings()).extracting(Finding::getCode).contains("rows-that-move");
    }

    @Test
    void notNullIsProvedByACheckOnEveryVersion() {
        for (int version : List.of(120_000, 180_000)) {
            OperationPlan plan = Samples.plan(
                    Operation.newBuilder()
                            .setSetNotNull(
                                    SetNotNull.newBuilder().setTable("orders").setColumn("note")),
                    facts(version, DE_PART));

            assertThat(plan.steps())
                    .extracting(draft -> draft.step().getSummary())
                    .containsExactly(
                            "look for rows of orders with note NULL",
                            "forbid new NULLs in note of orders",
                            "prove that note of orders_de has no NULL",
                            "prove that note of orders has no NULL",
                            "set note of orders NOT NULL",
                            "drop the check that proved note of orders");
        }
    }

    @Test
    void theWayBackGivesEachPartitionTheDefaultThatItHad() {
        Facts facts = facts(160_000, DE_PART, REST_PART);
        TableFacts rest = facts.table(REST).orElseThrow();
        Facts different = facts.with(rest.changingColumn("note", column -> column.withDefault("'of the rest'")));
        Operation.Builder set = Operation.newBuilder()
                .setSetDefault(SetDefault.newBuilder()
                        .setTable("orders")
                        .setColumn("note")
                        .setDefault(Samples.text("'new'")));

        OperationPlan plan = Samples.plan(set, different);

        assertThat(plan.steps())
                .singleElement()
                .satisfies(
                        draft -> assertThat(draft.step().getUndo().getSqlList())
                                .containsExactly(
                                        "ALTER TABLE \"public\".\"orders\" ALTER COLUMN \"note\" DROP DEFAULT",
                                        "ALTER TABLE ONLY \"public\".\"orders_rest\" ALTER COLUMN \"note\" SET DEFAULT 'of the rest'"));
        assertThat(plan.after().table(REST).orElseThrow().columns().get("note").defaultValue())
                .isEqualTo("'new'");
    }

    @Test
    void theConstraintOfTheWholeIsMadeOfThoseOfItsPartitions() {
        OperationPlan plan = Samples.plan(unique("note", "country"), facts(160_000, DE_PART, REST_PART));

        assertThat(Samples.lines(plan))
                .containsExactly(
                        "CONTRACT CREATE UNIQUE INDEX CONCURRENTLY \"orders_de_note_country_key\" ON \"public\".\"orders_de\" (\"note\", \"country\")",
                        "CONTRACT CREATE UNIQUE INDEX CONCURRENTLY \"orders_rest_note_country_key\" ON \"public\".\"orders_rest\" (\"note\", \"country\")",
                        "CONTRACT ALTER TABLE \"public\".\"orders_de\" ADD CONSTRAINT \"orders_de_note_country_key\" UNIQUE USING INDEX \"orders_de_note_country_key\"",
                        "CONTRACT ALTER TABLE \"public\".\"orders_rest\" ADD CONSTRAINT \"orders_rest_note_country_key\" UNIQUE USING INDEX \"orders_rest_note_country_key\"",
                        "CONTRACT check",
                        "CONTRACT ALTER TABLE ONLY \"public\".\"orders\" ADD CONSTRAINT \"new_key\" UNIQUE (\"note\", \"country\")",
                        "CONTRACT SET lock_timeout = '100ms'");
        assertThat(plan.steps().get(5).step().getUndo().getTakesAlongList())
                .contains(
                        "table:orders_de/constraint:orders_de_note_country_key",
                        "table:orders_de/index:orders_de_note_country_key");
        assertThat(plan.after().table(DE).orElseThrow().constraints()).containsKey("orders_de_note_country_key");
    }

    @Test
    void aConstraintOfAPartitionedTableNeedsItsWholeKey() {
        assertThat(refusals(unique("note"), facts(160_000, DE_PART)))
                .extracting(Finding::getCode)
                .containsExactly("partition-key-missing");
    }

    @Test
    void aPartitionThatHasAPrimaryKeyOfItsOwnIsNamed() {
        Facts facts = facts(160_000, DE_PART);
        ConstraintFacts key =
                new ConstraintFacts("de_key", ConstraintFacts.Kind.PRIMARY_KEY, List.of("id"), List.of(), "");
        Facts keyed = facts.with(facts.table(DE).orElseThrow().withConstraint(key));
        Operation.Builder add = Operation.newBuilder()
                .setAddPrimaryKey(AddPrimaryKey.newBuilder()
                        .setTable("orders")
                        .setName("orders_pkey")
                        .addAllColumns(List.of("id", "country")));

        assertThat(refusals(add, keyed)).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("primary-key-exists");
            assertThat(finding.getMessage()).contains("expected orders_de to have no primary key, but it has de_key");
        });
    }

    private static Operation.Builder unique(String... columns) {
        return Operation.newBuilder()
                .setAddUnique(AddUnique.newBuilder()
                        .setTable("orders")
                        .setName("new_key")
                        .addAllColumns(List.of(columns)));
    }

    private static Operation.Builder index(boolean unique, String... columns) {
        return Operation.newBuilder()
                .setAddIndex(AddIndex.newBuilder()
                        .setTable("orders")
                        .setName("new_idx")
                        .setUnique(unique)
                        .addAllColumns(List.of(columns)));
    }

    static List<Finding> refusals(Operation.Builder operation, Facts facts) {
        return Samples.plan(operation, facts).findings().stream()
                .filter(Findings::refuses)
                .toList();
    }

    static Facts facts(int version, Partition... partitions) {
        Partitioning tree = new Partitioning("LIST (country)", List.of("country"), List.of(partitions), Map.of());
        Map<String, TableFacts> tables = new TreeMap<>();
        tables.put("orders", table("orders", TableFacts.PARTITIONED, tree, List.of()));
        Set<TableName> relations = new HashSet<>(Set.of(Samples.ORDERS));
        for (Partition partition : partitions) {
            String shown = partition.table().shown();
            tables.put(shown, table(shown, TableFacts.PLAIN, Partitioning.NONE, List.of("is a partition")));
            relations.add(partition.table());
        }
        return new Facts(new PostgresVersion(version), tables, relations, Set.of("text"), Set.of(), Map.of(), Map.of());
    }

    static TableFacts table(String name, String kind, Partitioning tree, List<String> obstacles) {
        TableFacts sample = Samples.orders(List.of());
        return new TableFacts(
                TableName.of(name),
                kind,
                obstacles,
                true,
                true,
                100,
                8192,
                3,
                sample.columns(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                TableTraits.PLAIN.with(tree));
    }
}
