package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetComment;
import java.util.List;
import java.util.Optional;

/** Says something about a table or a column, under a lock that stops neither readers nor writers. */
final class SetCommentPlanner {
    private SetCommentPlanner() {}

    static OperationPlan plan(SetComment operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        boolean ofTable = operation.getColumn().isEmpty();
        Optional<ColumnFacts> column = ofTable
                ? Optional.empty()
                : table.flatMap(found -> TableChecks.column(found, operation.getColumn(), findings));
        table.ifPresent(found -> check(found, column, operation, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        StepDraft step = step(table.get(), column, operation, target);
        return OperationPlan.of(facts, List.of(step)).noting(findings.list());
    }

    private static void check(TableFacts table, Optional<ColumnFacts> column, SetComment operation, Findings findings) {
        boolean fresh = column.map(ColumnFacts::fresh).orElse(table.fresh());
        findings.expect(
                !fresh,
                "comment-fresh",
                "expected what is commented to be there before this change, but an operation before this one makes it; give it its `comment` there");
        String before = column.map(ColumnFacts::comment).orElse(table.traits().comment());
        findings.expect(
                !before.equals(operation.getComment()),
                "no-effect",
                "expected another comment than the one that is there already, found the same; take this operation out");
    }

    private static StepDraft step(
            TableFacts table, Optional<ColumnFacts> column, SetComment operation, PlanTarget target) {
        TableName name = table.name();
        String comment = column.map(there ->
                        "COMMENT ON COLUMN %s.%s IS ".formatted(target.table(name), Quoting.identifier(there.name())))
                .orElse("COMMENT ON TABLE %s IS ".formatted(target.table(name)));
        String before = column.map(ColumnFacts::comment).orElse(table.traits().comment());
        String subject = column.map(there -> there.name() + " of ").orElse("") + name.shown();
        StepDraft step = StepDraft.transactional(
                name,
                Phase.EXPAND,
                "comment on " + subject,
                Locks.shareUpdateExclusive(name),
                List.of(comment + Quoting.literal(operation.getComment())),
                Undos.transactional(comment + (before.isEmpty() ? "NULL" : Quoting.literal(before))),
                "a comment is in nobody's way");
        return column.isPresent()
                ? step
                : step.foreseeing(List.of(Foreseen.changed(
                                name.path(),
                                live -> TableText.of(live)
                                        .withComment(operation.getComment())
                                        .definition())))
                        .unrehearsed();
    }
}
