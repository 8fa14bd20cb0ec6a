package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.Engine;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A column gets back the type that was recorded, by the expressions that led away from it, the other way round. */
final class TypeReversal {
    private TypeReversal() {}

    static Draft of(ChangeType change, Map<Engine, String> definitions) {
        String now = change.getTo().isEmpty() ? change.getColumn() : change.getTo();
        String name = change.getTable() + "." + now;
        Draft draft = new Draft();
        Map<Engine, ColumnBefore> before = new EnumMap<>(Engine.class);
        definitions.forEach((engine, definition) -> {
            draft.remark("it was, on " + ColumnReversal.word(engine) + ": " + ColumnReversal.oneLine(definition));
            ColumnBefore.parse(engine, definition).ifPresent(parsed -> before.put(engine, parsed));
        });
        if (before.isEmpty() || before.size() < definitions.size()) {
            return draft.fillIn("the type that " + name + " had is not recorded: write change_type with it");
        }
        draft.line("change_type:")
                .line("table: " + Draft.quoted(change.getTable()))
                .line("column: " + Draft.quoted(now))
                .line("type: " + types(before));
        if (!change.getTo().isEmpty()) {
            draft.line("to: " + Draft.quoted(change.getColumn()));
        }
        if (change.hasUp() || change.hasDown()) {
            draft.fillIn("`up` and `down` are those of " + name + " the other way round: write both");
        }
        return draft;
    }

    private static String types(Map<Engine, ColumnBefore> columns) {
        return columns.entrySet().stream()
                .map(column -> ColumnReversal.word(column.getKey()) + ": "
                        + Draft.quoted(column.getValue().type()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
