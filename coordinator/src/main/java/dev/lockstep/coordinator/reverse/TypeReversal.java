package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.Engine;
import java.util.EnumMap;
import java.util.Map;

/** A column gets back the type that was recorded, by the expressions that led away from it, the other way round. */
final class TypeReversal {
    private TypeReversal() {}

    static Draft of(ChangeType change, Recorded recorded, boolean hasViews) {
        Map<Engine, String> definitions = recorded.definitions(Recorded.column(change.getTable(), change.getColumn()));
        String now = change.getTo().isEmpty() ? change.getColumn() : change.getTo();
        String name = change.getTable() + "." + now;
        Draft draft = new Draft(hasViews);
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
                .line("type: " + ColumnReversal.perEngine(before, ColumnBefore::type));
        if (change.getTo().isEmpty() && recorded.isPartitioned(change.getTable())) {
            draft.fillIn("give `to`, because " + change.getTable()
                    + " is partitioned: a narrower type comes in a column beside");
        }
        if (!change.getTo().isEmpty()) {
            draft.line("to: " + Draft.quoted(change.getColumn()));
        }
        if (change.hasDown()) {
            draft.line("up: " + Draft.perEngine(change.getDown()));
        }
        if (change.hasUp()) {
            draft.line("down: " + Draft.perEngine(change.getUp()));
        }
        if (change.hasUp() || change.hasDown()) {
            draft.remark(
                    "`up` and `down` are the other way round: read whether they still fit what was written since; rules over the column come back with casts");
            boolean hadDefault = before.values().stream()
                    .noneMatch(column -> column.defaultValue().isEmpty());
            if (hadDefault) {
                draft.line("default: " + ColumnReversal.perEngine(before, ColumnBefore::defaultValue));
            }
        }
        return draft;
    }
}
