package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A new table, with the collation of the node's schema, whatever the session's is. */
final class CreateTablePlanner implements OperationPlanner {
    private final ColumnTypes types;

    CreateTablePlanner(ColumnTypes types) {
        this.types = types;
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        CreateTable create = operation.getCreateTable();
        RecipeDraft draft =
                new RecipeDraft("create_table " + create.getTable(), operation.getLine(), create.getTable());
        Expect expect = new Expect(draft, facts);
        expect.newName("table", create.getTable());
        if (facts.relations().contains(create.getTable())) {
            draft.refuse(
                    "table-exists",
                    "expected no table or view " + create.getTable() + " in schema " + facts.schema()
                            + ", found one; choose another name, or leave the operation out");
        }
        List<ColumnFacts> columns = new ArrayList<>();
        for (ColumnSpec column : create.getColumnsList()) {
            column(create, column, draft, expect).ifPresent(columns::add);
        }
        List<IndexFacts> indexes = indexes(create, draft, expect, columns);
        if (create.getPrimaryKeyCount() == 0) {
            draft.note("no-primary-key", "the table has no primary key, so no later backfill can go along it");
        }
        draft.statement(
                Phase.EXPAND,
                "create table " + create.getTable(),
                sql(create, columns, facts, naming),
                "",
                draft.undo("DROP TABLE " + naming.table(create.getTable()), "the rows of " + create.getTable()),
                "A new table disturbs nobody.",
                Cost.CATALOG);
        return draft.recipe(facts.with(TableFacts.planned(create.getTable(), columns, indexes)));
    }

    private Optional<ColumnFacts> column(CreateTable create, ColumnSpec column, RecipeDraft draft, Expect expect) {
        expect.newName("column", column.getName());
        String constant = types.text(column.getDefault());
        if (!constant.isEmpty()) {
            expect.constant("default of " + column.getName(), constant);
        }
        Optional<String> type = types.of(create.getTable(), column.getName(), column.getType());
        if (type.isEmpty()) {
            draft.refuse("type-unknown", column.getName() + ": " + ColumnTypeMessages.unknown(column.getType()));
        }
        return type.map(known -> {
            boolean nullable =
                    column.getNullable() && !create.getPrimaryKeyList().contains(column.getName());
            String definition = Sql.name(column.getName()) + " " + known + (nullable ? " NULL" : " NOT NULL")
                    + (constant.isEmpty() ? "" : " DEFAULT " + constant)
                    + (column.getIdentity() ? " AUTO_INCREMENT" : "")
                    + (column.getComment().isEmpty() ? "" : " COMMENT " + Sql.text(column.getComment()));
            return ColumnFacts.planned(column.getName(), known, nullable, !constant.isEmpty(), definition);
        });
    }

    private static List<IndexFacts> indexes(
            CreateTable create, RecipeDraft draft, Expect expect, List<ColumnFacts> columns) {
        TableFacts table = TableFacts.planned(create.getTable(), columns, List.of());
        Set<String> names = new HashSet<>();
        List<IndexFacts> indexes = new ArrayList<>();
        if (create.getPrimaryKeyCount() > 0) {
            indexes.add(new IndexFacts(IndexFacts.PRIMARY, true, create.getPrimaryKeyList(), false));
        }
        for (IndexSpec index : create.getIndexesList()) {
            expect.newName("index", index.getName());
            if (!names.add(index.getName().toLowerCase(Locale.ROOT))) {
                draft.refuse("index-exists", "expected each index name once, found " + index.getName() + " twice");
            }
            indexes.add(new IndexFacts(index.getName(), index.getUnique(), index.getColumnsList(), false));
        }
        for (IndexFacts index : indexes) {
            for (String name : index.columns()) {
                expect.column(table, name)
                        .filter(ColumnFacts::isLong)
                        .ifPresent(column -> draft.refuse(
                                "column-not-indexable",
                                "expected columns that can be indexed whole, found " + name + " of type "
                                        + column.type() + "; use a varchar(n)"));
            }
        }
        return indexes;
    }

    private static String sql(CreateTable create, List<ColumnFacts> columns, SchemaFacts facts, Naming naming) {
        List<String> parts = new ArrayList<>();
        columns.forEach(column -> parts.add(column.definition()));
        if (create.getPrimaryKeyCount() > 0) {
            parts.add("PRIMARY KEY (" + Sql.names(create.getPrimaryKeyList()) + ")");
        }
        for (IndexSpec index : create.getIndexesList()) {
            parts.add((index.getUnique() ? "UNIQUE " : "") + "INDEX " + Sql.name(index.getName()) + " ("
                    + Sql.names(index.getColumnsList()) + ")");
        }
        return "CREATE TABLE " + naming.table(create.getTable()) + " (" + String.join(", ", parts)
                + ") ENGINE=InnoDB COLLATE=" + facts.collation()
                + (create.getComment().isEmpty() ? "" : " COMMENT=" + Sql.text(create.getComment()));
    }
}
