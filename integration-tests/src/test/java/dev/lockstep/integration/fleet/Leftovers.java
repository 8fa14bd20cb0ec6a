package dev.lockstep.integration.fleet;

import dev.lockstep.v1.Engine;
import java.util.List;

/** What Lockstep has made on a node outside of its ledger: during an epoch its helpers, afterwards nothing. */
public final class Leftovers {
    private static final String ON_POSTGRES = """
            SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname LIKE 'lockstep%'
            UNION ALL
            SELECT 'constraint ' || conname FROM pg_constraint
            WHERE conname LIKE 'lockstep%' AND connamespace <> 'lockstep'::regnamespace
            UNION ALL
            SELECT 'function ' || proname FROM pg_proc
            WHERE proname LIKE 'lockstep%' AND pronamespace <> 'lockstep'::regnamespace
            UNION ALL
            SELECT 'relation ' || relname FROM pg_class
            WHERE relname LIKE 'lockstep%' AND relnamespace <> 'lockstep'::regnamespace
            UNION ALL
            SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
            """;

    private static final String ON_MYSQL = """
            SELECT CONCAT('trigger ', trigger_name) FROM information_schema.triggers
            WHERE trigger_schema = database() AND trigger_name LIKE 'lockstep%'
            UNION ALL
            SELECT CONCAT('constraint ', constraint_name) FROM information_schema.table_constraints
            WHERE table_schema = database() AND constraint_name LIKE 'lockstep%'
            UNION ALL
            SELECT CONCAT('routine ', routine_name) FROM information_schema.routines
            WHERE routine_schema = database() AND routine_name LIKE 'lockstep%'
            UNION ALL
            SELECT CONCAT('table ', table_name) FROM information_schema.tables
            WHERE table_schema = database() AND table_name LIKE 'lockstep%'
            """;

    private Leftovers() {}

    /** Kind and name of each. */
    public static List<String> on(TestNode node) {
        return node.query(node.engine() == Engine.POSTGRES ? ON_POSTGRES : ON_MYSQL);
    }
}
