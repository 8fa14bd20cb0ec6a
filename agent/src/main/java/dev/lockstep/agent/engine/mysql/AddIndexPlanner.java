package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import java.util.Optional;
import java.util.stream.Collectors;

/** A new index, built while others read and write. A unique one can turn old writers away, so it waits for CONTRACT. */
final class AddIndexPlanner implements OperationPlanner {
    private final OnlineDdl online;

    AddIndexPlanner(MySqlServer server) {
        this.online = new OnlineDdl(server);
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        AddIndex add = operation.getAddIndex();
        RecipeDraft draft = new RecipeDraft(
                "add_index " + add.getTable() + "." + add.getName(), operation.getLine(), add.getTable());
        Expect expect = new Expect(draft, facts);
        Optional<TableFacts> table = expect.table(add.getTable());
        expect.newName("index", add.getName());
        table.ifPresent(known -> expectNew(add, draft, expect, known));
        if (draft.isRefused() || table.isEmpty()) {
            return draft.recipe(facts);
        }
        if (add.getUnique()) {
            unique(add, draft, table.get(), naming);
        } else {
            build(add, draft, table.get(), naming, Phase.EXPAND, "An index that nobody can violate may come first.");
        }
        IndexFacts index = new IndexFacts(add.getName(), add.getUnique(), add.getColumnsList(), false);
        return draft.recipe(facts.with(table.get().with(index)));
    }

    private static void expectNew(AddIndex add, RecipeDraft draft, Expect expect, TableFacts table) {
        if (table.index(add.getName()).isPresent()) {
            draft.refuse(
                    "index-exists",
                    "expected no index " + add.getName() + " on " + table.name()
                            + ", found one; choose another name, or leave the operation out");
        }
        if (add.getColumnsCount() == 0) {
            draft.refuse("columns-missing", "expected at least one column, found none; name the index's columns");
        }
        for (String name : add.getColumnsList()) {
            expect.column(table, name)
                    .filter(ColumnFacts::isLong)
                    .ifPresent(column -> draft.refuse(
                            "column-not-indexable",
                            "expected columns that can be indexed whole, found " + name + " of type " + column.type()
                                    + "; use a varchar(n)"));
        }
        for (ForeignKeyFacts key : table.referring()) {
            noteReplacedIndex(add, draft, table, key);
        }
    }

    /** The servers drop an index that they made for a foreign key as soon as another one can do its work. */
    private static void noteReplacedIndex(AddIndex add, RecipeDraft draft, TableFacts table, ForeignKeyFacts key) {
        IndexFacts added = new IndexFacts(add.getName(), add.getUnique(), add.getColumnsList(), false);
        Optional<IndexFacts> implicit =
                table.index(key.name()).filter(index -> index.columns().equals(key.columns()));
        if (implicit.isPresent() && added.beginsWith(key.columns())) {
            draft.refuse(
                    "index-replaces-implicit",
                    "expected an index that takes nothing else away, but the server made index "
                            + implicit.get().name() + " for a foreign key by itself, and would drop it in silence once "
                            + add.getName() + " is there; drop it in the same change, or change the order of columns");
        }
    }

    private void unique(AddIndex add, RecipeDraft draft, TableFacts table, Naming naming) {
        check(add, draft, table, naming, Phase.VALIDATE, "Duplicates must be gone before the old writers are.");
        check(add, draft, table, naming, Phase.CONTRACT, "What is proved once is proved again right before the index.");
        build(
                add,
                draft,
                table,
                naming,
                Phase.CONTRACT,
                "A unique index waits until no old writer is left, who could violate it.");
    }

    private static void check(
            AddIndex add, RecipeDraft draft, TableFacts table, Naming naming, Phase phase, String reason) {
        String columns = Sql.names(add.getColumnsList());
        String present = add.getColumnsList().stream()
                .map(column -> Sql.name(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        draft.check(
                phase,
                "prove that " + String.join(", ", add.getColumnsList()) + " has no duplicates in " + table.name(),
                "SELECT " + columns + ", COUNT(*) FROM " + naming.table(table.name()) + " WHERE " + present
                        + " GROUP BY " + columns + " HAVING COUNT(*) > 1 LIMIT 5",
                "no two rows of " + table.name() + " have the same " + String.join(", ", add.getColumnsList()),
                reason);
    }

    private void build(AddIndex add, RecipeDraft draft, TableFacts table, Naming naming, Phase phase, String reason) {
        String target = "ALTER TABLE " + naming.table(table.name());
        draft.statement(
                phase,
                "add " + (add.getUnique() ? "unique " : "") + "index " + add.getName() + " on " + table.name() + " ("
                        + String.join(", ", add.getColumnsList()) + ")",
                target + " ADD " + (add.getUnique() ? "UNIQUE " : "") + "INDEX " + Sql.name(add.getName()) + " ("
                        + Sql.names(add.getColumnsList()) + "), " + online.index(),
                "exclusive metadata lock on " + table.name() + " at begin and end, short; none in between",
                phase == Phase.CONTRACT
                        ? draft.irreversible("after CONTRACT there is no way back")
                        : draft.undo(target + " DROP INDEX " + Sql.name(add.getName()) + ", " + online.index(), ""),
                reason,
                Cost.INDEX);
    }
}
