package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.RenameColumn;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Columns that were added go, columns that were dropped come back empty. */
final class ColumnReversal {
    private ColumnReversal() {}

    static Draft ofAdded(AddColumn added) {
        String name = added.getTable() + "." + added.getColumn();
        boolean needsValue = !added.getNullable() && !added.hasDefault();
        if (needsValue) {
            Draft withIt = dropping(added).line("value: " + Draft.perEngine(added.getValue()));
            if (withIt.hasOperation()) {
                return withIt.remark(
                        "until CONTRACT, writers that no longer know " + name + " leave in it what filled it");
            }
        }
        Draft draft = dropping(added);
        if (needsValue) {
            draft.fillIn(
                    name + " is NOT NULL without a default: add `value`, a constant that writers which no longer know"
                            + " the column leave in it until CONTRACT");
        }
        return draft;
    }

    private static Draft dropping(AddColumn added) {
        return new Draft()
                .remark("loses every value in " + added.getTable() + "." + added.getColumn())
                .line("drop_column:")
                .line("table: " + Draft.quoted(added.getTable()))
                .line("column: " + Draft.quoted(added.getColumn()));
    }

    static Draft ofDropped(String table, String column, Map<Engine, String> definitions) {
        String name = table + "." + column;
        Draft draft = new Draft().remark(name + " comes back without its values: they were dropped in CONTRACT");
        definitions.forEach(
                (engine, definition) -> draft.remark("it was, on " + word(engine) + ": " + oneLine(definition)));
        if (definitions.isEmpty()) {
            return draft.fillIn("how " + name + " was defined is not recorded: write add_column with its type");
        }
        Map<Engine, ColumnBefore> columns = new EnumMap<>(Engine.class);
        definitions.forEach((engine, definition) -> ColumnBefore.parse(engine, definition)
                .filter(parsed -> !parsed.isCollated())
                .ifPresent(parsed -> columns.put(engine, parsed)));
        if (columns.size() < definitions.size()) {
            return draft.notYet("this definition says more than add_column can; write what you need");
        }
        draft.line("add_column:")
                .line("table: " + Draft.quoted(table))
                .line("column: " + Draft.quoted(column))
                .line("type: " + perEngine(columns, ColumnBefore::type));
        boolean allHaveDefaults =
                columns.values().stream().noneMatch(each -> each.defaultValue().isEmpty());
        if (allHaveDefaults) {
            draft.line("default: " + perEngine(columns, ColumnBefore::defaultValue));
        }
        Set<String> comments =
                columns.values().stream().map(ColumnBefore::comment).collect(Collectors.toSet());
        if (comments.size() == 1 && !comments.contains("")) {
            draft.line("comment: " + Draft.quoted(comments.iterator().next()));
        }
        boolean wasRequired = columns.values().stream().anyMatch(each -> !each.nullable());
        if (wasRequired && allHaveDefaults) {
            draft.line("nullable: false");
        } else if (wasRequired) {
            draft.fillIn(
                    "it was NOT NULL without a default: add `nullable: false` and `value`, an expression over the row"
                            + " that fills it");
        }
        return draft;
    }

    static Draft ofRenamed(RenameColumn renamed) {
        return new Draft()
                .line("rename_column:")
                .line("table: " + Draft.quoted(renamed.getTable()))
                .line("column: " + Draft.quoted(renamed.getTo()))
                .line("to: " + Draft.quoted(renamed.getColumn()));
    }

    static Draft ofRequired(String table, String column) {
        return new Draft()
                .remark("rows in which " + table + "." + column + " was filled stay filled")
                .line("drop_not_null:")
                .line("table: " + Draft.quoted(table))
                .line("column: " + Draft.quoted(column));
    }

    static Draft ofLoosened(String table, String column) {
        return new Draft()
                .remark("rows in which " + table + "." + column
                        + " is NULL by then must be filled: by hand, or by a `value`")
                .line("set_not_null:")
                .line("table: " + Draft.quoted(table))
                .line("column: " + Draft.quoted(column));
    }

    /** The default that was recorded, whether it was changed or dropped. */
    static Draft ofDefault(String table, String column, Recorded recorded) {
        String name = table + "." + column;
        Map<Engine, String> definitions = recorded.definitions(Recorded.column(table, column));
        Draft draft = new Draft();
        for (String partition : recorded.partitionsUnlike(table, "/column:" + column)) {
            draft.fillIn(
                    "partition " + partition + " had another default than " + table + ", which it does not get back");
        }
        Map<Engine, ColumnBefore> columns = new EnumMap<>(Engine.class);
        definitions.forEach((engine, definition) -> {
            draft.remark("it was, on " + word(engine) + ": " + oneLine(definition));
            ColumnBefore.parse(engine, definition).ifPresent(parsed -> columns.put(engine, parsed));
        });
        if (columns.isEmpty() || columns.size() < definitions.size()) {
            return draft.fillIn("the default that " + name + " had is not recorded in a way that set_default can say");
        }
        boolean hadNone =
                columns.values().stream().allMatch(each -> each.defaultValue().isEmpty());
        boolean allHadOne =
                columns.values().stream().noneMatch(each -> each.defaultValue().isEmpty());
        if (!hadNone && !allHadOne) {
            return draft.notYet("only some engines had a default for " + name + "; write a raw step for those");
        }
        draft.line(hadNone ? "drop_default:" : "set_default:")
                .line("table: " + Draft.quoted(table))
                .line("column: " + Draft.quoted(column));
        return hadNone ? draft : draft.line("default: " + perEngine(columns, ColumnBefore::defaultValue));
    }

    static String perEngine(Map<Engine, ColumnBefore> columns, Function<ColumnBefore, String> part) {
        return columns.entrySet().stream()
                .map(column -> word(column.getKey()) + ": " + Draft.quoted(part.apply(column.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String word(Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    static String oneLine(String definition) {
        return definition.replaceAll("\\s+", " ");
    }
}
