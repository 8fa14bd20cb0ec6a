package dev.lockstep.change;

import dev.lockstep.change.sql.RawStatements;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.v1.RawStatement;
import java.util.List;

/** The statement of a raw step on one engine. */
final class RawStatementForm {
    private RawStatementForm() {}

    /** The form for an engine whose statements are in this dialect. */
    static Shape<RawStatement> shape(String engine, SqlDialect dialect) {
        Key<String> run = Key.required(
                "run",
                new StatementForm("run", dialect),
                "\"CREATE …\"",
                "One statement, run as it stands. Transaction control is refused.");
        Key<String> undo = Key.optional(
                "undo",
                new StatementForm("undo", dialect),
                "\"DROP …\"",
                "One statement that takes it back; without it the step is irreversible.");
        Key<String> doneWhen = Key.optional(
                "done_when",
                new StatementForm("done_when", dialect),
                "\"SELECT EXISTS (…)\"",
                "The probe: a query whose single value is true when the effect is there."
                        + (dialect == SqlDialect.MYSQL
                                ? " Always needed here."
                                : " Needed for a statement that cannot run in a transaction."));
        return new Shape<>(engine, "What runs on " + engine + ".", List.of(run, undo, doneWhen), (fields, problems) -> {
            fields.get(run).ifPresent(statement -> {
                if (!fields.has(doneWhen) && !RawStatements.canShareTransaction(statement, dialect)) {
                    problems.add(fields.place(run), missingProbe(dialect));
                }
            });
            RawStatement.Builder statement = RawStatement.newBuilder();
            fields.get(run).ifPresent(statement::setRun);
            fields.get(undo).ifPresent(statement::setUndo);
            fields.get(doneWhen).ifPresent(statement::setDoneWhen);
            return statement.build();
        });
    }

    private static String missingProbe(SqlDialect dialect) {
        String reason = dialect == SqlDialect.MYSQL
                ? "no DDL shares a transaction with the ledger on MySQL and MariaDB"
                : "this statement cannot share a transaction with the ledger";
        return "expected `done_when` beside this `run`, found none; " + reason
                + ", so nobody could tell after a crash whether it ran: add a query whose single value is true when"
                + " the effect is there";
    }
}
