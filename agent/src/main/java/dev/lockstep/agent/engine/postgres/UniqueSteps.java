package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that make a constraint of a unique index, which is built first, where it blocks nobody.
 *
 * @param name of the constraint, and of its index
 * @param kind {@code UNIQUE} or {@code PRIMARY KEY}
 */
record UniqueSteps(TableFacts table, String name, String kind, List<String> columns, Phase phase, PlanTarget target) {

    private static final int MOST_COLUMNS = 32;

    UniqueSteps {
        columns = List.copyOf(columns);
    }

    /** What must hold of the names, the columns and the server. */
    void check(Facts facts, Findings findings) {
        TableChecks.checkName("the constraint", name, findings);
        findings.expect(
                !columns.isEmpty() && columns.size() <= MOST_COLUMNS,
                "index-columns",
                "expected 1 to %d columns in %s, found %d; change the list"
                        .formatted(MOST_COLUMNS, name, columns.size()));
        columns.forEach(column -> TableChecks.column(table, column, findings));
        TableChecks.freeConstraint(table, name, findings);
        AddIndexPlanner.checkBuild(table, name, facts, findings);
        if (table.isPartitioned()) {
            PartitionedUniqueSteps.check(this, facts, findings);
        }
    }

    List<StepDraft> inOrder(String reason, Facts facts) {
        return table.isPartitioned()
                ? new PartitionedUniqueSteps(this, facts).inOrder(reason)
                : List.of(build(reason), attach());
    }

    /** The same of another table, such as a partition. */
    UniqueSteps of(TableFacts other, String itsName) {
        return new UniqueSteps(other, itsName, kind, columns, phase, target);
    }

    boolean isPrimary() {
        return kind.equals("PRIMARY KEY");
    }

    /** What it is, for people. */
    String words() {
        return isPrimary() ? "the primary key" : "the constraint";
    }

    /** The index alone. */
    StepDraft build(String reason) {
        return StepDraft.autonomous(
                table.name(),
                phase,
                "build unique index %s on %s (%s)".formatted(name, table.name().shown(), String.join(", ", columns)),
                Locks.shareUpdateExclusive(table.name()),
                List.of(buildSql()),
                List.of(dropSql()),
                Undos.autonomous(List.of(dropSql())),
                reason);
    }

    /** Its constraint cannot go without the index, so the way back builds the index again; a broken way back ends in the same way. */
    private StepDraft attach() {
        String alter = "ALTER TABLE %s ".formatted(target.table(table.name()));
        List<String> rebuild = List.of("SET lock_timeout = 0", dropSql(), buildSql());
        List<String> undo = new ArrayList<>(
                List.of("SET lock_timeout = '100ms'", alter + "DROP CONSTRAINT IF EXISTS " + Quoting.identifier(name)));
        undo.addAll(rebuild);
        return StepDraft.transactional(
                        table.name(),
                        phase,
                        attachSummary(),
                        Locks.accessExclusive(table.name()),
                        List.of(attachSql()),
                        Undos.autonomous(undo),
                        "a constraint needs no scan once its index is there")
                .cleaning(rebuild);
    }

    /** For a partition. Its constraint takes the index along when it goes, which has nothing else to go back to. */
    StepDraft attachForWhole() {
        Undo drop = Undos.transactional("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s"
                .formatted(target.table(table.name()), Quoting.identifier(name)));
        return StepDraft.transactional(
                table.name(),
                phase,
                attachSummary(),
                Locks.accessExclusive(table.name()),
                List.of(attachSql()),
                Undos.takingAlong(drop, List.of(table.name().indexPath(name))),
                "only a constraint can join the constraint of the whole, and it needs no scan once its index is there");
    }

    private String attachSummary() {
        return "make %s of the index %s of %s"
                .formatted(
                        isPrimary() ? "the primary key" : "a constraint",
                        name,
                        table.name().shown());
    }

    private String attachSql() {
        return "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s"
                .formatted(target.table(table.name()), Quoting.identifier(name), kind, Quoting.identifier(name));
    }

    private String buildSql() {
        return "CREATE UNIQUE INDEX%s %s ON %s (%s)"
                .formatted(
                        target.concurrently(),
                        Quoting.identifier(name),
                        target.table(table.name()),
                        Quoting.identifiers(columns));
    }

    private String dropSql() {
        return "DROP INDEX%s IF EXISTS %s"
                .formatted(target.concurrently(), target.table(table.name().sibling(name)));
    }

    /** Values that are there more than once. */
    RowQuestion duplicates() {
        return UniqueRows.ofNew(table, columns, target);
    }

    /** The node afterwards. */
    Facts after(Facts facts, ConstraintFacts.Kind constraint) {
        return table.isPartitioned()
                ? new PartitionedUniqueSteps(this, facts).after(constraint)
                : facts.with(added(constraint)).withRelation(table.name().sibling(name));
    }

    /** The table with the constraint and its index. */
    TableFacts added(ConstraintFacts.Kind constraint) {
        IndexFacts index = new IndexFacts(name, true, isPrimary(), true, true, name, columns, List.of(), "");
        return table.withIndex(index).withConstraint(new ConstraintFacts(name, constraint, columns, List.of(), ""));
    }
}
