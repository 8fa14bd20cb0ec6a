package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.Map;

/** Rules that were added go; rules that were dropped are shown as they were recorded. */
final class ConstraintReversal {
    private ConstraintReversal() {}

    static Draft ofAdded(String table, String name) {
        return new Draft()
                .line("drop_constraint:")
                .line("table: " + Draft.quoted(table))
                .line("name: " + Draft.quoted(name));
    }

    static Draft ofDropped(String name, Map<Engine, String> definitions) {
        Draft draft = new Draft();
        definitions.forEach((engine, definition) -> draft.remark(
                name + " was, on " + ColumnReversal.word(engine) + ": " + ColumnReversal.oneLine(definition)));
        return draft.fillIn("write add_check, add_unique or add_foreign_key that brings " + name
                + " back, once every row keeps it again");
    }
}
