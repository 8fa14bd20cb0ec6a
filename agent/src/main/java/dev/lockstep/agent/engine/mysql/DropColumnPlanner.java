package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Optional;

/** Drops a column: first it gets a default, so that writers can forget it; at the end it goes, its indexes before it. */
final class DropColumnPlanner implements OperationPlanner {
    private final MySqlServer server;
    private final OnlineDdl online;
    private final ColumnTypes types;

    DropColumnPlanner(MySqlServer server, ColumnTypes types) {
        this.server = server;
        this.online = new OnlineDdl(server);
        this.types = types;
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        DropColumn drop = operation.getDropColumn();
        RecipeDraft draft = new RecipeDraft(
                "drop_column " + drop.getTable() + "." + drop.getColumn(), operation.getLine(), drop.getTable());
        Expect expect = new Expect(draft, facts);
        Optional<TableFacts> table = expect.table(drop.getTable());
        Optional<ColumnFacts> column = table.flatMap(known -> expect.column(known, drop.getColumn()));
        if (table.isEmpty() || column.isEmpty()) {
            return draft.recipe(facts);
        }
        List<IndexFacts> indexes = table.get().indexes().stream()
                .filter(index -> index.covers(column.get().name()))
                .toList();
        new ColumnDependents(draft, expect, facts, table.get()).expectNone(column.get(), indexes);
        Optional<String> filler = filler(drop, draft, expect, column.get());
        if (draft.isRefused()) {
            return draft.recipe(facts);
        }
        filler.ifPresent(constant -> setDefault(draft, table.get(), column.get(), constant, naming));
        TableFacts left = table.get();
        for (IndexFacts index : indexes) {
            DropIndexPlanner.drop(
                    draft,
                    left,
                    index,
                    naming,
                    online,
                    "Indexes over a column go before the column, which is then instant.");
            left = left.withoutIndex(index.name());
        }
        dropColumn(draft, left, column.get(), naming);
        return draft.recipe(facts.with(left.withoutColumn(column.get().name())));
    }

    /** What writers that do not know the column leave in it; empty when they can leave it alone as it is. */
    private Optional<String> filler(DropColumn drop, RecipeDraft draft, Expect expect, ColumnFacts column) {
        boolean needed =
                !column.nullable() && !column.hasDefault() && !column.isAutoIncrement() && !column.isGenerated();
        if (!needed) {
            return Optional.empty();
        }
        String value = types.text(drop.getValue());
        if (!value.isEmpty()) {
            expect.constant("value", value);
            return Optional.of(value);
        }
        Optional<String> zero = ZeroLiterals.of(column);
        if (zero.isEmpty()) {
            draft.refuse(
                    "value-missing",
                    "expected a value for " + column.name() + " of type " + column.type()
                            + ", which is NOT NULL without a default, found none; say what writers that no longer "
                            + "know it leave in it");
        }
        return zero;
    }

    private void setDefault(RecipeDraft draft, TableFacts table, ColumnFacts column, String constant, Naming naming) {
        String target = "ALTER TABLE " + naming.table(table.name()) + " ALTER COLUMN " + Sql.name(column.name());
        draft.statement(
                Phase.EXPAND,
                "let writers leave " + table.name() + "." + column.name() + " out: default " + constant,
                target + " SET DEFAULT " + defaultSql(column, constant) + ", " + online.setDefault(),
                "exclusive metadata lock on " + table.name() + ", short",
                draft.undo(target + " DROP DEFAULT, " + online.setDefault(), ""),
                "A column that new writers do not know must not ask them for a value.",
                Cost.CATALOG);
    }

    /** MySQL takes a default of a long type only as an expression that is more than a bare constant. */
    private String defaultSql(ColumnFacts column, String constant) {
        if (server.isMariaDb() || !column.isLong()) {
            return constant;
        }
        return column.dataType().equals("json") ? "(CAST(" + constant + " AS JSON))" : "(CONCAT(" + constant + "))";
    }

    private void dropColumn(RecipeDraft draft, TableFacts table, ColumnFacts column, Naming naming) {
        draft.statement(
                Phase.CONTRACT,
                "drop column " + column.name() + " of " + table.name(),
                "ALTER TABLE " + naming.table(table.name()) + " DROP COLUMN " + Sql.name(column.name()) + ", "
                        + online.dropColumn(),
                "exclusive metadata lock on " + table.name() + ", short",
                draft.irreversible("what the column held is gone"),
                "A column goes last, when nobody reads or writes it.",
                Cost.CATALOG);
    }
}
