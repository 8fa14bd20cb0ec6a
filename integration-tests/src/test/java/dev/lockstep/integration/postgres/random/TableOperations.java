package dev.lockstep.integration.postgres.random;

import static dev.lockstep.integration.postgres.random.Names.quoted;

import dev.lockstep.integration.postgres.random.Table.Column;
import dev.lockstep.integration.postgres.random.Table.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on tables, their partitions and keys, and on types. */
final class TableOperations extends Operations {
    /** A key's name is longer by a word, which each shortens in its own way. */
    private static final int LONGEST = 50;

    TableOperations(Stage at) {
        super(at);
    }

    Wanted setComment() {
        Column column = column(each -> true);
        String what = "say '%d' \\ \"q\" ü".formatted(at.dice.below(100));
        String quoted = "'" + what.replace("'", "''") + "'";
        return column == null || at.dice.percent(30)
                ? new Wanted(
                        op("set_comment", "comment", text(what)),
                        "COMMENT ON TABLE %s IS %s".formatted(table().sql(), quoted))
                : new Wanted(
                        op("set_comment", "column", text(named(column)), "comment", text(what)),
                        "COMMENT ON COLUMN %s.%s IS %s".formatted(table().sql(), quoted(column.name), quoted));
    }

    @Nullable
    Wanted widenKey() {
        Column id = table().columns.get(0);
        if (id.kind != Kind.INT || table().key.isEmpty() || !table().key.contains(id.name)) {
            return null;
        }
        List<String> plain = new ArrayList<>();
        String type = "ALTER TABLE %s ALTER COLUMN %s TYPE bigint";
        if (!id.written) {
            plain.add("""
                    DO $do$ DECLARE s text := pg_get_serial_sequence('%s', '%s'); BEGIN IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname = '%s' AND attidentity <> '')
                    THEN EXECUTE 'ALTER SEQUENCE ' || s || ' AS bigint'; END IF; END $do$""".formatted(
                            table().sql().replace("'", "''"),
                            id.name.replace("'", "''"),
                            table().sql().replace("'", "''"),
                            id.name.replace("'", "''")));
        }
        plain.add(type.formatted(table().sql(), quoted(id.name)));
        at.touched.add(id.name);
        for (Table other : at.tables) {
            for (Column column : other.columns) {
                boolean refers = other.constraints.stream()
                        .anyMatch(rule -> rule.kind().equals("f")
                                && rule.over().contains(column.name)
                                && rule.to().equals(table().path()));
                if (refers) {
                    plain.add(type.formatted(other.sql(), quoted(named(column))));
                    column.kind = Kind.BIGINT;
                }
            }
        }
        id.kind = Kind.BIGINT;
        return new Wanted(
                table().by == null && table().key.size() == 1 && at.dice.percent(60)
                        ? op("widen_key")
                        : op("widen_key", "column", text(id.name)),
                plain,
                List.of());
    }

    Wanted enumValue() {
        String value = at.names.of("mood ");
        String where = at.dice.any("", " BEFORE 'ok'", " AFTER 'sad'");
        String place = where.isEmpty() ? "" : where.contains("BEFORE") ? ", before: \"ok\"" : ", after: \"sad\"";
        return new Wanted(
                "add_enum_value: {type: mood, value: " + text(value) + place + "}",
                "ALTER TYPE mood ADD VALUE '%s'%s".formatted(value.replace("'", "''"), where));
    }

    @Nullable
    Wanted partition() {
        if (table().by == null) {
            return null;
        }
        int how = at.dice.below(6);
        if (how > 3 && !table().coming.isEmpty()) {
            String name = table().coming;
            table().coming = "";
            String values = PartitionMaker.values(table().strategy, PartitionMaker.COMING, 1);
            return new Wanted(
                    op("attach_partition", "partition", text(name), "values", text(values)),
                    alter("ATTACH PARTITION %s.%s FOR VALUES %s"
                            .formatted(quoted(table().schema), quoted(name), values)));
        }
        if (how < 2 || table().partitions.isEmpty()) {
            String name = at.names.of("np_");
            int number = table().nextPartition++;
            String values = at.dice.percent(25) ? "DEFAULT" : PartitionMaker.values(table().strategy, number, 8);
            String owner =
                    "DO $do$ BEGIN EXECUTE 'ALTER TABLE %s.%s OWNER TO ' || (SELECT relowner::regrole FROM pg_class WHERE oid = '%s'::regclass); END $do$"
                            .formatted(
                                    quoted(table().schema).replace("'", "''"),
                                    quoted(name).replace("'", "''"),
                                    table().sql().replace("'", "''"));
            return new Wanted(
                    op("create_partition", "partition", text(name), "values", text(values)),
                    "CREATE TABLE %s.%s PARTITION OF %s %s"
                            .formatted(
                                    quoted(table().schema),
                                    quoted(name),
                                    table().sql(),
                                    values.equals("DEFAULT") ? values : "FOR VALUES " + values),
                    owner);
        }
        String name = table().partitions.remove(table().partitions.size() - 1);
        return how % 2 == 0
                ? new Wanted(
                        op("detach_partition", "partition", text(name)),
                        alter("DETACH PARTITION %s.%s".formatted(quoted(table().schema), quoted(name))))
                : new Wanted(
                        op("drop_partition", "partition", text(name)),
                        "DROP TABLE %s.%s".formatted(quoted(table().schema), quoted(name)));
    }

    Wanted replicaIdentity() {
        String identity = at.dice.any("full", "nothing", "default");
        String all =
                "DO $do$ DECLARE one regclass; BEGIN FOR one IN SELECT '%s'::regclass UNION SELECT relid FROM pg_partition_tree('%s') LOOP EXECUTE format('ALTER TABLE %%s REPLICA IDENTITY %s', one); END LOOP; END $do$"
                        .formatted(
                                table().sql().replace("'", "''"), table().sql().replace("'", "''"), identity);
        return new Wanted(op("set_replica_identity", "identity", identity), all);
    }

    Wanted renameTable() {
        String to = at.names.of("rt_");
        Wanted change = new Wanted(op("rename_table", "to", text(to)), alter("RENAME TO " + quoted(to)));
        String old = table().path();
        table().name = to;
        for (Table other : at.tables) {
            other.constraints.replaceAll(rule ->
                    rule.to().equals(old) ? new Named(rule.name(), rule.kind(), rule.over(), table().path()) : rule);
        }
        return change;
    }

    @Nullable
    Wanted dropTable() {
        if (at.tables.size() < 3) {
            return null;
        }
        at.tables.remove(table());
        table().columns.forEach(column -> at.delicate.add(column.name));
        return new Wanted(op("drop_table"), "DROP TABLE " + table().sql());
    }

    Wanted createTable() {
        String name = at.names.of("nt_");
        Table made = new Table(table().schema, name.length() > LONGEST ? "nt_" + at.names.count() : name);
        Column id = new Column("id", Kind.BIGINT);
        id.written = false;
        id.nullable = false;
        id.unique = true;
        made.columns.add(id);
        made.key = new ArrayList<>(List.of("id"));
        made.constraints.add(new Named(made.name + "_pkey", "p", made.key, ""));
        Column label = new Column(at.names.of("nc_"), Kind.TEXT);
        made.columns.add(label);
        at.tables.add(made);
        return new Wanted(
                "create_table: {table: %s, columns: [{name: id, type: bigint, identity: true}, {name: %s, type: text}], primary_key: [id]}"
                        .formatted(text(made.path()), text(label.name)),
                "CREATE TABLE %s (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, %s text)"
                        .formatted(made.sql(), quoted(label.name)));
    }
}
