package dev.lockstep.integration.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;

/** A plan for reading, with short hashes. */
final class PlanText {

    private final StringBuilder text = new StringBuilder();

    private PlanText() {}

    static String of(Plan plan) {
        PlanText text = new PlanText();
        plan.getStepsList().forEach(text::add);
        return text.text.toString();
    }

    private void add(Step step) {
        line("%d. %s: %s", step.getNumber(), step.getPhase(), step.getSummary());
        line("   for      %s", step.getOperation());
        line("   because  %s", step.getReason());
        if (!step.getLock().isEmpty()) {
            line("   lock     %s", step.getLock());
        }
        switch (step.getActionCase()) {
            case STATEMENT -> {
                line(
                        step.getStatement().getTransactional()
                                ? "   one transaction, waits %d ms for a lock"
                                : "   by itself",
                        step.getStatement().getLockTimeoutMillis());
                step.getStatement().getSqlList().forEach(sql -> line("   run      %s", sql));
                step.getStatement().getCleanupList().forEach(sql -> line("   cleanup  %s", sql));
                if (!step.getStatement().getDoneWhen().isEmpty()) {
                    line("   done     %s", step.getStatement().getDoneWhen());
                }
            }
            case BACKFILL ->
                line(
                        "   fill     %s.%s = %s where %s by %s",
                        step.getBackfill().getTable(),
                        step.getBackfill().getColumn(),
                        step.getBackfill().getValue(),
                        step.getBackfill().getCondition(),
                        step.getBackfill().getKeyColumnsList());
            case CHECK -> line("   look     %s", step.getCheck().getQuery());
            case ACTION_NOT_SET -> line("   nothing");
        }
        step.getEffectsList().forEach(this::effect);
        undo(step.getUndo());
        text.append('\n');
    }

    private void effect(ObjectChange effect) {
        line(
                "   changes  %s from %s to %s",
                effect.getPath(), shortened(effect.getBefore()), shortened(effect.getAfter()));
    }

    private void undo(Undo undo) {
        undo.getSqlList().forEach(sql -> line("   undo     %s", sql));
        undo.getTakesAlongList().forEach(path -> line("   takes    %s along", path));
        if (!undo.getIrreversible().isEmpty()) {
            line("   no undo  %s", undo.getIrreversible());
        }
        if (!undo.getLoses().isEmpty()) {
            line("   loses    %s", undo.getLoses());
        }
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values).replace("\n", "\n            ")).append('\n');
    }

    private static String shortened(ByteString hash) {
        return hash.isEmpty() ? "absent" : Hashing.hex(hash).substring(0, 8);
    }
}
