package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/** CONTRACT: the first column goes, and the second one takes its place with what hangs on it, under one short lock. */
record ColumnSwap(SecondColumn second) {

    StepDraft step() {
        TableName name = second.table().name();
        List<String> sql = new ArrayList<>();
        sql.addAll(second.triggers().stop());
        sql.addAll(oldGoes());
        sql.addAll(newTakesItsPlace());
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "put %s of %s in the place of %s"
                                .formatted(
                                        second.conversion().type(),
                                        name.shown(),
                                        second.column().type()),
                        Locks.accessExclusive(name),
                        sql,
                        Undos.irreversible("a dropped column's values are gone"),
                        "the old type goes when nobody uses it any more")
                .before(second.columnIndexes().scenery());
    }

    private List<String> oldGoes() {
        List<String> sql = new ArrayList<>();
        if (!second.conversion().losesNothing()) {
            sql.add(alter("DROP CONSTRAINT " + quoted(HelperNames.same(table(), column()))));
        }
        if (second.column().notNull()) {
            second.notNull().dropProof().ifPresent(sql::add);
        }
        second.checks().forEach(check -> sql.add(alter("DROP CONSTRAINT " + quoted(check.name()))));
        for (IndexFacts index : second.columnIndexes().originals()) {
            if (!index.constraint().isEmpty()) {
                sql.add(alter("DROP CONSTRAINT " + quoted(index.constraint())));
            }
        }
        sql.add(alter("DROP COLUMN " + quoted(column())));
        return sql;
    }

    private List<String> newTakesItsPlace() {
        List<String> sql = new ArrayList<>();
        if (!second.named()) {
            sql.add(alter("RENAME COLUMN %s TO %s"
                    .formatted(quoted(second.conversion().beside()), quoted(column()))));
        }
        if (!second.defaultText().isEmpty()) {
            sql.add(alter(
                    "ALTER COLUMN %s SET DEFAULT %s".formatted(quoted(second.finalName()), second.defaultText())));
        }
        for (IndexFacts index : second.columnIndexes().originals()) {
            sql.add(takeOver(index));
        }
        for (ConstraintFacts check : second.checks()) {
            sql.add(rename(HelperNames.check(table(), check.name()), check.name()));
        }
        if (second.column().notNull() && second.facts().version().addsNotNullUnproved()) {
            String now = HelperNames.notNull(table(), second.conversion().beside());
            String wanted = HelperNames.notNull(table(), second.finalName());
            if (!now.equals(wanted)) {
                sql.add(rename(now, wanted));
            }
        }
        return sql;
    }

    private String takeOver(IndexFacts index) {
        String built = second.columnIndexes().name(index);
        return index.constraint().isEmpty()
                ? "ALTER INDEX %s RENAME TO %s"
                        .formatted(second.target().table(table().sibling(built)), quoted(index.name()))
                : alter("ADD CONSTRAINT %s UNIQUE USING INDEX %s".formatted(quoted(index.constraint()), quoted(built)));
    }

    private String rename(String constraint, String to) {
        return alter("RENAME CONSTRAINT %s TO %s".formatted(quoted(constraint), quoted(to)));
    }

    private String alter(String what) {
        return "ALTER TABLE %s %s".formatted(second.target().table(table()), what);
    }

    private TableName table() {
        return second.table().name();
    }

    private String column() {
        return second.column().name();
    }

    private static String quoted(String name) {
        return Quoting.identifier(name);
    }
}
