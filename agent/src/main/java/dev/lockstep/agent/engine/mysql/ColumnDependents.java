package dev.lockstep.agent.engine.mysql;

import java.util.List;

/** Finds what would break without a column. Texts are searched by names, so what merely uses the same names counts too. */
final class ColumnDependents {
    private final RecipeDraft draft;
    private final Expect expect;
    private final SchemaFacts facts;
    private final TableFacts table;

    ColumnDependents(RecipeDraft draft, Expect expect, SchemaFacts facts, TableFacts table) {
        this.draft = draft;
        this.expect = expect;
        this.facts = facts;
        this.table = table;
    }

    /**
     * Puts a reason into the draft for each dependent.
     *
     * @param indexes the indexes over the column, which go with it
     */
    void expectNone(ColumnFacts column, List<IndexFacts> indexes) {
        String name = column.name();
        for (IndexFacts index : indexes) {
            expectDroppable(name, index);
        }
        table.referring().stream()
                .filter(key -> contains(key.columns(), name))
                .forEach(key -> refuse(name, "foreign key " + key.name()));
        table.referred().stream()
                .filter(key -> contains(key.targetColumns(), name))
                .forEach(key -> refuse(name, "foreign key " + key.name() + " of " + key.table()));
        for (Fragment fragment : table.fragments()) {
            boolean itself = fragment.kind().equals("generated column")
                    && fragment.name().equalsIgnoreCase(name);
            if (!itself && mentions(fragment.sql(), name)) {
                refuse(name, fragment.described());
            }
        }
        for (Fragment program : facts.programs()) {
            if (mentions(program.sql(), name) && mentions(program.sql(), table.name())) {
                program(name, program);
            }
        }
        if (table.columns().size() == 1) {
            draft.refuse(
                    "last-column", "expected " + table.name() + " to keep a column, but " + name + " is its only one");
        }
    }

    private void expectDroppable(String column, IndexFacts index) {
        if (index.isPrimary()) {
            draft.refuse(
                    "column-in-primary-key",
                    "expected a column outside of the primary key, found " + column + " in it; no recipe drops it");
            return;
        }
        expect.notNeededByForeignKeys(table, index);
        if (index.columns().size() > 1) {
            draft.note(
                    "index-goes-too",
                    "index " + index.name() + " (" + String.join(", ", index.columns())
                            + ") goes with the column; add one over its other columns if they need it");
        }
    }

    private void program(String column, Fragment program) {
        if (program.kind().equals("view")) {
            refuse(column, program.described());
        } else {
            draft.note(
                    "routine-mentions",
                    program.described() + " mentions " + table.name() + " and " + column
                            + "; see that it does without the column before CONTRACT");
        }
    }

    private void refuse(String column, String dependent) {
        draft.refuse(
                "dependent",
                "expected nothing to depend on " + table.name() + "." + column + ", but " + dependent
                        + " does; change or drop it first");
    }

    private static boolean contains(List<String> columns, String name) {
        return columns.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static boolean mentions(String sql, String name) {
        return SqlTokens.of(sql).stream()
                .anyMatch(token -> token.isIdentifier() && token.text().equalsIgnoreCase(name));
    }
}
