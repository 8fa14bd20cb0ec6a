package dev.lockstep.integration.everystep;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.FillRows;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a change makes of all tables, read from its operations. Used by one thread. */
final class ChangeStory {
    private final Map<String, String> tableNames = new TreeMap<>();
    private final Map<String, String> columnNames = new TreeMap<>();
    private final Map<String, Conversion> given = new TreeMap<>();
    private final Map<String, Map<String, String>> filled = new TreeMap<>();
    private final Map<String, Map<String, String>> nullFilled = new TreeMap<>();
    private final Map<String, Map<String, String>> leftOut = new TreeMap<>();
    private final Map<String, Map<String, TableStory.Replacement>> replaced = new TreeMap<>();
    private final Map<String, List<String>> leaving = new TreeMap<>();
    private final Map<String, List<String>> joining = new TreeMap<>();

    private ChangeStory() {}

    /** One story for each table that is there before or after. */
    static List<TableStory> of(Change change, Map<String, TableShape> before, Map<String, TableShape> after) {
        ChangeStory story = new ChangeStory();
        change.getOperationsList().forEach(story::read);
        List<TableStory> stories = new ArrayList<>();
        before.values().forEach(old -> stories.add(story.tell(old, after.get(story.nameAfter(old)))));
        change.getOperationsList().stream()
                .filter(Operation::hasCreateTable)
                .map(created -> withSchema(created.getCreateTable().getTable()))
                .forEach(created -> stories.add(story.tell(null, after.get(created))));
        return stories;
    }

    private void read(Operation operation) {
        switch (operation.getKindCase()) {
            case RENAME_TABLE -> {
                String table = withSchema(operation.getRenameTable().getTable());
                String schema = table.substring(0, table.indexOf('.') + 1);
                tableNames.put(table, schema + operation.getRenameTable().getTo());
            }
            case RENAME_COLUMN ->
                columnNames.put(
                        withSchema(operation.getRenameColumn().getTable()) + "."
                                + operation.getRenameColumn().getColumn(),
                        operation.getRenameColumn().getTo());
            case CHANGE_TYPE -> read(operation.getChangeType());
            case ADD_COLUMN -> read(operation.getAddColumn());
            case SET_NOT_NULL ->
                put(
                        nullFilled,
                        operation.getSetNotNull().getTable(),
                        operation.getSetNotNull().getColumn(),
                        text(operation.getSetNotNull().getValue()));
            case DROP_COLUMN ->
                put(
                        leftOut,
                        operation.getDropColumn().getTable(),
                        operation.getDropColumn().getColumn(),
                        text(operation.getDropColumn().getValue()));
            case BACKFILL -> read(operation.getBackfill());
            case DETACH_PARTITION ->
                leave(
                        operation.getDetachPartition().getTable(),
                        operation.getDetachPartition().getPartition());
            case DROP_PARTITION ->
                leave(
                        operation.getDropPartition().getTable(),
                        operation.getDropPartition().getPartition());
            case ATTACH_PARTITION ->
                joining.computeIfAbsent(
                                withSchema(operation.getAttachPartition().getTable()), parent -> new ArrayList<>())
                        .add(withSchema(operation.getAttachPartition().getPartition()));
            default -> {
                // changes nothing of what rows hold
            }
        }
    }

    private void read(ChangeType type) {
        String column = withSchema(type.getTable()) + "." + type.getColumn();
        String to = type.getTo().isEmpty() ? type.getColumn() : type.getTo();
        columnNames.put(column, to);
        if (!text(type.getUp()).isEmpty()) {
            given.put(column, new Conversion(type.getColumn(), to, text(type.getUp()), text(type.getDown())));
        }
    }

    private void read(AddColumn added) {
        String value = text(added.getValue());
        String preset = text(added.getDefault());
        put(filled, added.getTable(), added.getColumn(), value.isEmpty() ? preset.isEmpty() ? "NULL" : preset : value);
    }

    private void read(FillRows fill) {
        replaced.computeIfAbsent(withSchema(fill.getTable()), table -> new TreeMap<>())
                .put(fill.getColumn(), new TableStory.Replacement(text(fill.getValue()), text(fill.getWhere())));
    }

    private void leave(String table, String partition) {
        leaving.computeIfAbsent(withSchema(table), parent -> new ArrayList<>()).add(withSchema(partition));
    }

    private static void put(Map<String, Map<String, String>> where, String table, String column, String value) {
        where.computeIfAbsent(withSchema(table), name -> new TreeMap<>()).put(column, value);
    }

    private TableStory tell(@Nullable TableShape old, @Nullable TableShape now) {
        String name = old != null ? old.name() : now != null ? now.name() : "";
        List<Conversion> conversions = new ArrayList<>();
        if (old != null && now != null) {
            old.columns().forEach(column -> convert(old, now, column, conversions));
        }
        Map<String, String> fills = new TreeMap<>(nullFilled.getOrDefault(name, Map.of()));
        fills.values().removeIf(String::isEmpty);
        return new TableStory(
                old,
                now,
                conversions,
                filled.getOrDefault(name, Map.of()),
                fills,
                leftOut.getOrDefault(name, Map.of()),
                replaced.getOrDefault(name, Map.of()),
                leaving.getOrDefault(name, List.of()),
                joining.getOrDefault(name, List.of()));
    }

    private void convert(TableShape old, TableShape now, Column column, List<Conversion> conversions) {
        String path = old.name() + "." + column.name();
        Conversion byChange = given.get(path);
        if (byChange != null) {
            conversions.add(byChange);
            return;
        }
        String name = columnNames.getOrDefault(path, column.name());
        now.column(name).ifPresent(other -> {
            boolean same = other.type().equals(column.type());
            conversions.add(new Conversion(
                    column.name(),
                    name,
                    same ? "" : "CAST(%s AS %s)".formatted(Sql.name(column.name()), other.type()),
                    same ? "" : "CAST(%s AS %s)".formatted(Sql.name(name), column.type())));
        });
    }

    private String nameAfter(TableShape old) {
        return tableNames.getOrDefault(old.name(), old.name());
    }

    private static String withSchema(String table) {
        return table.contains(".") ? table : "public." + table;
    }

    private static String text(PerEngine value) {
        return value.getPostgres().isEmpty() ? value.getAny() : value.getPostgres();
    }
}
