package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Step;
import java.sql.SQLException;

/** What a rehearsal has against a step, in words. */
final class RehearsalMessages {
    private RehearsalMessages() {}

    static String rewrite(PlannedStep step, TableName table) {
        return "expected a change of the catalog only, but \"%s\" makes the server write all rows of %s anew while nobody can use it; use a value or default that is the same for every row, and a type without constraints of its own"
                .formatted(statements(step.live().step()), table.shown());
    }

    static String noEffect(PlannedStep step) {
        return "expected \"%s\" to change the catalog, but it changes nothing, because that is so already; take this operation out"
                .formatted(step.live().step().getSummary());
    }

    static String refusal(PlannedStep step, TableName table, SQLException refused) {
        return "expected the server to accept %s on an empty copy of %s, but it says: %s; correct the operation"
                .formatted(what(step.live().step()), table.shown(), PostgresRehearsal.firstLine(refused));
    }

    private static String what(Step step) {
        return switch (step.getActionCase()) {
            case BACKFILL -> "the value " + step.getBackfill().getValue();
            case CHECK -> "\"" + step.getCheck().getQuery() + "\"";
            case STATEMENT, ACTION_NOT_SET -> "\"" + statements(step) + "\"";
        };
    }

    private static String statements(Step step) {
        return String.join("; ", step.getStatement().getSqlList());
    }
}
