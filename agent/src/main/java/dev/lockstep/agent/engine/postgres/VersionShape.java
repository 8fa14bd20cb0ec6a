package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.SetComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the views of one version show of one table, while both versions are there.
 *
 * @param table as it is called until CONTRACT
 * @param name as the version calls it, without schema
 * @param columns in order
 * @param comment of the table, in this version; empty for none
 */
record VersionShape(TableName table, String name, List<Shown> columns, String comment) {

    /**
     * A column.
     *
     * @param name as the version calls it
     * @param column of the table, until CONTRACT
     * @param original the column that the table had before the change, whose rights it has; empty for a new one
     * @param comment in this version; empty for none
     */
    record Shown(String name, String column, String original, String comment) {

        Shown called(String other) {
            return new Shown(other, column, original, comment);
        }

        Shown in(String otherColumn) {
            return new Shown(name, otherColumn, original, comment);
        }

        Shown saying(String otherComment) {
            return new Shown(name, column, original, otherComment);
        }
    }

    VersionShape {
        columns = List.copyOf(columns);
    }

    /** A table as it is. */
    static VersionShape of(TableFacts table) {
        List<Shown> columns = table.traits().standIn().columns().stream()
                .map(column -> new Shown(column, column, column, commentOf(table, column)))
                .toList();
        return new VersionShape(
                table.name(), table.name().name(), columns, table.traits().comment());
    }

    private static String commentOf(TableFacts table, String column) {
        ColumnFacts found = table.columns().get(column);
        return found == null ? "" : found.comment();
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
                        .map(column -> new Shown(column.getName(), column.getName(), "", column.getComment()))
                        .toList();
                shapes.put(
                        table.shown(),
                        new VersionShape(
                                table,
                                table.name(),
                                columns,
                                operation.getCreateTable().getComment()));
            }
            case DROP_TABLE ->
                shapes.remove(TableName.of(operation.getDropTable().getTable()).shown());
            case RENAME_TABLE ->
                on(
                        operation.getRenameTable().getTable(),
                        shapes,
                        shape -> new VersionShape(
                                shape.table, operation.getRenameTable().getTo(), shape.columns, shape.comment));
            case ADD_COLUMN ->
                on(operation.getAddColumn().getTable(), shapes, shape -> shape.with(operation.getAddColumn()));
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
            case SET_COMMENT ->
                on(operation.getSetComment().getTable(), shapes, shape -> shape.saying(operation.getSetComment()));
            case CHANGE_TYPE ->
                on(operation.getChangeType().getTable(), shapes, shape -> shape.converted(operation.getChangeType()));
            case ADD_INDEX,
                    DROP_INDEX,
                    SET_NOT_NULL,
                    SQL,
                    DROP_NOT_NULL,
                    SET_DEFAULT,
                    DROP_DEFAULT,
                    ADD_CHECK,
                    ADD_FOREIGN_KEY,
                    ADD_UNIQUE,
                    DROP_CONSTRAINT,
                    RENAME_CONSTRAINT,
                    RENAME_INDEX,
                    ADD_PRIMARY_KEY,
                    ADD_ENUM_VALUE,
                    SET_REPLICA_IDENTITY,
                    WIDEN_KEY,
                    REPLACE_PRIMARY_KEY,
                    BACKFILL,
                    CREATE_PARTITION,
                    DETACH_PARTITION,
                    DROP_PARTITION,
                    ATTACH_PARTITION,
                    KIND_NOT_SET -> {
                // They change no name and no type that a view shows, or are refused beside views.
            }
        }
    }

    private static void on(String table, Map<String, VersionShape> shapes, UnaryOperator<VersionShape> change) {
        shapes.computeIfPresent(TableName.of(table).shown(), (name, shape) -> change.apply(shape));
    }

    private VersionShape with(AddColumn added) {
        List<Shown> more = new ArrayList<>(columns);
        more.add(new Shown(added.getColumn(), added.getColumn(), "", added.getComment()));
        return new VersionShape(table, name, more, comment);
    }

    private VersionShape saying(SetComment change) {
        return change.getColumn().isEmpty()
                ? new VersionShape(table, name, columns, change.getComment())
                : showing(change.getColumn(), shown -> Optional.of(shown.saying(change.getComment())));
    }

    private VersionShape converted(ChangeType change) {
        String named = change.getTo().isEmpty() ? change.getColumn() : change.getTo();
        String beside = change.getTo().isEmpty() ? HelperNames.column(table, change.getColumn()) : change.getTo();
        return showing(
                change.getColumn(), shown -> Optional.of(shown.called(named).in(beside)));
    }

    private VersionShape showing(String column, Function<Shown, Optional<Shown>> change) {
        List<Shown> changed = columns.stream()
                .flatMap(shown -> shown.column().equals(column) ? change.apply(shown).stream() : Stream.of(shown))
                .toList();
        return new VersionShape(table, name, changed, comment);
    }

    /** The name that an original column has in it. */
    Optional<String> shows(String original) {
        return columns.stream()
                .filter(shown -> shown.original().equals(original))
                .map(Shown::name)
                .findFirst();
    }
}
