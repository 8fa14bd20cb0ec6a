package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CONTRACT: the first column goes, and the second one takes its place with what hangs on it, under one short lock. */
record ColumnSwap(SecondColumn second) {

    StepDraft step() {
        TableName name = second.table().name();
        List<String> sql = new ArrayList<>();
        move().ifPresent(move -> sql.addAll(move.lockParent()));
        if (second.ofPartitionedKey()) {
            sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                    .formatted(second.target().table(name)));
        }
        move().ifPresent(move -> sql.addAll(move.dropOld()));
        sql.addAll(second.triggers().stop());
        sql.addAll(numbering().before());
        sql.addAll(oldGoes());
        sql.addAll(newTakesItsPlace());
        sql.addAll(numbering().after());
        move().ifPresent(move -> sql.addAll(move.takeOver()));
        sql.addAll(keepsakes());
        List<Foreseen> foreseen = new ArrayList<>(numbering().foreseen());
        move().ifPresent(move -> foreseen.addAll(move.foreseen()));
        if (second.role().isKey()) {
            foreseen.addAll(referrersComeBack());
        }
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "put %s of %s in the place of %s"
                                .formatted(
                                        second.conversion().type(),
                                        name.shown(),
                                        second.column().type()),
                        move().map(ForeignKeyMove::lock)
                                .orElse(Locks.withPartitions(second.table(), Locks::accessExclusive)),
                        sql,
                        Undos.irreversible("a dropped column's values are gone"),
                        "the old type goes when nobody uses it any more")
                .foreseeing(foreseen)
                .before(second.scenery());
    }

    /** What was said of the first column, its indexes and its rules is said of those that have taken their place. */
    private List<String> keepsakes() {
        List<String> sql = new ArrayList<>();
        List<TableFacts> tables = second.table().isPartitioned()
                ? PartitionFacts.whole(second.table(), second.facts())
                : List.of(second.table());
        Set<String> rules = new HashSet<>();
        second.checks().forEach(check -> rules.add(check.name()));
        for (TableFacts table : tables) {
            List<IndexFacts> indexes =
                    new ColumnIndexes(table, column(), second.conversion().beside(), second.target()).originals();
            Set<String> constraints = new HashSet<>(rules);
            indexes.forEach(index -> constraints.add(index.constraint()));
            move().ifPresent(move -> constraints.addAll(move.names(table.name())));
            sql.addAll(Keepsake.ofColumn(table, column(), second.finalName(), second.target()));
            sql.addAll(Keepsake.ofConstraints(table, constraints, second.target()));
            sql.addAll(Keepsake.ofIndexes(
                    table, indexes.stream().map(IndexFacts::name).toList(), second.target()));
        }
        return sql;
    }

    private Optional<ForeignKeyMove> move() {
        return second.role().foreign().map(foreign -> new ForeignKeyMove(second, foreign));
    }

    private NumberingMove numbering() {
        return new NumberingMove(second);
    }

    /** They have referred to the column beside the key since their own swap. */
    private List<Foreseen> referrersComeBack() {
        return second.table().traits().referrers().stream()
                .map(referrer -> RenamedTexts.referring(
                        referrer, List.of(second.conversion().beside()), referrer.referenced(), second.facts()))
                .toList();
    }

    private List<String> oldGoes() {
        List<String> sql = new ArrayList<>();
        if (second.forbidsUnconverted()) {
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
        if (second.table().isPartitioned()) {
            sql.addAll(second.partitionedIndexes().takeOver());
        } else {
            second.columnIndexes().originals().forEach(index -> sql.add(takeOver(index)));
        }
        for (ConstraintFacts check : second.checks()) {
            sql.add(rename(HelperNames.check(table(), check.name()), check.name()));
        }
        if (second.column().notNull() && second.facts().version().addsNotNullUnproved() && !second.named()) {
            sql.add(rename(
                    second.table().isPartitioned()
                            ? PartitionNames.ofNotNull(
                                    table(), second.conversion().beside())
                            : HelperNames.notNull(table(), second.conversion().beside()),
                    HelperNames.notNull(table(), second.finalName())));
        }
        return sql;
    }

    private String takeOver(IndexFacts index) {
        String built = second.columnIndexes().name(index);
        return index.constraint().isEmpty()
                ? "ALTER INDEX %s RENAME TO %s"
                        .formatted(second.target().table(table().sibling(built)), quoted(index.name()))
                : alter("ADD CONSTRAINT %s %s USING INDEX %s"
                        .formatted(
                                quoted(index.constraint()), index.primary() ? "PRIMARY KEY" : "UNIQUE", quoted(built)));
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
