package dev.lockstep.agent.engine.mysql;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Undo;
import java.util.Set;

/** A statement that the author answers for. It cannot share a transaction with the ledger here, so it must bring its probe. */
final class RawSqlPlanner implements OperationPlanner {

    private static final Set<String> CONTROL = Set.of(
            "begin",
            "start",
            "commit",
            "rollback",
            "savepoint",
            "release",
            "lock",
            "unlock",
            "set",
            "use",
            "xa",
            "kill",
            "shutdown",
            "prepare",
            "execute",
            "deallocate",
            "handler",
            "flush",
            "reset");

    private final MySqlServer server;

    RawSqlPlanner(MySqlServer server) {
        this.server = server;
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        RawSql raw = operation.getSql();
        RecipeDraft draft = new RecipeDraft("sql", operation.getLine(), "");
        RawStatement statement = server.isMariaDb() && raw.hasMariadb() ? raw.getMariadb() : raw.getMysql();
        if (statement.getRun().isBlank()) {
            draft.refuse(
                    "sql-missing",
                    "expected a statement for " + server.family().word()
                            + ", found none; add one under \"" + server.family().word()
                            + "\", or keep the change away from such nodes");
            return draft.recipe(facts);
        }
        expectOne(draft, "run", statement.getRun());
        if (!statement.getUndo().isBlank()) {
            expectOne(draft, "undo", statement.getUndo());
        }
        if (statement.getDoneWhen().isBlank()) {
            draft.refuse(
                    "done-when-missing",
                    "expected done_when, a query that is true once the statement has had its effect, found none; "
                            + "without it nobody could tell after a crash whether it ran");
        } else {
            SqlGuard.objection(trimmed(statement.getDoneWhen()))
                    .ifPresent(objection -> draft.refuse(
                            "sql-unusable", "expected one query as done_when, but " + objection + "; correct it"));
        }
        Phase phase = raw.getPhase() == Phase.PHASE_UNSPECIFIED ? Phase.EXPAND : raw.getPhase();
        if (phase == Phase.PREFLIGHT || phase == Phase.RELEASE || phase == Phase.BACKFILL) {
            draft.refuse(
                    "phase-unusable",
                    "expected phase expand, validate or contract for a raw step, found "
                            + phase.name().toLowerCase(java.util.Locale.ROOT) + "; correct it");
        }
        draft.raw(
                phase,
                summary(statement.getRun()),
                step(statement),
                undo(draft, phase, statement),
                "A raw step stands where its author put it.");
        return draft.recipe(facts);
    }

    private static Statement step(RawStatement statement) {
        return Statement.newBuilder()
                .addSql(trimmed(statement.getRun()))
                .setLockTimeoutMillis(RecipeDraft.LOCK_TIMEOUT_MILLIS)
                .setDoneWhen(trimmed(statement.getDoneWhen()))
                .build();
    }

    private static Undo undo(RecipeDraft draft, Phase phase, RawStatement statement) {
        if (phase == Phase.CONTRACT) {
            return draft.irreversible("after CONTRACT there is no way back");
        }
        return statement.getUndo().isBlank()
                ? draft.irreversible("the change gives no undo for this statement")
                : draft.undo(trimmed(statement.getUndo()), "");
    }

    private static void expectOne(RecipeDraft draft, String what, String sql) {
        SqlText text = SqlText.of(sql, SqlDialect.MYSQL);
        if (text.statements().size() != 1) {
            draft.refuse(
                    "sql-several",
                    "expected one statement as " + what + ", found "
                            + text.statements().size()
                            + "; give each an operation of its own, so that each can be probed");
            return;
        }
        SqlToken first = text.statements().get(0).get(0);
        if (CONTROL.contains(first.name())) {
            draft.refuse(
                    "sql-unusable",
                    "expected a statement that leaves transactions, locks and the session alone as " + what + ", found "
                            + first.text() + "; leave that to Lockstep");
        }
    }

    private static String trimmed(String sql) {
        return sql.trim().replaceAll("(\\s*;\\s*)+$", "");
    }

    private static String summary(String sql) {
        String line = sql.trim().replaceAll("\\s+", " ");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
