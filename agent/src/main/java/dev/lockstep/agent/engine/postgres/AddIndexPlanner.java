package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Adds an index without blocking readers or writers. One that is unique is a rule that old writers can break, so it waits for CONTRACT (rule G6). One over a column that this
 * change fills waits for VALIDATE: every row that is filled would have to get an entry, and could not stay in its page.
 */
final class AddIndexPlanner {

    private static final int MOST_COLUMNS = 32;

    private AddIndexPlanner() {}

    static OperationPlan plan(AddIndex operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the index", operation.getName(), findings);
        int columns = operation.getColumnsCount();
        findings.expect(
                columns > 0 && columns <= MOST_COLUMNS,
                "index-columns",
                "expected 1 to %d columns in the index %s, found %d; change the list"
                        .formatted(MOST_COLUMNS, operation.getName(), columns));
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> checkTable(operation, found, facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return steps(operation, table.get(), facts, target).noting(findings.list());
    }

    private static void checkTable(AddIndex operation, TableFacts table, Facts facts, Findings findings) {
        operation.getColumnsList().forEach(column -> TableChecks.column(table, column, findings));
        checkBuild(table, operation.getName(), facts, findings);
        PartitionedIndexSteps.check(operation, table, facts, findings);
    }

    /** What must hold before an index of this name can be built. */
    static void checkBuild(TableFacts table, String name, Facts facts, Findings findings) {
        findings.expect(
                !facts.version().corruptsConcurrentIndexes(),
                "server-corrupts-indexes",
                "expected PostgreSQL 14.4 or later within 14, because earlier ones corrupt indexes built concurrently, found %s; update the server"
                        .formatted(facts.version().text()));
        findings.expect(
                table.canCreate(),
                "privilege-missing",
                "expected the agent's role to have CREATE on the schema %s, but it has not; grant it"
                        .formatted(table.name().schema()));
        TableName index = table.name().sibling(name);
        IndexFacts there = table.indexes().get(name);
        if (there != null && !there.valid()) {
            refuseLeftover(table, name, findings);
        } else {
            findings.expect(
                    there == null && !facts.isTaken(index),
                    "index-exists",
                    "expected the name %s to be free, but %s has it; choose another, or take this operation out"
                            .formatted(
                                    index.shown(),
                                    there != null
                                            ? "an index of " + table.name().shown()
                                            : "another relation"));
        }
    }

    /** What a broken build left in the place of an index. */
    static void refuseLeftover(TableFacts table, String name, Findings findings) {
        TableName index = table.name().sibling(name);
        findings.refuse(
                "index-invalid",
                "expected no index %s, but an INVALID one is left over from a broken build, and writers pay for it; run: DROP INDEX%s %s"
                        .formatted(index.shown(), table.isPartitioned() ? "" : " CONCURRENTLY", index.sql()));
    }

    /** The index as planners see it afterwards. */
    static IndexFacts added(AddIndex operation, String name) {
        return new IndexFacts(
                name, operation.getUnique(), false, true, true, "", operation.getColumnsList(), List.of(), "");
    }

    private static OperationPlan steps(AddIndex operation, TableFacts table, Facts facts, PlanTarget target) {
        OperationPlan plan = table.isPartitioned()
                ? ofPartitions(new PartitionedIndexSteps(operation, table, facts, target), facts)
                : OperationPlan.of(
                        facts.with(table.withIndex(added(operation, operation.getName())))
                                .withRelation(table.name().sibling(operation.getName())),
                        List.of(buildStep(operation, table.name(), phase(operation, table, facts), target)));
        boolean empty = operation.getColumnsList().stream()
                .map(name -> table.columns().get(name))
                .anyMatch(column -> column != null
                        && column.fresh()
                        && column.traits().filling().isNone());
        return operation.getUnique() && !empty
                ? plan.asking(UniqueRows.ofNew(table, operation.getColumnsList(), target))
                : plan;
    }

    private static OperationPlan ofPartitions(PartitionedIndexSteps steps, Facts facts) {
        return OperationPlan.of(steps.after(facts), steps.inOrder());
    }

    /** When it is built. */
    static Phase phase(AddIndex operation, TableFacts table, Facts facts) {
        if (operation.getUnique()) {
            return Phase.CONTRACT;
        }
        boolean filled = operation.getColumnsList().stream()
                .anyMatch(column -> facts.helpers().containsKey(HelperNames.fill(table.name(), column)));
        return filled ? Phase.VALIDATE : Phase.EXPAND;
    }

    static StepDraft buildStep(AddIndex operation, TableName table, Phase phase, PlanTarget target) {
        String drop = "DROP INDEX%s IF EXISTS %s"
                .formatted(target.concurrently(), target.table(table.sibling(operation.getName())));
        String build = "CREATE %sINDEX%s %s ON %s (%s)"
                .formatted(
                        operation.getUnique() ? "UNIQUE " : "",
                        target.concurrently(),
                        Quoting.identifier(operation.getName()),
                        target.table(table),
                        Quoting.identifiers(operation.getColumnsList()));
        return StepDraft.autonomous(
                table,
                phase,
                "build %sindex %s on %s (%s)"
                        .formatted(
                                operation.getUnique() ? "unique " : "",
                                operation.getName(),
                                table.shown(),
                                String.join(", ", operation.getColumnsList())),
                Locks.shareUpdateExclusive(table),
                List.of(build),
                List.of(drop),
                Undos.autonomous(List.of(drop)),
                reason(phase));
    }

    private static String reason(Phase phase) {
        return switch (phase) {
            case CONTRACT -> "uniqueness is a rule that old writers can break, so it waits until there are none";
            case VALIDATE -> "an index is built when its column is filled: no row that is filled needs an entry in it";
            default -> "an index is built where it blocks neither readers nor writers";
        };
    }
}
