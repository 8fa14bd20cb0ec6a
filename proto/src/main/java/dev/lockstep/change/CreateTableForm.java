package dev.lockstep.change;

import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code create_table}. */
final class CreateTableForm {
    private static final Key<String> TABLE = Key.required("table", TextForm.NAME, "regions", "The new table.");
    private static final Key<List<ColumnForm.Column>> COLUMNS = Key.required(
            "columns",
            new ListForm<>("columns", ColumnForm.SHAPE, false),
            "[{name: id, type: bigint}]",
            "Its columns.");
    private static final Key<List<String>> PRIMARY_KEY = Key.optional(
            "primary_key",
            new ListForm<>("columns", TextForm.NAME, true),
            "[id]",
            "The columns of the primary key, in order. They are never NULL.");
    private static final Key<List<IndexSpec>> INDEXES = Key.optional(
            "indexes",
            new ListForm<>("indexes", IndexForms.OF_TABLE, false),
            "[{name: regions_name_idx, columns: [name]}]",
            "Indexes made with the table.");
    private static final Key<String> COMMENT =
            Key.optional("comment", TextForm.PROSE, "Where orders go", "The table's comment in the database.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "create_table",
            "Creates a table.",
            List.of(TABLE, COLUMNS, PRIMARY_KEY, INDEXES, COMMENT),
            CreateTableForm::build);

    private CreateTableForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        List<String> primaryKey = fields.get(PRIMARY_KEY).orElse(List.of());
        CreateTable.Builder table = CreateTable.newBuilder().addAllPrimaryKey(primaryKey);
        fields.get(TABLE).ifPresent(table::setTable);
        fields.get(COMMENT).ifPresent(table::setComment);
        Set<String> names = new HashSet<>();
        for (ColumnForm.Column column : fields.get(COLUMNS).orElse(List.of())) {
            table.addColumns(inTable(column, primaryKey, names, problems));
        }
        requireColumns(primaryKey, "primary_key", fields.place(PRIMARY_KEY), names, problems);
        Set<String> indexNames = new HashSet<>();
        for (IndexSpec index : fields.get(INDEXES).orElse(List.of())) {
            table.addIndexes(index);
            requireColumns(
                    index.getColumnsList(), "the index " + index.getName(), fields.place(INDEXES), names, problems);
            if (!indexNames.add(index.getName())) {
                problems.add(
                        fields.place(INDEXES),
                        "expected each index once, found `" + index.getName() + "` again; rename one");
            }
        }
        return Operation.newBuilder().setCreateTable(table).build();
    }

    /** The column as the table's rules make it. */
    private static ColumnSpec inTable(
            ColumnForm.Column column, List<String> primaryKey, Set<String> names, ProblemLog problems) {
        ColumnSpec spec = column.spec();
        if (!names.add(spec.getName()) && !spec.getName().isEmpty()) {
            problems.add(column.place(), "expected each column once, found `" + spec.getName() + "` again; rename one");
        }
        if (!primaryKey.contains(spec.getName())) {
            return spec;
        }
        if (column.saysNullable()) {
            problems.add(column.place(), "expected nullable: false in a column of the primary key, found true");
        }
        return spec.toBuilder().setNullable(false).build();
    }

    private static void requireColumns(
            List<String> wanted, String by, Place place, Set<String> names, ProblemLog problems) {
        Optional<String> unknown =
                wanted.stream().filter(name -> !names.contains(name)).findFirst();
        unknown.ifPresent(name -> problems.add(
                place,
                "expected columns of the table in " + by + ", found " + Found.quoted(name)
                        + NearestWord.hint(name, names)));
    }
}
