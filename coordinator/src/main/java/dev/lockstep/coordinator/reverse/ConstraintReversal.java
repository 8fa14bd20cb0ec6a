package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Engine;
import java.util.Map;
import java.util.Optional;

/** Rules that were added go; rules that were dropped are shown as they were recorded. */
final class ConstraintReversal {
    private ConstraintReversal() {}

    static Draft ofAdded(String table, String name) {
        return new Draft()
                .line("drop_constraint:")
                .line("table: " + Draft.quoted(table))
                .line("name: " + Draft.quoted(name));
    }

    static Draft ofDropped(String table, String name, Recorded recorded) {
        Map<Engine, String> definitions = recorded.definitions(Recorded.constraint(table, name));
        Draft remarks = new Draft();
        definitions.forEach((engine, its) ->
                remarks.remark(name + " was, on " + ColumnReversal.word(engine) + ": " + ColumnReversal.oneLine(its)));
        Optional<String> definition = Recorded.ofPostgresAlone(definitions);
        if (definition.isEmpty()) {
            return remarks.fillIn("write add_check, add_unique or add_foreign_key that brings " + name
                    + " back, once every row keeps it again");
        }
        if (recorded.isPartitioned(table)) {
            remarks.remark("partitions get it under the name that the server gives it there");
        }
        return remarks.remark("every row must keep it again by then: PREFLIGHT names those that do not")
                .then(RuleReversal.of(table, name, definition.get(), recorded));
    }
}
