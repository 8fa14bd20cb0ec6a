package dev.lockstep.agent.engine.mysql;

import java.util.List;
import java.util.Optional;

/** What most operations expect of the schema. Each method puts the reason into the draft when it is not so. */
final class Expect {
    private final RecipeDraft draft;
    private final SchemaFacts facts;

    Expect(RecipeDraft draft, SchemaFacts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    /** A table that exists and is one that the recipes work on. */
    Optional<TableFacts> table(String name) {
        Optional<TableFacts> table = facts.table(name);
        if (table.isEmpty()) {
            draft.refuse(
                    "table-missing",
                    "expected a table " + name + " in schema " + facts.schema() + ", found "
                            + (facts.relations().contains(name) ? "a view" : "none") + "; correct the name");
            return table;
        }
        if (!table.get().isInnoDb()) {
            draft.refuse(
                    "not-innodb",
                    "expected " + name + " to be a plain InnoDB table, found engine "
                            + table.get().engine() + ", kind "
                            + table.get().kind().toLowerCase(java.util.Locale.ROOT)
                            + "; only InnoDB changes online");
            return Optional.empty();
        }
        return table;
    }

    Optional<ColumnFacts> column(TableFacts table, String name) {
        Optional<ColumnFacts> column = table.column(name);
        if (column.isEmpty()) {
            draft.refuse(
                    "column-missing",
                    "expected a column " + name + " in " + table.name() + ", found none; it has "
                            + String.join(
                                    ", ",
                                    table.columns().stream()
                                            .map(ColumnFacts::name)
                                            .toList()));
        }
        return column;
    }

    void newName(String kind, String name) {
        int length = name.codePointCount(0, name.length());
        if (name.isEmpty() || length > Sql.MAX_NAME_LENGTH) {
            draft.refuse(
                    "name-too-long",
                    "expected a " + kind + " name of 1 to " + Sql.MAX_NAME_LENGTH + " characters, found " + length
                            + "; choose another one");
        } else if (name.toLowerCase(java.util.Locale.ROOT).startsWith(Names.OWN)) {
            draft.refuse(
                    "name-reserved",
                    "expected a " + kind + " name that does not begin with " + Names.OWN + ", found " + name
                            + "; such names are Lockstep's own");
        } else if (name.indexOf('\0') >= 0 || name.endsWith(" ")) {
            draft.refuse(
                    "name-unusable",
                    "expected a " + kind + " name without NUL and without a space at its end, found one; correct it");
        }
    }

    void constant(String what, String sql) {
        SqlGuard.objectionToConstant(sql)
                .ifPresent(objection -> draft.refuse(
                        "not-a-constant",
                        "expected a constant as " + what + ", such as 'eu' or 0, but " + objection + "; correct it"));
    }

    /** That no foreign key would lose the index that it leans on. */
    void notNeededByForeignKeys(TableFacts table, IndexFacts index) {
        for (ForeignKeyFacts key : table.referring()) {
            needed(table, index, key, key.columns());
        }
        for (ForeignKeyFacts key : table.referred()) {
            needed(table, index, key, key.targetColumns());
        }
    }

    private void needed(TableFacts table, IndexFacts index, ForeignKeyFacts key, List<String> columns) {
        boolean leans = index.beginsWith(columns);
        boolean another = table.indexes().stream()
                .anyMatch(other -> !other.name().equals(index.name()) && other.beginsWith(columns));
        if (leans && !another) {
            draft.refuse(
                    "index-needed",
                    "expected index " + index.name() + " to be needed by nothing, but foreign key " + key.name()
                            + " of " + key.table() + " leans on it; add another index over "
                            + String.join(", ", columns) + " first, or drop the foreign key");
        }
    }
}
