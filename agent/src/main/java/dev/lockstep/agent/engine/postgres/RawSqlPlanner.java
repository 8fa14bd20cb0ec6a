package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.Set;

/** A step as the author wrote it. It is not rehearsed: nobody knows what it touches. */
final class RawSqlPlanner {

    private static final int SHORT_LOCK_MILLIS = 100;
    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE");
    private static final Set<String> SESSION_STATE = Set.of("SET", "RESET", "DISCARD", "LISTEN", "UNLISTEN", "LOAD");
    private static final Set<String> ALONE = Set.of("VACUUM", "CLUSTER", "CHECKPOINT", "CALL");
    private static final Set<Phase> PHASES = Set.of(Phase.EXPAND, Phase.VALIDATE, Phase.CONTRACT);

    private RawSqlPlanner() {}

    static OperationPlan plan(RawSql operation, Facts facts) {
        RawStatement raw = operation.getPostgres();
        Findings findings = new Findings();
        findings.expect(
                PHASES.contains(operation.getPhase()),
                "raw-phase",
                "expected a raw step in expand, validate or contract, found %s; move it"
                        .formatted(operation.getPhase().name().toLowerCase(java.util.Locale.ROOT)));
        List<String> run = SqlText.statements(raw.getRun());
        List<String> undo = SqlText.statements(raw.getUndo());
        if (run.isEmpty()) {
            return OperationPlan.refused(
                    facts,
                    findings.note(
                                    "raw-empty",
                                    "this raw step has no SQL for PostgreSQL, so this node does nothing for it")
                            .list());
        }
        checkText("run", raw.getRun(), run, findings);
        checkText("undo", raw.getUndo(), undo, findings);
        boolean transactional = run.stream().noneMatch(RawSqlPlanner::standsAlone);
        findings.expect(
                transactional || !raw.getDoneWhen().isBlank(),
                "raw-without-probe",
                "expected done_when, because this raw step cannot share a transaction with the ledger, so that nobody could tell after a crash whether it ran; add a query whose single value is true when its effect is there");
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = StepDraft.raw(
                operation.getPhase(),
                "run " + firstLine(run.get(0)),
                statement(raw, run, transactional),
                undo(undo),
                "a raw step stands where its author put it");
        return OperationPlan.of(facts, List.of(step)).noting(findings.list());
    }

    private static Statement statement(RawStatement raw, List<String> run, boolean transactional) {
        return Statement.newBuilder()
                .addAllSql(run)
                .setTransactional(transactional)
                .setLockTimeoutMillis(transactional ? SHORT_LOCK_MILLIS : 0)
                .setDoneWhen(raw.getDoneWhen().strip())
                .build();
    }

    private static Undo undo(List<String> undo) {
        if (undo.isEmpty()) {
            return Undos.irreversible("its author gave no undo");
        }
        return Undo.newBuilder()
                .addAllSql(undo)
                .setTransactional(undo.stream().noneMatch(RawSqlPlanner::standsAlone))
                .build();
    }

    private static void checkText(String what, String script, List<String> statements, Findings findings) {
        findings.expect(
                SqlText.tokens(script).stream().noneMatch(token -> token.kind() == SqlText.Kind.OPEN),
                "raw-malformed",
                "expected every quote and comment in %s to end, found one that does not; close it".formatted(what));
        for (String statement : statements) {
            List<String> words = SqlText.words(statement);
            String first = words.isEmpty() ? "" : words.get(0);
            boolean local = words.size() > 1 && words.get(1).equals("LOCAL");
            findings.expect(
                    !TRANSACTION_CONTROL.contains(first),
                    "raw-transaction-control",
                    "expected no transaction control in %s, because Lockstep keeps the step and its record in one transaction, found %s; take it out"
                            .formatted(what, first));
            findings.expect(
                    local || !SESSION_STATE.contains(first),
                    "raw-session-state",
                    "expected nothing in %s that changes the session for the steps behind it, found %s; use SET LOCAL, or take it out"
                            .formatted(what, first));
            findings.expect(
                    !(first.equals("COPY") && words.contains("STDIN")),
                    "raw-copy",
                    "expected %s to need no client, found COPY FROM STDIN; use INSERT".formatted(what));
        }
    }

    /** Whether the server refuses it inside of a transaction. */
    private static boolean standsAlone(String statement) {
        List<String> words = SqlText.words(statement);
        if (words.isEmpty()) {
            return false;
        }
        String first = words.get(0);
        String second = words.size() > 1 ? words.get(1) : "";
        return words.contains("CONCURRENTLY")
                || ALONE.contains(first)
                || (Set.of("CREATE", "DROP", "ALTER", "REINDEX").contains(first)
                        && Set.of("DATABASE", "TABLESPACE", "SYSTEM", "SUBSCRIPTION")
                                .contains(second));
    }

    private static String firstLine(String statement) {
        String line = statement.lines().findFirst().orElse("").strip();
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
