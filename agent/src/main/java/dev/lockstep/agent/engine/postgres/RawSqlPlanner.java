package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.sql.RawStatements;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A step as its author wrote it. It is not rehearsed: nobody knows what it touches. */
final class RawSqlPlanner {

    private static final int SHORT_LOCK_MILLIS = 100;
    private static final int LONGEST_SUMMARY = 60;
    private static final Set<Phase> PHASES = Set.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT);

    private RawSqlPlanner() {}

    static OperationPlan plan(RawSql operation, Facts facts) {
        RawStatement raw = operation.getPostgres();
        Findings findings = new Findings();
        if (raw.getRun().isBlank()) {
            findings.note("raw-empty", "this raw step has no SQL for PostgreSQL, so this node does nothing for it");
            return OperationPlan.refused(facts, findings.list());
        }
        findings.expect(
                PHASES.contains(operation.getPhase()),
                "raw-phase",
                "expected a raw step in expand, backfill, validate or contract, found %s; move it"
                        .formatted(operation.getPhase().name().toLowerCase(Locale.ROOT)));
        check("run", raw.getRun(), findings);
        if (!raw.getUndo().isBlank()) {
            check("undo", raw.getUndo(), findings);
        }
        boolean transactional = RawStatements.canShareTransaction(raw.getRun(), SqlDialect.POSTGRES);
        findings.expect(
                transactional || !raw.getDoneWhen().isBlank(),
                "raw-without-probe",
                "expected done_when, because this raw step cannot share a transaction with the ledger, so that nobody could tell after a crash whether it ran; add a query whose single value is true when its effect is there");
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = StepDraft.raw(
                operation.getPhase(),
                "run " + firstLine(raw.getRun()),
                statement(raw, transactional),
                undo(raw.getUndo()),
                "a raw step stands where its author put it");
        return OperationPlan.of(facts, List.of(step)).noting(findings.list());
    }

    private static Statement statement(RawStatement raw, boolean transactional) {
        return Statement.newBuilder()
                .addSql(raw.getRun().strip())
                .setTransactional(transactional)
                .setLockTimeoutMillis(transactional ? SHORT_LOCK_MILLIS : 0)
                .setDoneWhen(raw.getDoneWhen().strip())
                .addAllCleanup(RawIndexWork.of(raw.getRun())
                        .or(() -> RawIndexWork.of(raw.getUndo()))
                        .map(work -> work.cleanup(SHORT_LOCK_MILLIS))
                        .orElse(List.of()))
                .build();
    }

    private static Undo undo(String undo) {
        if (undo.isBlank()) {
            return Undos.irreversible("its author gave no undo");
        }
        return Undo.newBuilder()
                .addSql(undo.strip())
                .setTransactional(RawStatements.canShareTransaction(undo, SqlDialect.POSTGRES))
                .build();
    }

    private static void check(String what, String sql, Findings findings) {
        SqlText text = SqlText.of(sql, SqlDialect.POSTGRES);
        text.flaw()
                .ifPresent(flaw -> findings.refuse(
                        "raw-malformed", "expected %s to be complete, found %s; close it".formatted(what, flaw)));
        List<List<SqlToken>> statements = text.statements();
        findings.expect(
                statements.size() == 1,
                "raw-statements",
                "expected one statement in %s, found %d; make each a step of its own"
                        .formatted(what, statements.size()));
        for (List<SqlToken> statement : statements) {
            Optional<String> control = RawStatements.transactionControl(statement);
            findings.expect(
                    control.isEmpty(),
                    "raw-transaction-control",
                    "expected no transaction control in %s, because Lockstep keeps the step and its record in one transaction, found %s; take it out"
                            .formatted(what, control.orElse("")));
            findings.expect(
                    !changesSession(statement),
                    "raw-session-state",
                    "expected nothing in %s that changes the session for the steps behind it, found %s; take it out"
                            .formatted(what, statement.get(0).word()));
            findings.expect(
                    !needsClient(statement),
                    "raw-copy",
                    "expected %s to need no client, found COPY FROM STDIN; use INSERT".formatted(what));
        }
    }

    private static boolean changesSession(List<SqlToken> statement) {
        boolean local = statement.size() > 1 && statement.get(1).isWord("LOCAL");
        return !local && statement.get(0).isWord("SET", "RESET", "DISCARD", "LISTEN", "UNLISTEN", "LOAD", "PREPARE");
    }

    private static boolean needsClient(List<SqlToken> statement) {
        return statement.get(0).isWord("COPY") && statement.stream().anyMatch(token -> token.isWord("STDIN", "STDOUT"));
    }

    private static String firstLine(String statement) {
        String line = statement.strip().lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST_SUMMARY ? line : line.substring(0, LONGEST_SUMMARY - 1) + "…";
    }
}
