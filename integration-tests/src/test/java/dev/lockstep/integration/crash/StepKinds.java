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

    /** A raw step whose second run shows, which the broken orders are shown with. */
    private static final StepKind CONTROL_IN_TRANSACTION =
            StepKind.forward("raw step in a transaction", COUNT_IN_TRANSACTION, Phase.EXPAND);

    private static final StepKind PROBED = StepKind.forward("raw step with done_when", COUNT_WITH_PROBE, Phase.EXPAND);

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
                    StepKind.undo("raw step outside of a transaction", DROP_INDEX_ALONE, Phase.EXPAND, Phase.EXPAND)));
        }
        return kinds;
    }

    /** The kind that the broken orders are shown with. */
    static StepKind control(String engine) {
        return engine.equals("postgres") ? CONTROL_IN_TRANSACTION : PROBED;
    }
}
