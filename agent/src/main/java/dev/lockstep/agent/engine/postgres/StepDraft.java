package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.util.List;

/**
 * A step before it has a number and effects.
 *
 * @param table the table that it is about
 * @param step everything else
 * @param foreseen what happens to objects that an empty copy does not have (indexes, sequences)
 * @param scenery what its rehearsal needs beside the copy of its table
 * @param rehearsed whether a copy can show what it does; the others are dropped objects and raw steps
 */
record StepDraft(TableName table, Step step, List<Foreseen> foreseen, List<Scenery> scenery, boolean rehearsed) {

    private static final int SHORT_LOCK_MILLIS = 100;
    private static final int BATCH_MILLIS = 100;

    StepDraft {
        foreseen = List.copyOf(foreseen);
        scenery = List.copyOf(scenery);
    }

    /** Metadata only: one transaction with the ledger, and a short wait for its lock. */
    static StepDraft transactional(
            TableName table, Phase phase, String summary, String lock, List<String> sql, Undo undo, String reason) {
        Statement statement = Statement.newBuilder()
                .addAllSql(sql)
                .setTransactional(true)
                .setLockTimeoutMillis(SHORT_LOCK_MILLIS)
                .build();
        return of(table, phase, summary, lock, undo, reason, Step.newBuilder().setStatement(statement));
    }

    /** Scans or builds: its own transaction, under a lock that blocks no reader and no writer, so it may wait. */
    static StepDraft autonomous(
            TableName table,
            Phase phase,
            String summary,
            String lock,
            List<String> sql,
            List<String> cleanup,
            Undo undo,
            String reason) {
        Statement statement =
                Statement.newBuilder().addAllSql(sql).addAllCleanup(cleanup).build();
        return of(table, phase, summary, lock, undo, reason, Step.newBuilder().setStatement(statement));
    }

    static StepDraft backfill(TableName table, String summary, Backfill.Builder backfill, String reason) {
        backfill.setTable(table.shown()).setBatchTargetMillis(BATCH_MILLIS);
        return of(
                table,
                Phase.BACKFILL,
                summary,
                "ROW EXCLUSIVE on " + table.shown(),
                Undo.getDefaultInstance(),
                reason,
                Step.newBuilder().setBackfill(backfill));
    }

    /** A backfill whose first pass goes over the pages of the table. */
    StepDraft byPlace() {
        Step.Builder filling = step.toBuilder();
        filling.getBackfillBuilder().setByPlace(true);
        return new StepDraft(table, filling.build(), foreseen, scenery, rehearsed);
    }

    static StepDraft check(TableName table, Phase phase, String summary, Check check, String reason) {
        return of(
                table,
                phase,
                summary,
                "ACCESS SHARE on " + table.shown(),
                Undo.getDefaultInstance(),
                reason,
                Step.newBuilder().setCheck(check));
    }

    static StepDraft raw(Phase phase, String summary, Statement statement, Undo undo, String reason) {
        return of(
                        TableName.NONE,
                        phase,
                        summary,
                        "",
                        undo,
                        reason,
                        Step.newBuilder().setStatement(statement))
                .unrehearsed();
    }

    /** What completes or removes a broken try of the step, or of its undo. */
    StepDraft cleaning(List<String> sql) {
        Step.Builder cleaned = step.toBuilder();
        cleaned.getStatementBuilder().addAllCleanup(sql);
        return new StepDraft(table, cleaned.build(), foreseen, scenery, rehearsed);
    }

    /** There is nothing to undo, and this stays as the step left it. */
    StepDraft losing(String what) {
        Step.Builder losing = step.toBuilder();
        losing.setUndo(Undos.losing(step.getUndo(), what));
        return new StepDraft(table, losing.build(), foreseen, scenery, rehearsed);
    }

    /** There is no way back from it. */
    StepDraft forwardOnly(String reason) {
        Step forward = step.toBuilder().setUndo(Undos.irreversible(reason)).build();
        return new StepDraft(table, forward, foreseen, scenery, rehearsed);
    }

    /** Under another lock. */
    StepDraft locking(String lock) {
        return new StepDraft(table, step.toBuilder().setLock(lock).build(), foreseen, scenery, rehearsed);
    }

    StepDraft removing(List<String> paths) {
        return foreseeing(paths.stream().map(Foreseen::gone).toList());
    }

    StepDraft foreseeing(List<Foreseen> changes) {
        return new StepDraft(table, step, changes, scenery, rehearsed);
    }

    StepDraft before(Scenery set) {
        return new StepDraft(table, step, foreseen, List.of(set), rehearsed);
    }

    /** It reads none of the node's tables. */
    StepDraft withoutLock() {
        return new StepDraft(table, step.toBuilder().clearLock().build(), foreseen, scenery, rehearsed);
    }

    StepDraft unrehearsed() {
        return new StepDraft(table, step, foreseen, scenery, false);
    }

    StepDraft ofOperation(String operation) {
        return new StepDraft(table, step.toBuilder().setOperation(operation).build(), foreseen, scenery, rehearsed);
    }

    private static StepDraft of(
            TableName table, Phase phase, String summary, String lock, Undo undo, String reason, Step.Builder step) {
        step.setPhase(phase).setSummary(summary).setLock(lock).setUndo(undo).setReason(reason);
        return new StepDraft(table, step.build(), List.of(), List.of(), true);
    }
}
