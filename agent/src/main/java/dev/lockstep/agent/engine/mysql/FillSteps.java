package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Fills a column and keeps it filled: triggers for writers that do not know it, the backfill, the proof. NOT NULL itself waits for CONTRACT, because both
 * families let some statements of old writers fail or store an empty value under it, triggers or not (INSERT ... SELECT on MariaDB, LOAD DATA on MySQL).
 */
final class FillSteps {
    private final RecipeDraft draft;
    private final TableFacts table;
    private final String column;
    private final ValueExpression expression;
    private final String value;
    private final Naming naming;

    FillSteps(RecipeDraft draft, TableFacts table, String column, String value, Naming naming) {
        this.draft = draft;
        this.table = table;
        this.column = column;
        this.value = value;
        this.expression = new ValueExpression(value, table);
        this.naming = naming;
    }

    /** Puts reasons against the value, the table's key or the triggers' names into the draft. */
    void expectUsable() {
        for (String objection : expression.objections(column)) {
            draft.refuse(
                    "value-unusable",
                    "expected a value that follows from the row alone, but " + objection + "; correct the value");
        }
        if (BackfillKey.of(table).isEmpty()) {
            draft.refuse(
                    "no-backfill-key",
                    "expected a primary key of " + table.name() + ", or a unique index over columns that are never "
                            + "NULL, with types that a text can carry, found none; add one, so that rows can be "
                            + "filled range by range");
        }
        for (Fragment trigger : table.fragments()) {
            if (trigger.kind().equals("trigger") && trigger.name().startsWith(Names.OWN)) {
                continue;
            }
            if (trigger.kind().equals("trigger")) {
                draft.note(
                        "trigger-fires",
                        "trigger " + trigger.name() + " of " + table.name()
                                + " runs for rows that the backfill updates, if it is one on UPDATE");
            }
        }
    }

    /** EXPAND: from here on no writer leaves the column NULL. */
    void addTriggers() {
        trigger("INSERT", Names.insertTrigger(table.name(), column));
        trigger("UPDATE", Names.updateTrigger(table.name(), column));
    }

    /**
     * BACKFILL.
     *
     * @param toNull whether the value of a row may be NULL: such a row is as it must be, and is left alone
     */
    void addBackfill(String loses, boolean toNull) {
        String missing = Sql.name(column) + " IS NULL";
        Optional<List<String>> key = BackfillKey.of(table);
        if (key.isEmpty()) {
            return;
        }
        Backfill backfill = Backfill.newBuilder()
                .setTable(table.name())
                .addAllKeyColumns(key.get())
                .setColumn(column)
                .setValue(value)
                .setCondition(toNull ? missing + " AND (" + value + ") IS NOT NULL" : missing)
                .setBatchTargetMillis(RecipeDraft.BATCH_TARGET_MILLIS)
                .build();
        draft.backfill(
                "fill " + table.name() + "." + column + " where it is NULL",
                backfill,
                "A backfill begins when no writer leaves the column NULL any more, so that no row slips past it.",
                loses);
    }

    /** A proof that no row has NULL. */
    void addProof(Phase phase, String reason) {
        String shown = BackfillKey.of(table).map(Sql::names).orElse("1");
        draft.check(
                phase,
                "prove that no row of " + table.name() + " has " + column + " NULL",
                "SELECT " + shown + " FROM " + naming.table(table.name()) + " WHERE " + Sql.name(column)
                        + " IS NULL LIMIT 5",
                "no row of " + table.name() + " has " + column + " NULL",
                reason);
    }

    /** CONTRACT: nobody is left who needs the triggers. */
    void dropTriggers() {
        dropTrigger("INSERT", Names.insertTrigger(table.name(), column));
        dropTrigger("UPDATE", Names.updateTrigger(table.name(), column));
    }

    private void trigger(String event, String name) {
        String filled = Sql.name(column);
        draft.statement(
                Phase.EXPAND,
                "add trigger that fills " + table.name() + "." + column + " on " + event,
                "CREATE TRIGGER " + naming.trigger(name) + " BEFORE " + event + " ON " + naming.table(table.name())
                        + " FOR EACH ROW IF NEW." + filled + " IS NULL THEN SET NEW." + filled + " = ("
                        + expression.overNewRow() + "); END IF",
                "exclusive metadata lock on " + table.name() + ", short",
                draft.undo("DROP TRIGGER " + naming.trigger(name), ""),
                "Triggers come after the column that they fill, and before the backfill.",
                Cost.CATALOG);
    }

    private void dropTrigger(String event, String name) {
        draft.statement(
                Phase.CONTRACT,
                "drop trigger that fills " + table.name() + "." + column + " on " + event,
                "DROP TRIGGER " + naming.trigger(name),
                "exclusive metadata lock on " + table.name() + ", short",
                draft.irreversible("after CONTRACT there is no way back"),
                "Triggers go last, once the column cannot be NULL without them.",
                Cost.CATALOG);
    }
}
