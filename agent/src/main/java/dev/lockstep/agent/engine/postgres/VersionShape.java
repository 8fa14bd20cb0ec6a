package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the views of one version show of one table, while both versions are there.
 *
 * @param table as it is called until CONTRACT
 * @param name as the version calls it, without schema
 * @param columns in order
 */
record VersionShape(TableName table, String name, List<Shown> columns) {

    /**
     * A column.
     *
     * @param name as the version calls it
     * @param column of the table, until CONTRACT
     * @param original the column that the table had before the change, whose rights it has; empty for a new one
     */
    record Shown(String name, String column, String original) {

        Shown called(String other) {
            return new Shown(other, column, original);
        }

        Shown in(String otherColumn) {
            return new Shown(name, otherColumn, original);
        }
    }

    VersionShape {
        columns = List.copyOf(columns);
    }

    /** A table as it is. */
    static VersionShape of(TableFacts table) {
        List<Shown> columns = table.traits().standIn().columns().stream()
                .map(column -> new Shown(column, column, column))
                .toList();
        return new VersionShape(table.name(), table.name().name(), columns);
    }

    /** Those of all tables after the operations, by the table's name until CONTRACT; a table that goes has none. */
    static Map<String, VersionShape> after(List<Operation> operations, Map<String, TableFacts> tables) {
        Map<String, VersionShape> shapes = new TreeMap<>();
        tables.forEach((name, table) -> shapes.put(name, of(table)));
        operations.forEach(operation -> change(operation, shapes));
        return shapes;
    }

    private static void change(Operation operation, Map<String, VersionShape> shapes) {
        switch (operation.getKindCase()) {
            case CREATE_TABLE -> {
                TableName table = TableName.of(operation.getCreateTable().getTable());
                List<Shown> columns = operation.getCreateTable().getColumnsList().stream()
                        .map(ColumnSpec::getName)
                        .map(column -> new Shown(column, column, ""))
                        .toList();
                shapes.put(table.shown(), new VersionShape(table, table.name(), columns));
            }
            case DROP_TABLE ->
                shapes.remove(TableName.of(operation.getDropTable().getTable()).shown());
            case RENAME_TABLE ->
                on(
                        operation.getRenameTable().getTable(),
                        shapes,
                        shape -> new VersionShape(
                                shape.table, operation.getRenameTable().getTo(), shape.columns));
            case ADD_COLUMN ->
                on(
                        operation.getAddColumn().getTable(),
                        shapes,
                        shape -> shape.with(operation.getAddColumn().getColumn()));
            case DROP_COLUMN ->
                on(
                        operation.getDropColumn().getTable(),
                        shapes,
                        shape -> shape.showing(operation.getDropColumn().getColumn(), shown -> Optional.empty()));
            case RENAME_COLUMN ->
                on(
                        operation.getRenameColumn().getTable(),
                        shapes,
                        shape -> shape.showing(
                                operation.getRenameColumn().getColumn(),
                                shown -> Optional.of(
                                        shown.called(operation.getRenameColumn().getTo()))));
            case CHANGE_TYPE ->
                on(operation.getChangeType().getTable(), shapes, shape -> shape.converted(operation.getChangeType()));
            default -> {
                // The others change no name and no type.
            }
        }
    }

    private static void on(String table, Map<String, VersionShape> shapes, UnaryOperator<VersionShape> change) {
        shapes.computeIfPresent(TableName.of(table).shown(), (name, shape) -> change.apply(shape));
    }

    private VersionShape with(String column) {
        List<Shown> more = new ArrayList<>(columns);
        more.add(new Shown(column, column, ""));
        return new VersionShape(table, name, more);
    }

    private VersionShape converted(ChangeType change) {
        String named = change.getTo().isEmpty() ? change.getColumn() : change.getTo();
        String beside = change.getTo().isEmpty() ? HelperNames.column(table, change.getColumn()) : change.getTo();
        return showing(
                change.getColumn(), shown -> Optional.of(shown.called(named).in(beside)));
    }

    private VersionShape showing(String column, java.util.function.Function<Shown, Optional<Shown>> change) {
        List<Shown> changed = columns.stream()
                .flatMap(shown -> shown.column().equals(column)
                        ? change.apply(shown).stream()
                        : java.util.stream.Stream.of(shown))
                .toList();
        return new VersionShape(table, name, changed);
    }

    /** The name that an original column has in it. */
    Optional<String> shows(String original) {
        return columns.stream()
                .filter(shown -> shown.original().equals(original))
                .map(Shown::name)
                .findFirst();
    }
}
