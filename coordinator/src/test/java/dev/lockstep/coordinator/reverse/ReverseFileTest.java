package dev.lockstep.coordinator.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Samples;
import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.OnDelete;
import dev.lockstep.v1.RenameColumn;
import dev.lockstep.v1.RenameTable;
import dev.lockstep.v1.ReplacePrimaryKey;
import dev.lockstep.v1.ReplicaIdentity;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.SetReplicaIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The file that takes an epoch back. */
class ReverseFileTest {
    @Test
    void aColumnThatWasAddedIsDropped() {
        ReverseChange reverse = reverse("  - add_column: {table: orders, column: note, type: text}");

        assertThat(reverse.getChangeFile()).contains("# loses every value in orders.note", "drop_column:", "\"note\"");
        assertThat(reverse.getComplete()).isTrue();
        assertThat(read(reverse).getOperations(0).getDropColumn().getColumn()).isEqualTo("note");
        assertThat(read(reverse).getName()).isEqualTo("first-reverse");
        assertThat(read(reverse).getWhy()).isEqualTo("Takes back epoch 1 (first)");
    }

    @Test
    void aRequiredColumnThatWasAddedNeedsAPersonForWritersThatForgetIt() {
        ReverseChange reverse = reverse(
                "  - add_column: {table: orders, column: region, type: text, nullable: false, value: lower(country)}");

        assertThat(reverse.getChangeFile())
                .contains("fill in: orders.region is NOT NULL without a default: add `value`");
        assertThat(reverse.getComplete()).isFalse();
        assertThat(read(reverse).getOperationsCount())
                .as("it is right, as far as it goes")
                .isEqualTo(1);
    }

    @Test
    void theConstantThatFilledAColumnIsWhatWritersLeaveInItWhenItGoes() {
        ReverseChange reverse = reverse(
                "  - add_column: {table: orders, column: region, type: text, nullable: false, value: \"'eu'\"}");

        assertThat(read(reverse).getOperations(0).getDropColumn().getValue().getAny())
                .isEqualTo("'eu'");
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void aColumnThatWasDroppedComesBackAsItWasRecordedOnEachEngine() {
        ReverseChange reverse = reverse("  - drop_column: {table: orders, column: status}");

        assertThat(reverse.getChangeFile())
                .contains(
                        "# orders.status comes back without its values: they were dropped in CONTRACT",
                        "# it was, on postgres: character varying(20) not null default 'new'::character varying",
                        "type: {postgres: \"character varying(20)\", mysql: \"varchar(20)\"}",
                        "default: {postgres: \"'new'\", mysql: \"'new'\"}",
                        "nullable: false");
        assertThat(reverse.getComplete()).isTrue();
        assertThat(read(reverse).getOperations(0).getAddColumn().getDefault().getMysql())
                .isEqualTo("'new'");
    }

    @Test
    void theVersionsOfTheApplicationChangePlaces() {
        String rename = "  - rename_column: {table: orders, column: status, to: state}\n";

        ReverseChange both = reverse(rename + "views: {before: shop_v1, after: shop_v2}");
        assertThat(read(both).getViews().getBefore()).isEqualTo("shop_v2");
        assertThat(read(both).getViews().getAfter()).isEqualTo("shop_v1");

        ReverseChange first = reverse(rename + "views: {after: shop_v2}");
        assertThat(first.getChangeFile()).contains("# The version before used the tables");
        assertThat(read(first).getViews().getBefore()).isEqualTo("shop_v2");
        assertThat(read(first).getViews().getAfter()).isEqualTo("shop_v2_reverse");

        ReverseChange last = reverse(rename + "views: {before: shop_v1}");
        assertThat(read(last).getViews().getBefore()).isEmpty();
        assertThat(read(last).getViews().getAfter()).isEqualTo("shop_v1");
    }

    @Test
    void whatIsNotRecordedOrCannotBeSaidIsToBeFilledIn() {
        assertThat(reverse("  - drop_column: {table: orders, column: unknown}").getChangeFile())
                .contains("# fill in: how orders.unknown was defined is not recorded", "operations: []");
        assertThat(reverse("  - drop_column: {table: orders, column: total}").getChangeFile())
                .contains("# not yet: this definition says more than add_column can");
        assertThat(reverse("  - drop_index: {table: orders, name: orders_lower}")
                        .getChangeFile())
                .contains(
                        "# orders_lower was, on mysql: btree (lower(status))", "# not yet: add_index cannot say this");
    }

    @Test
    void indexesGoAndComeBack() {
        ReverseChange reverse = reverse("  - add_index: {table: orders, name: orders_new_idx, columns: [id]}\n"
                + "  - drop_index: {table: orders, name: orders_key}\n"
                + "  - drop_index: {table: orders, name: orders_old_idx}");

        Change back = read(reverse);
        assertThat(back.getOperations(0).getAddIndex().getColumnsList())
                .as("the last operation first")
                .containsExactly("status", "id");
        assertThat(back.getOperations(1).getAddIndex().getUnique()).isTrue();
        assertThat(back.getOperations(2).getDropIndex().getName()).isEqualTo("orders_new_idx");
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void operationsWithoutAWayBackAreNamed() {
        ReverseChange reverse = reverse("""
              - drop_table: {table: logs}
              - add_column: {table: orders, column: note, type: text}
              - add_primary_key: {table: lines, name: lines_pkey, columns: [id]}
              - add_enum_value: {type: mood, value: glad}
              - widen_key: {table: people}
              - backfill: {table: orders, column: note, value: lower(status), where: note IS NULL}
              - set_comment: {table: orders, column: status, comment: New}
              - detach_partition: {table: visits, partition: visits_2020}
              - drop_partition: {table: visits, partition: visits_2019}
            """);

        assertThat(reverse.getChangeFile())
                .contains(
                        "# not yet: the bounds that visits_2020 had are not recorded",
                        "# not yet: the rows of visits_2019 are gone",
                        "# fill in: write create_table with the columns, the key and the indexes that logs had",
                        "# not yet: a change cannot take the primary key of lines away",
                        "# not yet: a value of an enum cannot be taken away; mood keeps glad",
                        "# not yet: what orders.note held before is not kept; rows that were filled stay filled",
                        "# not yet: a key is not made narrower: people may have keys by now that need the room",
                        "# not yet: no comment of orders.status is recorded",
                        "drop_column:");
        assertThat(reverse.getComplete()).isFalse();
        assertThat(read(reverse).getOperationsCount()).isEqualTo(1);
    }

    @Test
    void aTypeGoesBackToTheOneThatWasRecordedByTheSameExpressions() {
        ReverseChange cast = reverse("  - change_type: {table: orders, column: status, type: varchar(40)}");
        ReverseChange named = reverse(
                "  - change_type: {table: orders, column: status, type: int, to: state, up: length(status), down: \"repeat('x', state)\"}");

        assertThat(read(cast).getOperations(0).getChangeType())
                .extracting(change -> change.getType().getPostgres(), ChangeType::getColumn, ChangeType::getTo)
                .containsExactly("character varying(20)", "status", "");
        assertThat(cast.getComplete()).isTrue();
        assertThat(read(named).getOperations(0).getChangeType())
                .extracting(change -> change.getType().getMysql(), ChangeType::getColumn, ChangeType::getTo)
                .containsExactly("varchar(20)", "state", "status");
        assertThat(read(named).getOperations(0).getChangeType())
                .extracting(
                        change -> change.getUp().getAny(),
                        change -> change.getDown().getAny(),
                        change -> change.getDefault().getPostgres())
                .containsExactly("repeat('x', state)", "length(status)", "'new'");
        assertThat(named.getComplete()).isTrue();
    }

    @Test
    void aPrimaryKeyGoesBackToTheColumnsThatWereRecorded() {
        ReverseChange reverse =
                reverse("  - replace_primary_key: {table: orders, name: orders_by_status, columns: [status]}");

        assertThat(read(reverse).getOperations(0).getReplacePrimaryKey())
                .extracting(ReplacePrimaryKey::getName, ReplacePrimaryKey::getColumnsList)
                .containsExactly("orders_pkey", List.of("id", "line"));
        assertThat(reverse.getComplete()).isTrue();
        assertThat(reverse("  - replace_primary_key: {table: people, columns: [email]}")
                        .getChangeFile())
                .contains("# fill in: the key that people had is not recorded as plain columns");
    }

    @Test
    void namesCommentsAndTablesGoBack() {
        ReverseChange reverse = reverse("""
              - create_partition: {table: visits, partition: visits_2027, values: DEFAULT}
              - attach_partition: {table: visits, partition: visits_2028, values: DEFAULT}
              - detach_partition: {table: shop.visits, partition: visits_2021}
              - create_table: {table: logs, columns: [{name: id, type: bigint}], primary_key: [id]}
              - rename_index: {table: orders, name: a, to: b}
              - rename_constraint: {table: orders, name: c, to: d}
              - set_comment: {table: orders, comment: New}
              - set_replica_identity: {table: orders, identity: full}
              - rename_column: {table: people, column: e, to: f}
              - rename_table: {table: shop.carts, to: baskets}
            """);

        Change back = read(reverse);
        assertThat(back.getOperations(0).getRenameTable())
                .extracting(RenameTable::getTable, RenameTable::getTo)
                .containsExactly("shop.baskets", "carts");
        assertThat(back.getOperations(1).getRenameColumn())
                .extracting(RenameColumn::getColumn, RenameColumn::getTo)
                .containsExactly("f", "e");
        assertThat(back.getOperations(2).getSetReplicaIdentity())
                .extracting(SetReplicaIdentity::getIdentity, SetReplicaIdentity::getIndex)
                .containsExactly(ReplicaIdentity.REPLICA_IDENTITY_INDEX, "orders_key");
        assertThat(back.getOperations(3).getSetComment().getComment()).isEqualTo("It's old");
        assertThat(back.getOperations(4).getRenameConstraint().getTo()).isEqualTo("c");
        assertThat(back.getOperations(5).getRenameIndex().getName()).isEqualTo("b");
        assertThat(back.getOperations(6).getDropTable().getTable()).isEqualTo("logs");
        assertThat(back.getOperations(9).getDropPartition().getPartition()).isEqualTo("visits_2027");
        assertThat(back.getOperations(8).getDetachPartition().getPartition()).isEqualTo("visits_2028");
        assertThat(back.getOperations(7).getAttachPartition().getValues())
                .isEqualTo("FROM ('2021-01-01', 1) TO ('2022-01-01', 2)");
        assertThat(reverse.getChangeFile()).contains("# loses every row of logs");
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void rulesOfAColumnAndDefaultsGoBackToWhatWasRecorded() {
        ReverseChange reverse = reverse("""
              - set_not_null: {table: orders, column: note}
              - drop_not_null: {table: orders, column: status}
              - set_default: {table: orders, column: status, default: "'old'"}
            """);

        Change back = read(reverse);
        assertThat(back.getOperations(0).getSetDefault().getDefault().getPostgres())
                .isEqualTo("'new'");
        assertThat(back.getOperations(1).getSetNotNull().getColumn()).isEqualTo("status");
        assertThat(back.getOperations(2).getDropNotNull().getColumn()).isEqualTo("note");
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void aDefaultThatIsNotRecordedIsToBeFilledIn() {
        ReverseChange reverse = reverse("  - drop_default: {table: orders, column: total}");

        assertThat(reverse.getChangeFile()).contains("# fill in: the default that orders.total had is not recorded");
        assertThat(reverse.getComplete()).isFalse();
    }

    @Test
    void constraintsThatWereAddedGoAndThoseThatWereDroppedAreNamed() {
        ReverseChange reverse = reverse("""
              - add_check: {table: orders, name: amount_positive, check: "amount > 0"}
              - add_unique: {table: orders, name: code_key, columns: [code]}
              - add_foreign_key: {table: orders, name: fk, columns: [c], references: customers, referenced_columns: [id]}
              - drop_constraint: {table: orders, name: old_check}
            """);

        assertThat(read(reverse).getOperationsList())
                .extracting(operation -> operation.getDropConstraint().getName())
                .containsExactly("fk", "code_key", "amount_positive");
        assertThat(reverse.getChangeFile())
                .contains("# fill in: write add_check, add_unique or add_foreign_key that brings old_check back");
        assertThat(reverse.getComplete()).isFalse();
    }

    @Test
    void aPostgresFleetGetsBackWhatWasRecordedOfTablesRulesAndIndexes() {
        ReverseChange reverse = postgres("""
              - drop_constraint: {table: lines, name: lines_order_fk}
              - drop_constraint: {table: lines, name: lines_late}
              - drop_index: {table: lines, name: lines_lower}
              - add_primary_key: {table: notes, name: notes_pkey, columns: [id]}
              - set_comment: {table: lines, comment: New}
              - drop_partition: {table: shop.visits, partition: visits_2021}
              - drop_table: {table: public.lines}
            """);

        Change back = read(reverse);
        CreateTable table = back.getOperations(0).getCreateTable();
        assertThat(table.getComment()).isEqualTo("Said \\ 'so'");
        assertThat(table.getPrimaryKeyList()).containsExactly("id");
        assertThat(table.getColumnsList())
                .extracting(ColumnSpec::getName, ColumnSpec::getIdentity, ColumnSpec::getNullable)
                .containsExactly(tuple("Order", false, true), tuple("id", true, false), tuple("note", false, false));
        assertThat(table.getIndexes(0).getColumnsList()).containsExactly("Order", "id");
        assertThat(back.getOperationsList())
                .filteredOn(operation -> operation.hasSql())
                .extracting(operation -> operation.getSql().getPostgres().getRun())
                .containsExactly(
                        "ALTER TABLE \"public\".\"lines\" ADD CONSTRAINT \"lines_late\" CHECK ((id > 0)) NOT VALID",
                        "CREATE UNIQUE INDEX CONCURRENTLY \"lines_lower\" ON \"public\".\"lines\""
                                + " using btree (lower(note)) WHERE (id > 1)",
                        "ALTER TABLE \"public\".\"notes\" DROP CONSTRAINT \"notes_pkey\"",
                        "CREATE UNIQUE INDEX CONCURRENTLY \"lines_lower\" ON \"public\".\"lines\""
                                + " using btree (lower(note)) WHERE (id > 1)",
                        "ALTER TABLE \"public\".\"lines\" ADD CONSTRAINT \"lines_late\" CHECK ((id > 0)) NOT VALID");
        assertThat(back.getOperationsList())
                .filteredOn(operation -> operation.hasAddForeignKey())
                .extracting(operation -> operation.getAddForeignKey())
                .extracting(AddForeignKey::getReferences, AddForeignKey::getOnDelete)
                .containsOnly(tuple("shop.Orders", OnDelete.ON_DELETE_SET_NULL))
                .hasSize(2);
        assertThat(back.getOperationsList())
                .anyMatch(operation -> operation
                        .getCreatePartition()
                        .getValues()
                        .equals("FROM ('2021-01-01', 1) TO ('2022-01-01', 2)"))
                .anyMatch(operation -> operation.getSetComment().getComment().equals("Said \\ 'so'"));
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void aRawStepRunsItsUndoAndProbesTheOpposite() {
        ReverseChange reverse = reverse("""
              - sql:
                  phase: expand
                  postgres: {run: "CREATE VIEW v AS SELECT 1", undo: "DROP VIEW v", done_when: "SELECT true"}
            """);

        assertThat(read(reverse).getOperations(0).getSql().getPostgres())
                .extracting("run", "undo", "doneWhen")
                .containsExactly("DROP VIEW v", "CREATE VIEW v AS SELECT 1", "SELECT NOT (SELECT true)");
        assertThat(reverse.getComplete()).isTrue();
    }

    @Test
    void quotesAndLinesOfSqlSurvive() {
        String run = "CREATE VIEW \\\"V\\\" AS\\nSELECT '\\\\' AS c";
        ReverseChange reverse = reverse("  - sql: {phase: expand, postgres: {run: \"" + run
                + "\", undo: \"DROP VIEW \\\"V\\\"\", done_when: \"SELECT true\"}}");

        assertThat(read(reverse).getOperations(0).getSql().getPostgres())
                .extracting("run", "undo")
                .containsExactly("DROP VIEW \"V\"", "CREATE VIEW \"V\" AS\nSELECT '\\' AS c");
    }

    private static ReverseChange postgres(String operations) {
        Map<String, CatalogObject> objects = new TreeMap<>();
        Map.of(
                        "table:lines", "table comment E'Said \\\\ ''so'''",
                        "table:lines/column:id", "bigint not null generated by default as identity",
                        "table:lines/column:Order", "text",
                        "table:lines/column:note", "text not null default ''::text comment 'It''s'",
                        "table:lines/constraint:lines_pkey", "PRIMARY KEY (id)",
                        "table:lines/constraint:lines_order_fk",
                                "FOREIGN KEY (\"Order\") REFERENCES shop.\"Orders\"(id) ON DELETE SET NULL",
                        "table:lines/constraint:lines_late", "CHECK ((id > 0)) NOT VALID",
                        "table:lines/index:lines_order", "using btree (\"Order\", id)",
                        "table:lines/index:lines_lower", "unique using btree (lower(note)) WHERE (id > 1)",
                        "table:shop.visits_2021",
                                "table partition of shop.visits FOR VALUES FROM ('2021-01-01', 1) TO ('2022-01-01', 2)")
                .forEach((path, definition) -> objects.put(path, object(path, definition)));
        Change change = ((ChangeFileResult.Read) ChangeFile.read(
                        "change.yaml", "change: first\nfleet: orders\noperations:\n" + operations + "\n"))
                .change();
        return ReverseFile.of(1, change, Set.of(), new Recorded(List.of(new Recorded.Node(Engine.POSTGRES, objects))));
    }

    private static ReverseChange reverse(String operations) {
        Scenario fleet = Scenario.fleetOf();
        fleet.tell(hello("pg", Engine.POSTGRES, "character varying(20) not null default 'new'::character varying"));
        fleet.tell(hello("my", Engine.MYSQL, "varchar(20) collate utf8mb4_0900_ai_ci not null default 'new'"));
        Change change = ((ChangeFileResult.Read) ChangeFile.read(
                        "change.yaml", "change: first\nfleet: orders\noperations:\n" + operations + "\n"))
                .change();
        fleet.tell(Samples.open(change, "ann"));
        return ReverseFile.of(fleet.epoch(), fleet.state());
    }

    private static Command hello(String node, Engine engine, String status) {
        String using = engine == Engine.POSTGRES ? "using btree " : "btree ";
        return new Command.Hello(
                "agent-" + node,
                Samples.hello(node, 1)
                        .setEngine(engine)
                        .setFingerprint(Fingerprint.newBuilder()
                                .addObjects(object(
                                        "table:orders", "table replica identity index orders_key comment 'It''s old'"))
                                .addObjects(
                                        object(
                                                "table:shop.visits_2021",
                                                "table partition of shop.visits FOR VALUES FROM ('2021-01-01', 1) TO ('2022-01-01', 2) comment 'It was (so)'"))
                                .addObjects(object("table:orders/column:status", status))
                                .addObjects(object(
                                        "table:orders/column:total", "integer generated always as (id * 2) stored"))
                                .addObjects(object("table:orders/constraint:orders_pkey", "PRIMARY KEY (id, line)"))
                                .addObjects(object("table:orders/index:orders_lower", using + "(lower(status))"))
                                .addObjects(object("table:orders/index:orders_old_idx", using + "(status, id)"))
                                .addObjects(object("table:orders/index:orders_key", "unique " + using + "(status)")))
                        .build());
    }

    private static CatalogObject object(String path, String definition) {
        return CatalogObject.newBuilder()
                .setPath(path)
                .setDefinition(definition)
                .setHash(Catalog.hash(path, definition))
                .build();
    }

    private static Change read(ReverseChange reverse) {
        ChangeFileResult result = ChangeFile.read("reverse.yaml", reverse.getChangeFile());
        assertThat(result).as(reverse.getChangeFile()).isInstanceOf(ChangeFileResult.Read.class);
        return ((ChangeFileResult.Read) result).change();
    }
}
