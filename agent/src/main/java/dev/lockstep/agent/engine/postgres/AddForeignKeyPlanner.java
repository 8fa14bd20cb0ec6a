package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.OnDelete;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Adds a foreign key: unproved first, under a short lock on both tables, then proved by a scan that blocks nobody. */
final class AddForeignKeyPlanner {
    private AddForeignKeyPlanner() {}

    static OperationPlan plan(AddForeignKey operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableChecks.checkName("the constraint", operation.getName(), findings);
        Optional<TableFacts> child = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<TableFacts> parent = PartitionChecks.usable(facts, TableName.of(operation.getReferences()), findings);
        child.ifPresent(found -> checkChild(operation, found, facts, findings));
        parent.ifPresent(found -> checkParent(operation, found, findings));
        child.ifPresent(one -> parent.ifPresent(other -> {
            checkTypes(operation, one, other, findings);
            findings.expect(
                    !one.isPartitioned() || !one.name().equals(other.name()),
                    "foreign-key-partitioned",
                    "expected %s to refer to another table, because its partitions would be on both sides of the foreign key, which 12 does not guard, but it refers to itself; use a raw step"
                            .formatted(one.name().shown()));
            findings.expect(
                    one.name().equals(other.name())
                            || !one.name().name().equals(other.name().name()),
                    "same-name",
                    "expected tables with different names, but %s and %s differ in the schema only, which cannot be rehearsed; use a raw step"
                            .formatted(one.name().shown(), other.name().shown()));
        }));
        if (child.isEmpty() || parent.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return steps(operation, child.get(), parent.get(), facts, target).noting(findings.list());
    }

    private static void checkChild(AddForeignKey operation, TableFacts table, Facts facts, Findings findings) {
        PartitionChecks.freeConstraint(table, operation.getName(), facts, findings);
        boolean allThere = true;
        for (String name : operation.getColumnsList()) {
            Optional<ColumnFacts> column = TableChecks.column(table, name, findings);
            allThere &= column.isPresent();
            boolean mayBeNull = column.map(found -> !found.notNull()).orElse(true);
            findings.expect(
                    mayBeNull || operation.getOnDelete() != OnDelete.ON_DELETE_SET_NULL,
                    "set-null-on-not-null",
                    "expected %s.%s to allow NULL, because on_delete is set_null, but it is NOT NULL; choose another on_delete"
                            .formatted(table.name().shown(), name));
        }
        if (allThere) {
            findings.expect(
                    PartitionFacts.isIndexed(table, operation.getColumnsList(), facts),
                    "foreign-key-unindexed",
                    "expected an index of %s that begins with (%s), because each deletion in %s looks there, found none; put an add_index before this operation"
                            .formatted(
                                    table.name().shown(),
                                    String.join(", ", operation.getColumnsList()),
                                    operation.getReferences()));
        }
    }

    private static void checkParent(AddForeignKey operation, TableFacts table, Findings findings) {
        if (table.isPartitioned()) {
            findings.note(
                    "partitions-referred",
                    "from then on detach_partition and drop_partition of %s read all of %s before and after, and need both alone for a moment; attach_partition waits for CONTRACT"
                            .formatted(table.name().shown(), operation.getTable()));
        }
        List<String> columns = operation.getReferencedColumnsList();
        boolean allThere = true;
        for (String name : columns) {
            allThere &= TableChecks.column(table, name, findings).isPresent();
        }
        boolean isKey = table.indexes().values().stream()
                .anyMatch(index -> index.unique()
                        && index.valid()
                        && index.plain()
                        && index.columns().size() == columns.size()
                        && new HashSet<>(index.columns()).equals(new HashSet<>(columns)));
        findings.expect(
                !allThere || isKey,
                "key-missing",
                "expected (%s) to be the primary key of %s, or unique, but no such index is there; add_unique first, in an earlier change"
                        .formatted(String.join(", ", columns), table.name().shown()));
    }

    /** The server compares some different types, at a price for each row; what it cannot compare, the rehearsal shows. */
    private static void checkTypes(AddForeignKey operation, TableFacts child, TableFacts parent, Findings findings) {
        int pairs = Math.min(operation.getColumnsCount(), operation.getReferencedColumnsCount());
        for (int place = 0; place < pairs; place++) {
            ColumnFacts from = child.columns().get(operation.getColumns(place));
            ColumnFacts to = parent.columns().get(operation.getReferencedColumns(place));
            if (from != null && to != null && !bare(from.type()).equals(bare(to.type()))) {
                findings.note(
                        "types-differ",
                        "%s.%s is %s and %s.%s is %s: the server may compare them, but they should be the same"
                                .formatted(
                                        child.name().shown(),
                                        from.name(),
                                        from.type(),
                                        parent.name().shown(),
                                        to.name(),
                                        to.type()));
            }
        }
    }

    private static String bare(String type) {
        return type.replaceFirst("\\(.*", "");
    }

    private static OperationPlan steps(
            AddForeignKey operation, TableFacts child, TableFacts parent, Facts facts, PlanTarget target) {
        String offenders = orphans(operation, child, parent, target);
        String broken =
                "expected every row of %s to find its row in %s (%s), found some that do not; correct or delete them first"
                        .formatted(child.name().shown(), parent.name().shown(), operation.getName());
        Rule rule = new Rule(
                child.name(),
                operation.getName(),
                definition(operation, target.table(parent.name())),
                offenders,
                broken,
                Rule.phase(operation.getWritersComply()));
        PartitionedForeignKey ofWhole = new PartitionedForeignKey(rule, child, parent, target);
        List<StepDraft> steps = child.isPartitioned()
                ? ofWhole.inOrder()
                : RuleSteps.referringTo(parent, rule, target).inOrder();
        ConstraintFacts added = new ConstraintFacts(
                operation.getName(),
                ConstraintFacts.Kind.FOREIGN_KEY,
                operation.getColumnsList(),
                List.of(parent.name()),
                rule.definition());
        Facts after = child.isPartitioned()
                ? referring(operation, ofWhole.after(facts, added), parent, added)
                : referring(operation, facts.with(child.withConstraint(added)), parent, added);
        Scenery scenery = scenery(operation, child, parent, target);
        return OperationPlan.of(
                        after, steps.stream().map(step -> step.before(scenery)).toList())
                .asking(new RowQuestion(offenders, "orphans", broken));
    }

    /** What comes to a partitioned table or leaves it, in the same change too, must know of what refers to it. */
    private static Facts referring(AddForeignKey operation, Facts after, TableFacts parent, ConstraintFacts added) {
        Referrer referrer = new Referrer(
                TableName.of(operation.getTable()),
                added.name(),
                added.columns(),
                operation.getReferencedColumnsList(),
                added.definition(),
                "",
                "");
        return parent.isPartitioned() ? after.with(parent.with(parent.traits().withReferrer(referrer))) : after;
    }

    private static String definition(AddForeignKey operation, String parent) {
        String onDelete = switch (operation.getOnDelete()) {
            case ON_DELETE_RESTRICT -> " ON DELETE RESTRICT";
            case ON_DELETE_CASCADE -> " ON DELETE CASCADE";
            case ON_DELETE_SET_NULL -> " ON DELETE SET NULL";
            case ON_DELETE_NO_ACTION, UNRECOGNIZED -> "";
        };
        return "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                .formatted(
                        Quoting.identifiers(operation.getColumnsList()),
                        parent,
                        Quoting.identifiers(operation.getReferencedColumnsList()),
                        onDelete);
    }

    private static String orphans(AddForeignKey operation, TableFacts child, TableFacts parent, PlanTarget target) {
        String complete = operation.getColumnsList().stream()
                .map(column -> "child." + Quoting.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String same = IntStream.range(0, operation.getColumnsCount())
                .mapToObj(place -> "parent.%s = child.%s"
                        .formatted(
                                Quoting.identifier(operation.getReferencedColumns(place)),
                                Quoting.identifier(operation.getColumns(place))))
                .collect(Collectors.joining(" AND "));
        return Rule.sample(
                child,
                target.table(child.name()) + " AS child",
                "child.",
                "%s AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)"
                        .formatted(complete, target.table(parent.name()), same));
    }

    /** A copy of the other table, with its key: temporary tables refer to temporary tables only. */
    private static Scenery scenery(AddForeignKey operation, TableFacts child, TableFacts parent, PlanTarget target) {
        String copy = target.table(parent.name());
        String key = "CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (%s)"
                .formatted(
                        Quoting.identifier(HelperNames.keyOnStage(
                                parent.name(), String.join("\0", operation.getReferencedColumnsList()))),
                        copy,
                        Quoting.identifiers(operation.getReferencedColumnsList()));
        if (child.name().equals(parent.name())) {
            return new Scenery(parent.name(), List.of(key));
        }
        String columns = parent.columns().values().stream()
                .map(column -> Quoting.identifier(column.name()) + " " + column.type())
                .sorted()
                .collect(Collectors.joining(", "));
        return new Scenery(parent.name(), List.of("CREATE TABLE IF NOT EXISTS %s (%s)".formatted(copy, columns), key));
    }
}
