package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;

/** Gathers the steps and findings of one operation. Used by one thread. */
final class RecipeDraft {
    /** How long one try may wait in a lock queue, in milliseconds: others wait behind it. */
    static final int LOCK_TIMEOUT_MILLIS = 3000;

    static final int BATCH_TARGET_MILLIS = 250;

    private final String operation;
    private final int line;
    private final String table;
    private final List<Recipe.Draft> steps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param operation in the change's words, such as {@code add_column orders.region}
     * @param line of the change file
     * @param table the table that it works on
     */
    RecipeDraft(String operation, int line, String table) {
        this.operation = operation;
        this.line = line;
        this.table = table;
    }

    Undo undo(String sql, String loses) {
        return Undo.newBuilder().addSql(sql).setLoses(loses).build();
    }

    Undo irreversible(String reason) {
        return Undo.newBuilder().setIrreversible(reason).build();
    }

    /** One DDL statement: the servers commit around each, so a step never has two. */
    void statement(Phase phase, String summary, String sql, String lock, Undo undo, String reason, Cost cost) {
        Statement statement = Statement.newBuilder()
                .addSql(sql)
                .setLockTimeoutMillis(LOCK_TIMEOUT_MILLIS)
                .build();
        add(step(phase, summary, reason).setStatement(statement).setLock(lock).setUndo(undo), cost);
    }

    void raw(Phase phase, String summary, Statement statement, Undo undo, String reason) {
        add(step(phase, summary, reason).setStatement(statement).setUndo(undo), Cost.CATALOG);
    }

    void backfill(String summary, Backfill backfill, String reason, String loses) {
        add(
                step(Phase.BACKFILL, summary, reason)
                        .setBackfill(backfill)
                        .setLock("row locks of one batch at a time")
                        .setUndo(Undo.newBuilder().setLoses(loses)),
                Cost.FILL);
    }

    void check(Phase phase, String summary, String query, String expectation, String reason) {
        Check check =
                Check.newBuilder().setQuery(query).setExpectation(expectation).build();
        add(step(phase, summary, reason).setCheck(check).setUndo(Undo.getDefaultInstance()), Cost.SCAN);
    }

    void refuse(String code, String message, List<String> samples) {
        findings.add(
                finding(Severity.REFUSE, code, message).addAllSamples(samples).build());
    }

    void refuse(String code, String message) {
        refuse(code, message, List.of());
    }

    void note(String code, String message) {
        findings.add(finding(Severity.NOTE, code, message).build());
    }

    boolean isRefused() {
        return findings.stream().anyMatch(finding -> finding.getSeverity() == Severity.REFUSE);
    }

    /** What was gathered; no steps when anything was refused. */
    Recipe recipe(SchemaFacts after) {
        return new Recipe(isRefused() ? List.of() : steps, findings, after);
    }

    private void add(Step.Builder step, Cost cost) {
        steps.add(new Recipe.Draft(step.build(), cost, table));
    }

    private Step.Builder step(Phase phase, String summary, String reason) {
        return Step.newBuilder()
                .setPhase(phase)
                .setOperation(operation)
                .setSummary(summary)
                .setReason(reason);
    }

    private Finding.Builder finding(Severity severity, String code, String message) {
        return Finding.newBuilder()
                .setSeverity(severity)
                .setCode(code)
                .setMessage(operation + ": " + message)
                .setLine(line);
    }
}
