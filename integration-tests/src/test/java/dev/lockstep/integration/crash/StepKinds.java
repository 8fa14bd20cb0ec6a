package dev.lockstep.integration.crash;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/** Every kind of step of each engine. A second run of a raw step shows: it counts. */
final class StepKinds {
    private static final String HEAD = """
            change: crash
            fleet: orders
            why: Every crash point
            operations:
            """;

    private static final String ADD_COLUMN = HEAD + """
              - add_column: {table: things, column: note, type: varchar(20)}
            """;

    private static final String ADD_FILLED_COLUMN = HEAD + """
              - add_column:
                  table: things
                  column: region
                  type: varchar(8)
                  nullable: false
                  value: "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END"
            """;

    private static final String FILL_ROWS = HEAD + """
              - backfill: {table: things, column: country, value: "'EU'", where: "country IN ('DE', 'FR')"}
            """;

    private static final String ADD_INDEX = HEAD + """
              - add_index: {table: things, name: things_country_idx, columns: [country]}
            """;

    private static final String COUNT_IN_TRANSACTION = HEAD + """
              - sql:
                  phase: expand
                  postgres:
                    run: "UPDATE counter SET n = n + 1"
                    undo: "UPDATE counter SET n = n + 1"
            """;

    private static final String COUNT_WITH_PROBE = HEAD + """
              - sql:
                  phase: expand
                  postgres: &probed
                    run: "UPDATE counter SET n = n + 1"
                    undo: "UPDATE counter SET n = n + 1"
                    done_when: "SELECT MOD(n, 2) = 1 FROM counter"
                  mysql: *probed
                  mariadb: *probed
            """;

    private static final String DROP_INDEX_ALONE = HEAD + """
              - sql:
                  phase: expand
                  postgres:
                    run: "DROP INDEX CONCURRENTLY public.things_old_idx"
                    undo: "CREATE INDEX things_old_idx ON public.things (old)"
                    done_when: "SELECT to_regclass('public.things_old_idx') IS NULL"
            """;

    private static final String ADD_FOREIGN_KEY = HEAD + """
              - add_foreign_key:
                  table: things
                  name: things_parent_fk
                  columns: [old]
                  references: things
                  referenced_columns: [id]
                  writers_comply: true
            """;

    private static final String ADD_UNIQUE = HEAD + """
              - add_unique: {table: things, name: things_old_key, columns: [old], writers_comply: true}
            """;

    private static final String REPLACE_PRIMARY_KEY = HEAD + """
              - replace_primary_key: {table: things, columns: [old]}
            """;

    private static final String RENAME_INDEX = HEAD + """
              - rename_index: {table: things, name: things_old_idx, to: things_old_index}
            """;

    private static final String RENAME_COLUMN = HEAD + """
              - rename_column: {table: things, column: country, to: land}
            """;

    private static final String RENAME_TABLE = HEAD + """
              - rename_table: {table: leftover, to: remains}
            """;

    private static final String CHANGE_TYPE = HEAD + """
              - change_type: {table: things, column: old, type: bigint}
            """;

    private static final String DROP_TABLE = HEAD + """
              - drop_table: {table: leftover}
            """;

    private static final String VERSIONS = RENAME_COLUMN + """
            views: {before: shop_v1, after: shop_v2}
            """;

    /** A raw step whose second run shows, which the broken orders are shown with. */
    private static final StepKind CONTROL_IN_TRANSACTION =
            StepKind.forward("raw step in a transaction", COUNT_IN_TRANSACTION, Phase.EXPAND);

    private static final StepKind PROBED = StepKind.forward("raw step with done_when", COUNT_WITH_PROBE, Phase.EXPAND);

    private static final Phase[] BEFORE_VALIDATE = {Phase.EXPAND, Phase.BACKFILL};
    private static final Phase[] AFTER_VALIDATE = {Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE};

    private StepKinds() {}

    /** Every kind that an engine has. */
    static List<StepKind> of(String engine) {
        List<StepKind> kinds = new ArrayList<>(List.of(
                StepKind.start(ADD_COLUMN),
                StepKind.forward("add column", ADD_COLUMN, Phase.EXPAND),
                StepKind.undo("add column", ADD_COLUMN, Phase.EXPAND, Phase.EXPAND),
                StepKind.forward("add index", ADD_INDEX, Phase.EXPAND),
                StepKind.undo("add index", ADD_INDEX, Phase.EXPAND, Phase.EXPAND),
                StepKind.forward("sync trigger", ADD_FILLED_COLUMN, Phase.EXPAND),
                StepKind.undo("sync trigger", ADD_FILLED_COLUMN, Phase.EXPAND, Phase.EXPAND),
                StepKind.forward("backfill", ADD_FILLED_COLUMN, Phase.BACKFILL, Phase.EXPAND),
                StepKind.forward("validate", ADD_FILLED_COLUMN, Phase.VALIDATE, Phase.EXPAND, Phase.BACKFILL),
                StepKind.forward(
                        "contract",
                        ADD_FILLED_COLUMN,
                        Phase.CONTRACT,
                        Phase.EXPAND,
                        Phase.BACKFILL,
                        Phase.VALIDATE,
                        Phase.RELEASE),
                PROBED,
                StepKind.undo("raw step with done_when", COUNT_WITH_PROBE, Phase.EXPAND, Phase.EXPAND)));
        if (engine.equals("postgres")) {
            kinds.addAll(List.of(
                    StepKind.forward("backfill", ADD_FILLED_COLUMN, Phase.BACKFILL, Phase.EXPAND)
                            .byWorkers(2),
                    StepKind.forward("backfill alone", FILL_ROWS, Phase.BACKFILL, Phase.EXPAND),
                    StepKind.undo(
                            "validate",
                            ADD_FILLED_COLUMN,
                            Phase.VALIDATE,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE),
                    CONTROL_IN_TRANSACTION,
                    StepKind.undo("raw step in a transaction", COUNT_IN_TRANSACTION, Phase.EXPAND, Phase.EXPAND),
                    StepKind.forward("raw step outside of a transaction", DROP_INDEX_ALONE, Phase.EXPAND),
                    StepKind.undo("raw step outside of a transaction", DROP_INDEX_ALONE, Phase.EXPAND, Phase.EXPAND),
                    StepKind.forward("foreign key", ADD_FOREIGN_KEY, Phase.VALIDATE, BEFORE_VALIDATE),
                    StepKind.undo("foreign key", ADD_FOREIGN_KEY, Phase.VALIDATE, AFTER_VALIDATE),
                    StepKind.forward("unique constraint", ADD_UNIQUE, Phase.VALIDATE, BEFORE_VALIDATE),
                    StepKind.undo("unique constraint", ADD_UNIQUE, Phase.VALIDATE, AFTER_VALIDATE),
                    StepKind.forward("rename of an index", RENAME_INDEX, Phase.EXPAND),
                    StepKind.undo("rename of an index", RENAME_INDEX, Phase.EXPAND, Phase.EXPAND),
                    StepKind.undo("rename of a column", RENAME_COLUMN, Phase.EXPAND, Phase.EXPAND),
                    StepKind.forward(
                            "rename of a column",
                            RENAME_COLUMN,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE),
                    StepKind.undo("views of two versions", VERSIONS, Phase.EXPAND, Phase.EXPAND),
                    StepKind.forward(
                            "views of two versions",
                            VERSIONS,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE),
                    StepKind.undo("rename of a table", RENAME_TABLE, Phase.EXPAND, Phase.EXPAND),
                    StepKind.forward(
                            "rename of a table",
                            RENAME_TABLE,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE),
                    StepKind.forward(
                            "change of a type",
                            CHANGE_TYPE,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE),
                    StepKind.forward(
                            "replacement of a primary key",
                            REPLACE_PRIMARY_KEY,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE),
                    StepKind.forward(
                            "drop table",
                            DROP_TABLE,
                            Phase.CONTRACT,
                            Phase.EXPAND,
                            Phase.BACKFILL,
                            Phase.VALIDATE,
                            Phase.RELEASE)));
        }
        return kinds;
    }

    /** The kind that the broken orders are shown with. */
    static StepKind control(String engine) {
        return engine.equals("postgres") ? CONTROL_IN_TRANSACTION : PROBED;
    }
}
