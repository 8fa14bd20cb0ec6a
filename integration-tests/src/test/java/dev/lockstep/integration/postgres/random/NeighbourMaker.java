package dev.lockstep.integration.postgres.random;

import dev.lockstep.integration.postgres.random.Table.Column;
import java.util.List;

/** Makes what stands around tables: views of all kinds, triggers, policies, rules, publications, statistics, and namesakes elsewhere. All of it may be left out. */
final class NeighbourMaker {
    private final Dice dice;
    private final Names names;
    private final List<String> statements;

    NeighbourMaker(Dice dice, Names names, List<String> statements) {
        this.dice = dice;
        this.names = names;
        this.statements = statements;
    }

    void make(List<Table> tables) {
        tables.forEach(table -> {
            triggers(table);
            views(table);
            replication(table);
            traits(table);
            namesakes(table);
        });
        tables.stream()
                .filter(table -> dice.percent(5)
                        && tables.stream()
                                .flatMap(each -> each.constraints.stream())
                                .noneMatch(rule -> rule.to().equals(table.path())))
                .findFirst()
                .ifPresent(table -> add("CREATE TABLE %s (PRIMARY KEY (%s)) INHERITS (%s)"
                        .formatted(name("heir_"), Names.quoted(table.columns.get(0).name), table.sql())));
        if (dice.percent(8)) {
            add("CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$");
            add("CREATE EVENT TRIGGER users_own ON ddl_command_end EXECUTE FUNCTION seen()");
            add("CREATE EVENT TRIGGER users_own_too ON sql_drop EXECUTE FUNCTION seen()");
        }
        if (dice.percent(4)) {
            add("CREATE PUBLICATION %s FOR %s"
                    .formatted(name("pub_"), dice.any("ALL TABLES", "TABLES IN SCHEMA public")));
        }
        if (dice.percent(10)) {
            add("CREATE FUNCTION public.md5(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''trap''::text'");
            add("CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''trap''::text'");
        }
    }

    private void triggers(Table table) {
        String sql = table.sql();
        Column column = dice.pick(table.columns);
        String of = Names.quoted(column.name);
        if (dice.percent(8)) {
            String trigger = name("tr_");
            add("CREATE TRIGGER %s BEFORE UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION tidy()"
                    .formatted(trigger, of, sql));
            add("COMMENT ON TRIGGER %s ON %s IS 'tidies'".formatted(trigger, sql));
        }
        if (dice.percent(8)) {
            add("CREATE TRIGGER %s BEFORE INSERT ON %s FOR EACH ROW WHEN (NEW.%s IS NULL) EXECUTE FUNCTION tidy()"
                    .formatted(name("tr_"), sql, of));
        }
        if (dice.percent(6)) {
            add(
                    "CREATE CONSTRAINT TRIGGER %s AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tidy()"
                            .formatted(name("tr_"), sql));
        }
        if (dice.percent(8)) {
            String trigger = name("tr_");
            add(
                    "CREATE TRIGGER %s AFTER UPDATE ON %s REFERENCING NEW TABLE AS renewed FOR EACH STATEMENT EXECUTE FUNCTION tidy()"
                            .formatted(trigger, sql));
            add("ALTER TABLE %s %s TRIGGER %s"
                    .formatted(sql, dice.any("DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"), trigger));
        }
        if (dice.percent(4)) {
            add("CREATE RULE %s AS ON DELETE TO %s WHERE false DO INSTEAD NOTHING".formatted(name("ru_"), sql));
        }
    }

    private void views(Table table) {
        if (!dice.percent(14)) {
            return;
        }
        String view = Names.quoted(table.schema) + "." + name("v_");
        List<String> some = table.columns.stream()
                .filter(column -> dice.percent(40))
                .map(column -> column.name)
                .toList();
        String columns = some.isEmpty() ? "1 AS one" : Names.quoted(some);
        add("CREATE VIEW %s%s AS SELECT %s FROM %s"
                .formatted(
                        view,
                        dice.any(
                                "",
                                " WITH (security_barrier)",
                                " WITH (security_invoker = true)",
                                " WITH (check_option = local)"),
                        columns,
                        table.sql()));
        add("GRANT SELECT ON %s TO PUBLIC".formatted(view));
        add("COMMENT ON VIEW %s IS 'seen'".formatted(view));
        String over = name("v_");
        add(dice.any("CREATE VIEW %s AS SELECT * FROM %s", "CREATE MATERIALIZED VIEW %s AS SELECT * FROM %s")
                .formatted(over, view));
    }

    private void replication(Table table) {
        String sql = table.sql();
        if (dice.percent(8)) {
            add("CREATE PUBLICATION %s FOR TABLE %s (%s) WITH (publish = 'insert')"
                    .formatted(
                            name("pub_"),
                            sql,
                            Names.quoted(table.columns.stream()
                                    .filter(column -> dice.percent(50) || column == table.columns.get(0))
                                    .map(column -> column.name)
                                    .toList())));
        }
        if (dice.percent(8)) {
            add("CREATE PUBLICATION %s FOR TABLE %s WHERE (%s IS NOT NULL) WITH (publish = 'insert')"
                    .formatted(name("pub_"), sql, Names.quoted(dice.pick(table.columns).name)));
        }
        if (dice.percent(8)) {
            table.constraints.stream()
                    .filter(rule -> rule.kind().matches("[pu]"))
                    .reduce((one, other) -> other)
                    .ifPresent(rule -> add("ALTER TABLE %s REPLICA IDENTITY USING INDEX %s"
                            .formatted(sql, Names.quoted(rule.name()))));
        }
    }

    private void traits(Table table) {
        String sql = table.sql();
        Column column = dice.pick(table.columns);
        String of = Names.quoted(column.name);
        if (dice.percent(8)) {
            String statistics = Names.quoted(table.schema) + "." + name("st_");
            add("CREATE STATISTICS %s (%s) ON %s FROM %s"
                    .formatted(
                            statistics,
                            dice.any("ndistinct", "dependencies, mcv"),
                            Names.quoted(table.columns.stream()
                                    .limit(3)
                                    .map(each -> each.name)
                                    .toList()),
                            sql));
            add("ALTER STATISTICS %s SET STATISTICS 40".formatted(statistics));
            add("COMMENT ON STATISTICS %s IS 'together'".formatted(statistics));
        }
        if (dice.percent(5)) {
            add("CREATE STATISTICS %s ON (%s IS NULL), %s FROM %s"
                    .formatted(name("st_"), of, Names.quoted(table.columns.get(0).name), sql));
        }
        if (dice.percent(6)) {
            add("GRANT SELECT (%s) ON %s TO PUBLIC".formatted(of, sql));
            add("GRANT UPDATE (%s) ON %s TO pg_monitor WITH GRANT OPTION".formatted(of, sql));
        }
        if (dice.percent(6)) {
            add("CREATE POLICY %s ON %s AS RESTRICTIVE TO pg_monitor USING (true) WITH CHECK (%s IS NOT NULL)"
                    .formatted(name("po_"), sql, of));
        }
        if (dice.percent(6)) {
            add("ALTER TABLE %s ALTER COLUMN %s SET COMPRESSION pglz".formatted(sql, of));
        }
        if (dice.percent(5)) {
            add("ALTER TABLE %s SET (toast.autovacuum_enabled = off)".formatted(sql));
        }
        if (dice.percent(5) && column.kind.isText()) {
            add("ALTER TABLE %s ADD COLUMN %s integer GENERATED ALWAYS AS (length(%s)) STORED"
                    .formatted(sql, name("gen_"), of));
        }
        if (dice.percent(4)) {
            add("ALTER TABLE %s SET UNLOGGED".formatted(sql));
        }
        if (dice.percent(4)) {
            add("CREATE FUNCTION %s() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(%s) FROM %s; END"
                    .formatted(name("f_"), of, sql));
        }
    }

    /** What has the same name in another schema, with another shape. */
    private void namesakes(Table table) {
        if (dice.percent(10)) {
            String other = table.schema.equals("public") ? "shop" : "public";
            String sql = other + "." + Names.quoted(table.name);
            add("CREATE TABLE %s (%s text PRIMARY KEY, id int)"
                    .formatted(sql, Names.quoted(dice.pick(table.columns).name + "x")));
            add("INSERT INTO %s VALUES ('other', 1)".formatted(sql));
            table.indexes.stream()
                    .findFirst()
                    .ifPresent(index -> add("CREATE INDEX %s ON %s (id)".formatted(Names.quoted(index.name()), sql)));
            table.constraints.stream()
                    .findFirst()
                    .ifPresent(rule -> add("ALTER TABLE %s ADD CONSTRAINT %s CHECK (id > 0)"
                            .formatted(sql, Names.quoted(rule.name()))));
        }
    }

    private String name(String prefix) {
        return Names.quoted(names.of(prefix));
    }

    private void add(String statement) {
        statements.add(SchemaMaker.OPTIONAL + statement);
    }
}
